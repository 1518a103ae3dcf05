# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What this provider does not do: each function returns the reasons to refuse a request.

The arguments are octavia-lib's provider objects as dictionaries, children included; a key that
is absent or None was not asked for. Nothing is ever accepted and then ignored.
"""

import re
from collections.abc import Mapping
from typing import Any

from openstack_lab.octavia_provider import flavor
from openstack_lab.octavia_provider.limits import CONNECTION_CEILING

Request = Mapping[str, Any]

_NAME = re.compile(r"[A-Za-z0-9_.-]+")
_HEADERS = {"X-Forwarded-For", "X-Forwarded-Port", "X-Forwarded-Proto"}
_TLS = (
    "default_tls_container_ref",
    "sni_container_refs",
    "client_ca_tls_container_ref",
    "client_crl_container_ref",
    "tls_versions",
    "tls_ciphers",
    "alpn_protocols",
    "tls_container_ref",
    "ca_tls_container_ref",
    "crl_container_ref",
    "tls_enabled",
    "hsts_max_age",
)


def load_balancer(wanted: Request) -> list[str]:
    """Refuse further VIPs, QoS and unknown flavor keys; judge the children of a full graph."""
    reasons = flavor.refusals(wanted.get("flavor") or {})
    reasons += _asked(wanted, "additional_vips", "vip_qos_policy_id", "availability_zone")
    for child in wanted.get("listeners") or []:
        reasons += listener(child)
    for child in wanted.get("pools") or []:
        reasons += pool(child)
    return reasons


def listener(wanted: Request) -> list[str]:
    """Refuse all but plain HTTP and TCP, and headers that need TLS."""
    reasons = _outside(wanted, "protocol", {"HTTP", "TCP"}) + _asked(wanted, *_TLS)
    if wanted.get("client_authentication") not in (None, "NONE"):
        reasons.append("client_authentication is not supported")
    headers = wanted.get("insert_headers") or {}
    reasons += [f"header {name} is not supported" for name in sorted(headers.keys() - _HEADERS)]
    if headers and wanted.get("protocol") == "TCP":
        reasons.append("insert_headers needs an HTTP listener")
    if (wanted.get("connection_limit") or 0) > CONNECTION_CEILING:
        reasons.append(f"connection_limit must be at most {CONNECTION_CEILING}")
    for child in wanted.get("l7policies") or []:
        reasons += l7policy(child)
    if wanted.get("default_pool"):
        reasons += pool(wanted["default_pool"])
    return reasons


def pool(wanted: Request) -> list[str]:
    """Refuse TLS to members, UDP and SCTP, and cookies where HAProxy sees no HTTP."""
    reasons = _outside(wanted, "protocol", {"HTTP", "TCP", "PROXY", "PROXYV2"})
    reasons += _outside(wanted, "lb_algorithm", {"ROUND_ROBIN", "LEAST_CONNECTIONS", "SOURCE_IP"})
    reasons += _asked(wanted, *_TLS)
    persistence = wanted.get("session_persistence") or {}
    if "COOKIE" in (persistence.get("type") or "") and wanted.get("protocol") != "HTTP":
        reasons.append("cookie session persistence needs an HTTP pool")
    if not _NAME.fullmatch(persistence.get("cookie_name") or "x"):
        reasons.append("cookie_name may hold letters, digits, '_', '.' and '-' only")
    for child in wanted.get("members") or []:
        reasons += member(child)
    if wanted.get("healthmonitor"):
        reasons += health_monitor(wanted["healthmonitor"])
    return reasons


def member(wanted: Request) -> list[str]:
    """Refuse direct (SR-IOV) interfaces."""
    return _outside(wanted, "vnic_type", {"normal"})


def health_monitor(wanted: Request) -> list[str]:
    """Refuse checks over TLS, UDP and SCTP."""
    reasons = _outside(wanted, "type", {"HTTP", "TCP", "PING"})
    return reasons + _unprintable(wanted, "url_path", "domain_name")


def l7policy(wanted: Request) -> list[str]:
    """Refuse text that HAProxy's configuration cannot hold; judge the rules."""
    reasons = _unprintable(wanted, "redirect_url", "redirect_prefix")
    for child in wanted.get("rules") or []:
        reasons += l7rule(child)
    return reasons


def l7rule(wanted: Request) -> list[str]:
    """Refuse rules on TLS and names that HAProxy cannot look up."""
    reasons = _outside(wanted, "type", {"HOST_NAME", "PATH", "FILE_TYPE", "HEADER", "COOKIE"})
    if not _NAME.fullmatch(wanted.get("key") or "x"):
        reasons.append("key may hold letters, digits, '_', '.' and '-' only")
    return reasons + _unprintable(wanted, "value")


def _outside(wanted: Request, key: str, supported: set[str]) -> list[str]:
    value = wanted.get(key)
    if not value or value in supported:
        return []
    return [f"{key} {value} is not supported, only {', '.join(sorted(supported))}"]


def _asked(wanted: Request, *keys: str) -> list[str]:
    return [f"{key} is not supported" for key in keys if wanted.get(key)]


def _unprintable(wanted: Request, *keys: str) -> list[str]:
    return [
        f"{key} holds a control character"
        for key in keys
        if not str(wanted.get(key) or "").isprintable()
    ]
