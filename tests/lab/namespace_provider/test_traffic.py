# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""A normal day of a tenant with a load balancer of the lab's Octavia provider."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from openstack.exceptions import HttpException
from openstack_lab.octavia_provider.commands import wait_until
from support.balancer import NAME, WAIT, Balancer, bodies
from support.farm import Box, Farm

pytestmark = [pytest.mark.lab, pytest.mark.long]


def test_requests_are_spread_over_members(balancer: Balancer, client: Box) -> None:
    """Round robin gives two members the same share, and all objects are online."""
    assert bodies(client, balancer.vip) == {"one": 5, "two": 5}
    assert set(balancer.statuses().values()) == {"ONLINE"}


def test_a_batch_replaces_members_as_one_change(
    balancer: Balancer, client: Box, servers: list[Box]
) -> None:
    """After one call only the wanted members exist and get requests."""
    balancer.set_members(servers[:1])
    assert [member.name for member in balancer.api.members(balancer.pool.id)] == ["one"]
    assert bodies(client, balancer.vip) == {"one": 10}


def test_a_dead_member_is_found_and_avoided(
    balancer: Balancer, client: Box, servers: list[Box]
) -> None:
    """Octavia's words for it: the member in error, pool and load balancer degraded."""
    servers[1].stop()
    balancer.wait_for(two="ERROR", pool="DEGRADED", load_balancer="DEGRADED", listener="ONLINE")
    assert bodies(client, balancer.vip) == {"one": 10}
    servers[1].serve()
    balancer.wait_for(two="ONLINE", load_balancer="ONLINE")


def test_a_redirect_needs_no_member(balancer: Balancer, client: Box, servers: list[Box]) -> None:
    """The load balancer itself names the side it serves, even when all members are down."""
    policy = balancer.change(
        balancer.api.create_l7_policy,
        listener_id=balancer.listener.id,
        action="REDIRECT_TO_URL",
        redirect_url="http://bluegreen.invalid/shop/blue",
        redirect_http_code=302,
    )
    balancer.change(
        balancer.api.create_l7_rule,
        policy.id,
        type="PATH",
        compare_type="EQUAL_TO",
        value="/.well-known/bluegreen",
    )
    for server in servers:
        server.stop()
    balancer.wait_for(pool="ERROR", load_balancer="ERROR")
    (answer,) = client.get(balancer.vip, "/.well-known/bluegreen")
    assert (answer.status, answer.headers["location"]) == (
        302,
        "http://bluegreen.invalid/shop/blue",
    )
    assert client.get(balancer.vip, "/.well-known/other")[0].status == 503


def test_policies_reject_and_choose_pools(
    balancer: Balancer, client: Box, servers: list[Box]
) -> None:
    """A header may send a request to another pool; a path may be refused."""
    api = balancer.api
    other = balancer.change(
        api.create_pool,
        loadbalancer_id=balancer.row.id,
        protocol="HTTP",
        lb_algorithm="LEAST_CONNECTIONS",
    )
    balancer.change(
        api.create_member, other.id, address=servers[1].address, protocol_port=8080, name="two"
    )
    for action, rule in (
        (
            {"action": "REDIRECT_TO_POOL", "redirect_pool_id": other.id},
            {"type": "HEADER", "key": "X-Side", "compare_type": "EQUAL_TO", "value": '"b c"'},
        ),
        (
            {"action": "REJECT"},
            {"type": "PATH", "compare_type": "STARTS_WITH", "value": "/admin"},
        ),
    ):
        policy = balancer.change(api.create_l7_policy, listener_id=balancer.listener.id, **action)
        balancer.change(api.create_l7_rule, policy.id, **rule)
    chosen = client.get(balancer.vip, times=4, headers={"X-Side": "b c"})
    assert {answer.body for answer in chosen} == {"two"}
    assert client.get(balancer.vip, "/admin/x")[0].status == 403
    assert bodies(client, balancer.vip) == {"one": 5, "two": 5}


