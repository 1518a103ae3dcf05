# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""An administrator, who is shown every project's things, works on those of one project."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest
from support.answers import Answer, Json
from support.permits import ALONE

from bluegreen.clock import SteadyClock
from bluegreen.cloud import from_connection
from bluegreen.cloud.errors import NotFound
from bluegreen.model.address import Role

OTHERS = "another project"


@dataclass
class Service:
    """One service, which lists what fits the query, of any owner."""

    held: dict[str, list[Json]]

    def request(self, path: str, method: str, **more: Any) -> Answer:
        """List, show, make, or tag."""
        kind = path.rpartition("/")[2]
        if method == "GET" and path in self.held:
            return Answer({kind: [one for one in self.held[path] if _fits(one, more["params"])]})
        if method == "POST":
            made = _address("made", "project", **more["json"]["floatingip"])
            self.held[path].append(made)
            return Answer({"floatingip": made})
        one = next(one for one in self.held["/floatingips"] if f"/{one['id']}" in path)
        if method == "PUT":
            one["tags"] = more["json"]["tags"]
        return Answer({"floatingip": one})


@dataclass
class Connection:
    """A connection as the SDK gives it, to a cloud of two projects."""

    network: Service
    load_balancer: Service = field(default_factory=lambda: Service({}))
    current_project_id: str = "project"


def _fits(one: Json, query: Json) -> bool:
    wanted = {key: value if isinstance(value, tuple) else (value,) for key, value in query.items()}
    return all(one.get(key) in values for key, values in wanted.items() if key in one)


def _address(name: str, project: str, **more: Any) -> Json:
    return {
        "id": name,
        "project_id": project,
        "tags": [],
        "floating_ip_address": "203.0.113.1",
        "fixed_ip_address": None,
        "port_id": None,
        "router_id": None,
        "revision_number": 1,
        "description": "preview address of shop (bluegreen)",
        "floating_network_id": "public",
        **more,
    }


def _balancer(name: str, project: str) -> Json:
    return {
        "id": name,
        "project_id": project,
        "name": name,
        "tags": [],
        "vip_port_id": f"vip-{name}",
        "vip_network_id": "net",
        "vip_subnet_id": "subnet",
        "provisioning_status": "ACTIVE",
    }


def _port(owner: str, router: str) -> Json:
    fixed = [{"subnet_id": "subnet"}]
    return {"project_id": OTHERS, "device_owner": owner, "device_id": router, "fixed_ips": fixed}


def test_a_left_over_address_of_another_project_is_not_taken() -> None:
    """A crash there has left an address without tags, with the description that is looked for."""
    public = {"id": "public", "name": "public", "router:external": True}
    network = Service({"/floatingips": [_address("theirs", OTHERS)], "/networks": [public]})

    cloud = from_connection(Connection(network)).under(ALONE, SteadyClock())
    taken = cloud.addresses.allocate("shop", Role.PREVIEW, "public")

    assert taken.id == "made"
    assert network.held["/floatingips"][0]["tags"] == []


def test_an_address_of_another_project_is_not_adopted() -> None:
    """The project holds none of that number."""
    network = Service({"/floatingips": [_address("theirs", OTHERS)]})

    with pytest.raises(NotFound, match=r"holds no floating IP 203\.0\.113\.1"):
        from_connection(Connection(network)).addresses.adopt("shop", Role.PRODUCTION, "203.0.113.1")


def test_what_could_be_adopted_is_the_projects_own() -> None:
    """Load balancers and addresses; the router that they are behind may be another project's."""
    ports = [_port("compute:nova", "server"), _port("network:router_interface", "router")]
    addresses = [_address("theirs", OTHERS), _address("ours", "project")]
    network = Service({"/floatingips": addresses, "/ports": ports})
    balancing = Service(
        {
            "/lbaas/loadbalancers": [_balancer("theirs", OTHERS), _balancer("ours", "project")],
            "/lbaas/listeners": [],
            "/lbaas/pools": [],
        }
    )
    adoption = from_connection(Connection(network, balancing)).adoption

    assert [one.id for one in adoption.addresses()] == ["ours"]
    assert [(one.id, one.router_id) for one in adoption.balancers()] == [("ours", "router")]
