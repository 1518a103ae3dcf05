# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""How the single resources are read: in few requests, and nothing of others is taken for a part."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from support.answers import Answer, Json
from support.permits import ALONE

from bluegreen.cloud.api import Api
from bluegreen.cloud.resources import ProjectResources
from bluegreen.model.resource import Resource, ResourceKind

OWN = {"project_id": "project", "created_at": "2026-01-01T00:00:00"}


@dataclass
class Service:
    """One service that answers readings from what it holds, and notes every request."""

    held: dict[str, list[Json]]
    requests: list[tuple[str, str, Any]]

    def request(self, path: str, method: str, **more: Any) -> Answer:
        """Answer a listing, by ids or owners where they are asked for."""
        self.requests.append((method, path, more.get("json") or more.get("params")))
        key = path.rpartition("/")[2].replace("-", "_")
        asked = more.get("params") or {}
        found = [
            one
            for one in self.held.get(path, [])
            if all(one.get(k) in v for k, v in asked.items() if isinstance(v, list))
        ]
        return Answer({key: found})


@dataclass
class Connection:
    """A connection as the SDK gives it, to a cloud of prepared answers."""

    network_held: dict[str, list[Json]] = field(default_factory=dict)
    balancing_held: dict[str, list[Json]] = field(default_factory=dict)
    requests: list[tuple[str, str, Any]] = field(default_factory=list)
    current_project_id: str = "project"

    def __post_init__(self) -> None:
        """Have both services note in one list."""
        self.network = Service(self.network_held, self.requests)
        self.load_balancer = Service(self.balancing_held, self.requests)


def resources(connection: Connection) -> ProjectResources:
    """Return the adapter."""
    return ProjectResources(Api(connection))  # type: ignore[arg-type]


def port(number: str, owner: str, device: str = "", name: str = "") -> Json:
    """Return a port on the side's network."""
    return {
        **OWN,
        "id": number,
        "name": name,
        "network_id": "net",
        "device_owner": owner,
        "device_id": device,
        "fixed_ips": [{"subnet_id": "sub", "ip_address": "10.20.1.7"}],
        "tags": [],
    }


def test_the_network_is_read_in_six_requests_by_the_ids_that_heat_has() -> None:
    """And what DHCP, the router and Octavia have made on it is nobody's else."""
    connection = Connection(
        {
            "/routers": [{**OWN, "id": "rt", "name": "shop", "admin_state_up": True}],
            "/networks": [{**OWN, "id": "net", "name": "shop-blue", "admin_state_up": True}],
            "/ports": [
                port("dhcp", "network:dhcp"),
                port("vip", "Octavia", "lb-1", "octavia-lb-1"),
                port("gateway", "network:router_interface", "rt"),
                port("server", "compute:nova"),
            ],
        }
    )
    found = resources(connection).of_network(frozenset({"rt", "net"}))
    kinds = {one.id: one.kind for one in found}

    assert kinds == {
        "rt": ResourceKind.ROUTER,
        "net": ResourceKind.NETWORK,
        "rt:subnet_id=sub": ResourceKind.INTERFACE,
        "server": ResourceKind.PORT,
    }
    assert len(connection.requests) == 6


def test_a_balancer_is_read_with_its_parts_and_no_other_one() -> None:
    """Five listings of the project, then members and rules of its own pool and policy."""
    of = {"loadbalancers": [{"id": "lb"}]}
    others = {"loadbalancers": [{"id": "other"}]}
    connection = Connection(
        balancing_held={
            "/lbaas/loadbalancers": [{**OWN, "id": "lb"}, {**OWN, "id": "other"}],
            "/lbaas/listeners": [{**OWN, **of, "id": "li"}, {**OWN, **others, "id": "li-2"}],
            "/lbaas/pools": [{**OWN, **of, "id": "po"}, {**OWN, **others, "id": "po-2"}],
            "/lbaas/healthmonitors": [
                {**OWN, "id": "hm", "pools": [{"id": "po"}], "url_path": "/x", "delay": 5},
                {**OWN, "id": "hm-2", "pools": [{"id": "po-2"}]},
            ],
            "/lbaas/l7policies": [{**OWN, "id": "l7", "listener_id": "li"}],
            "/lbaas/pools/po/members": [{**OWN, "id": "me", "weight": 1}],
            "/lbaas/l7policies/l7/rules": [{**OWN, "id": "ru", "value": "/"}],
        }
    )
    found = resources(connection).of_balancers(frozenset({"lb"}))
    by_id = {one.id: one for one in found}

    assert set(by_id) == {"lb", "li", "po", "hm", "l7", "me", "ru"}
    assert by_id["hm"].properties["path"] == "/x"
    assert by_id["hm"].properties["interval"] == 5
    assert (by_id["me"].parent, by_id["ru"].parent) == ("po", "l7")
    assert len(connection.requests) == 7


def test_an_interface_that_is_removed_is_taken_off_its_router() -> None:
    """Neutron deletes no port of a router."""
    connection = Connection()
    interface = Resource(
        ResourceKind.INTERFACE, "rt:subnet_id=sub", "rt", properties={"subnet": "sub"}
    )
    api = Api(connection, ALONE)  # type: ignore[arg-type]
    api.get = lambda *words, **more: {}  # type: ignore[method-assign]
    ProjectResources(api).remove(interface)

    assert connection.requests[-1][:2] == ("PUT", "/routers/rt/remove_router_interface")
    assert connection.requests[-1][2] == {"subnet_id": "sub"}