def test_a_cookie_keeps_a_client_on_its_member(balancer: Balancer, client: Box) -> None:
    """With HTTP_COOKIE persistence the answer's cookie decides about the next request."""
    balancer.change(
        balancer.api.update_pool, balancer.pool, session_persistence={"type": "HTTP_COOKIE"}
    )
    (first,) = client.get(balancer.vip)
    cookie = first.headers["set-cookie"].partition(";")[0]
    answers = client.get(balancer.vip, times=6, headers={"Cookie": cookie})
    assert {answer.body for answer in answers} == {first.body}


def test_headers_tell_members_about_the_client(balancer: Balancer, client: Box) -> None:
    """X-Forwarded-Proto reaches the member once the listener inserts it."""
    balancer.change(
        balancer.api.update_listener,
        balancer.listener,
        insert_headers={"X-Forwarded-Proto": "true"},
    )
    assert bodies(client, balancer.vip) == {"one http": 5, "two http": 5}


def test_admin_state_takes_out_of_service(balancer: Balancer, client: Box) -> None:
    """A member that is down gets nothing; a listener that is down does not listen."""
    one = next(balancer.api.members(balancer.pool.id, name="one"))
    balancer.change(balancer.api.update_member, one, balancer.pool, admin_state_up=False)
    balancer.wait_for(one="OFFLINE", pool="ONLINE")
    assert bodies(client, balancer.vip) == {"two": 10}
    balancer.change(balancer.api.update_listener, balancer.listener, admin_state_up=False)
    balancer.wait_for(listener="OFFLINE")
    assert client.get(balancer.vip)[0].body == "ConnectionRefusedError"


def test_only_the_listeners_port_is_open(balancer: Balancer, client: Box) -> None:
    """Other ports of the VIP are closed, and the listener's to addresses not allowed."""
    assert client.get(balancer.vip, port=1025)[0].body == "TimeoutError"
    balancer.change(balancer.api.update_listener, balancer.listener, allowed_cidrs=["192.0.2.0/24"])
    wait_until(lambda: client.get(balancer.vip)[0].body == "TimeoutError", "closing", seconds=WAIT)
    balancer.change(
        balancer.api.update_listener, balancer.listener, allowed_cidrs=[f"{client.address}/32"]
    )
    wait_until(lambda: client.get(balancer.vip)[0].status == 200, "opening", seconds=WAIT)


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("listener", {"protocol": "UDP", "protocol_port": 53}),
        ("listener", {"protocol": "PROMETHEUS", "protocol_port": 9100}),
        ("listener", {"protocol": "TCP", "protocol_port": 81, "connection_limit": 100000}),
        ("pool", {"protocol": "UDP", "lb_algorithm": "ROUND_ROBIN"}),
        ("pool", {"protocol": "TCP", "lb_algorithm": "SOURCE_IP_PORT"}),
        ("pool", {"protocol": "HTTP", "lb_algorithm": "ROUND_ROBIN", "tls_enabled": True}),
    ],
)
def test_what_is_not_supported_is_refused(
    empty: Balancer, kind: str, values: dict[str, Any]
) -> None:
    """Octavia answers 501 with the reason, and nothing has been made."""
    key = "load_balancer_id" if kind == "listener" else "loadbalancer_id"
    with pytest.raises(HttpException, match="namespace provider cannot do this") as refusal:
        getattr(empty.api, f"create_{kind}")(**{key: empty.row.id}, **values)
    assert refusal.value.status_code == 501
    empty.settle()
    assert list(getattr(empty.api, f"{kind}s")(**{key: empty.row.id})) == []


