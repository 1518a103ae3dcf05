# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What the provider cannot do is refused with a reason, and nothing else is."""

from typing import Any

import pytest
from openstack_lab.octavia_provider import flavor, refusals


@pytest.mark.parametrize(
    ("kind", "wanted"),
    [
        ("load_balancer", {"additional_vips": [{"ip_address": "10.0.0.3"}]}),
        ("load_balancer", {"vip_qos_policy_id": "q"}),
        ("load_balancer", {"flavor": {"topology": "ACTIVE_STANDBY"}}),
        ("listener", {"protocol": "TERMINATED_HTTPS"}),
        ("listener", {"protocol": "SCTP"}),
        ("listener", {"protocol": "HTTP", "alpn_protocols": ["h2"]}),
        ("listener", {"protocol": "HTTP", "insert_headers": {"X-SSL-Client-CN": "true"}}),
        ("listener", {"protocol": "TCP", "insert_headers": {"X-Forwarded-For": "true"}}),
        ("listener", {"protocol": "HTTP", "connection_limit": 5001}),
        ("listener", {"protocol": "HTTP", "client_authentication": "MANDATORY"}),
        ("pool", {"protocol": "SCTP"}),
        ("pool", {"protocol": "HTTP", "lb_algorithm": "SOURCE_IP_PORT"}),
        ("pool", {"protocol": "HTTP", "tls_enabled": True}),
        ("pool", {"protocol": "TCP", "session_persistence": {"type": "HTTP_COOKIE"}}),
        (
            "pool",
            {
                "protocol": "HTTP",
                "session_persistence": {"type": "APP_COOKIE", "cookie_name": "a b"},
            },
        ),
        ("member", {"vnic_type": "direct"}),
        ("health_monitor", {"type": "UDP-CONNECT"}),
        ("health_monitor", {"type": "HTTP", "url_path": "/a\n"}),
        ("l7policy", {"action": "REDIRECT_TO_URL", "redirect_url": "http://x/\r\n"}),
        ("l7rule", {"type": "SSL_CONN_HAS_CERT"}),
        ("l7rule", {"type": "HEADER", "key": "a)b", "value": "c"}),
        ("l7rule", {"type": "PATH", "value": "/\n"}),
    ],
)
def test_what_cannot_be_done_is_refused(kind: str, wanted: dict[str, Any]) -> None:
    """Each single unsupported option gives exactly one reason."""
    assert len(getattr(refusals, kind)(wanted)) == 1


@pytest.mark.parametrize(
    ("kind", "wanted"),
    [
        ("load_balancer", {"flavor": {}, "additional_vips": [], "name": "a"}),
        ("listener", {"protocol": "HTTP", "connection_limit": -1, "alpn_protocols": []}),
        ("listener", {"protocol": "TCP", "client_authentication": "NONE"}),
        ("listener", {"protocol": "HTTP", "insert_headers": {"X-Forwarded-For": "true"}}),
        ("pool", {"protocol": "PROXYV2", "lb_algorithm": "LEAST_CONNECTIONS"}),
        ("pool", {"protocol": "HTTP", "session_persistence": {"type": "HTTP_COOKIE"}}),
        ("member", {"address": "10.0.0.4", "vnic_type": "normal", "backup": True}),
        ("health_monitor", {"type": "PING"}),
        ("l7rule", {"type": "HEADER", "key": "X-Side", "value": "blue green"}),
    ],
)
def test_what_can_be_done_is_accepted(kind: str, wanted: dict[str, Any]) -> None:
    """Values that were not asked for, and all that HAProxy can do, give no reason."""
    assert getattr(refusals, kind)(wanted) == []


def test_children_of_a_full_graph_are_judged_too() -> None:
    """A load balancer made in one call is refused for any of its parts."""
    graph = {
        "listeners": [
            {"protocol": "UDP", "l7policies": [{"rules": [{"type": "SSL_DN_FIELD"}]}]},
        ],
        "pools": [
            {"members": [{"vnic_type": "direct"}], "healthmonitor": {"type": "TLS-HELLO"}},
        ],
    }
    assert len(refusals.load_balancer(graph)) == 4


@pytest.mark.parametrize(
    ("metadata", "reasons"),
    [
        ({"http_connection_mode": "close", "graceful_reload": True}, 0),
        ({}, 0),
        ({"http_connection_mode": "sometimes"}, 1),
        ({"graceful_reload": "true"}, 1),
        ({"compute_flavor": "m1"}, 1),
    ],
)
def test_a_flavor_has_known_keys_and_values(metadata: dict[str, Any], reasons: int) -> None:
    """Everything else in a flavor profile is refused, not ignored."""
    assert len(flavor.refusals(metadata)) == reasons
