# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""How many requests a look at the project takes: as many for fifty applications as for one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest
from support.answers import Answer, Json

from bluegreen.cloud import from_connection
from bluegreen.cloud.observe import observe_project
from bluegreen.model.tags import tags_for


@dataclass
class Service:
    """One service of a cloud that holds some applications, each with both sides."""

    held: dict[str, Any]
    requests: list[str]

    def request(self, path: str, method: str, **more: Any) -> Answer:
        """Answer a reading."""
        assert method == "GET"
        self.requests.append(path)
        return Answer({path.rpartition("/")[2]: self.held[path]})


@dataclass
class Connection:
    """A connection as the SDK gives it, to a cloud of prepared answers."""

    applications: int
    requests: list[str] = field(default_factory=list)
    current_project_id: str = "project"

    def __post_init__(self) -> None:
        """Prepare each listing."""
        names = [f"shop{number}" for number in range(self.applications)]
        sides = [(name, side) for name in names for side in ("blue", "green")]
        self.network = self._service(
            {"/floatingips": [_address(n, role) for n in names for role in _ROLES]}
        )
        self.orchestration = self._service({"/stacks": [_stack(n, s) for n, s in sides]})
        self.load_balancer = self._service(
            {
                "/lbaas/loadbalancers": [_balancer(n, s) for n, s in sides],
                "/lbaas/listeners": [_child(n, s) | _LISTENER for n, s in sides],
                "/lbaas/pools": [_child(n, s) | _POOL for n, s in sides],
            }
        )

    def _service(self, held: dict[str, Any]) -> Service:
        return Service(held, self.requests)


_ROLES = ("production", "preview")
_LISTENER = {"protocol": "HTTP", "protocol_port": 80}
_POOL = {
    "members": [{"id": "one"}, {"id": "two"}],
    "operating_status": "ONLINE",
    "healthmonitor_id": "one",
}


def _address(name: str, role: str) -> Json:
    return {
        "id": f"{name}-{role}",
        "tags": tags_for(name, role=role),
        "floating_ip_address": "203.0.113.1",
        "fixed_ip_address": "10.0.0.1",
        "port_id": f"{name}-blue" if role == "production" else f"{name}-green",
        "router_id": name,
        "revision_number": 1,
    }


def _stack(name: str, side: str) -> Json:
    return {
        "stack_name": f"{name}-{side}",
        "id": f"{name}-{side}",
        "stack_status": "CREATE_COMPLETE",
        "tags": tags_for(name, side=side),
    }


def _balancer(name: str, side: str) -> Json:
    return {
        "id": f"{name}-{side}",
        "tags": tags_for(name, side=side),
        "vip_address": "10.0.0.1",
        "vip_network_id": f"network-{name}-{side}",
        "vip_subnet_id": f"subnet-{name}-{side}",
        "vip_port_id": f"{name}-{side}",
        "provider": "amphora",
        "provisioning_status": "ACTIVE",
        "operating_status": "ONLINE",
    }


def _child(name: str, side: str) -> Json:
    return {
        "id": f"{name}-{side}",
        "created_at": "2026-01-01T00:00:00",
        "loadbalancers": [{"id": f"{name}-{side}"}],
        "admin_state_up": True,
    }


@pytest.mark.parametrize("applications", [1, 50])
def test_the_whole_project_takes_five_requests(applications: int) -> None:
    """One listing each of addresses, stacks, balancers, listeners and pools."""
    connection = Connection(applications)
    seen = observe_project(from_connection(connection))

    assert len(seen) == applications
    assert all(a.live is a.blue and a.blue.members.healthy == 2 for a in seen)
    assert sorted(connection.requests) == [
        "/floatingips",
        "/lbaas/listeners",
        "/lbaas/loadbalancers",
        "/lbaas/pools",
        "/stacks",
    ]