def test_an_expression_haproxy_does_not_know_is_refused(balancer: Balancer, client: Box) -> None:
    """What only Python's regular expressions know cannot break the load balancer later."""
    policy = balancer.change(
        balancer.api.create_l7_policy, listener_id=balancer.listener.id, action="REJECT"
    )
    rule = {"type": "PATH", "compare_type": "REGEX"}
    with pytest.raises(HttpException, match="does not understand"):
        balancer.api.create_l7_rule(policy.id, **rule, value="(?u)/x")
    balancer.settle()
    balancer.change(balancer.api.create_l7_rule, policy.id, **rule, value="^/x[0-9]+$")
    assert [client.get(balancer.vip, path)[0].status for path in ("/x12", "/xy")] == [403, 200]


def test_tcp_listeners_and_ping_checks(empty: Balancer, servers: list[Box], client: Box) -> None:
    """A member is checked by ICMP, and one that does not exist is found out."""
    api = empty.api
    empty.listener = empty.change(
        api.create_listener, load_balancer_id=empty.row.id, protocol="TCP", protocol_port=80
    )
    empty.pool = empty.change(
        api.create_pool, listener_id=empty.listener.id, protocol="TCP", lb_algorithm="SOURCE_IP"
    )
    empty.change(
        api.create_health_monitor,
        pool_id=empty.pool.id,
        type="PING",
        delay=1,
        timeout=1,
        max_retries=1,
        max_retries_down=1,
    )
    empty.set_members(servers[:1])
    nobody = {"address": "10.99.0.250", "protocol_port": 8080, "name": "nobody"}
    empty.change(api.create_member, empty.pool, **nobody)
    empty.wait_for(one="ONLINE", nobody="ERROR", pool="DEGRADED")
    assert bodies(client, empty.vip) == {"one": 10}
    empty.change(api.delete_listener, empty.listener)
    empty.change(api.delete_pool, empty.pool)


def test_members_in_a_subnet_without_router_are_reached(
    balancer: Balancer,
    client: Box,
    tenant: Any,
    clouds: Callable[[str], Any],
    ovsdb: str,
    request: pytest.FixtureRequest,
) -> None:
    """A member's `subnet_id` gives the load balancer an interface there, as tenants expect."""
    network = tenant.network.create_network(name=f"{NAME}-far")
    request.addfinalizer(lambda: tenant.network.delete_network(network))
    far = tenant.network.create_subnet(network_id=network.id, ip_version=4, cidr="10.98.0.0/24")
    farm = Farm(tenant, clouds("admin"), far, ovsdb)
    request.addfinalizer(farm.close)
    box = farm.box("far")
    box.serve()
    wanted = {"address": box.address, "protocol_port": 8080, "name": "far", "subnet_id": far.id}
    member = balancer.change(balancer.api.create_member, balancer.pool, **wanted)
    balancer.wait_for(far="ONLINE")
    assert "far" in bodies(client, balancer.vip, times=6)
    ports = clouds("admin").network.ports
    assert len(list(ports(network_id=network.id, device_owner="Octavia"))) == 1
    balancer.change(balancer.api.delete_member, member, balancer.pool)
    assert list(ports(network_id=network.id, device_owner="Octavia")) == []


def test_a_flavor_turns_keep_alive_off(
    tenant: Any, clouds: Callable[[str], Any], subnet: Any, servers: list[Box], client: Box
) -> None:
    """The paper's remedy: with `close` each answer ends its connection."""
    admin = clouds("admin").load_balancer
    with pytest.raises(HttpException, match="must be one of"):
        admin.create_flavor_profile(
            name="bad", provider_name="namespace", flavor_data='{"http_connection_mode": "x"}'
        )
    profile = admin.create_flavor_profile(
        name=NAME, provider_name="namespace", flavor_data='{"http_connection_mode": "close"}'
    )
    flavor = admin.create_flavor(name=NAME, flavor_profile_id=profile.id, is_enabled=True)
    balancer = Balancer(tenant, subnet, flavor_id=flavor.id)
    try:
        balancer.serve(servers)
        (answer,) = client.get(balancer.vip)
        assert (answer.status, answer.headers["connection"]) == (200, "close")
    finally:
        balancer.delete()
        admin.delete_flavor(flavor)
        admin.delete_flavor_profile(profile)
