# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""An administrator changes nothing of another project, whichever service holds it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from support.answers import Answer, Json
from support.permits import ALONE

from bluegreen.clock import SteadyClock
from bluegreen.cloud import from_connection
from bluegreen.cloud.errors import Foreign
from bluegreen.cloud.observe import observe_project
from bluegreen.cloud.protocols import Cloud
from bluegreen.errors import CloudError
from bluegreen.model.address import Address, Role
from bluegreen.model.balancer import Balancer, BalancerSettings, Members
from bluegreen.model.lease import Lease
from bluegreen.model.scaling import Alarm, Direction
from bluegreen.model.stack import GroupMember, Size, Stack, StackState
from bluegreen.model.tags import Colour, tags_for

OTHERS, OURS = "another project", "project"


@dataclass
class Service:
    """One service as an administrator meets it: everything of every project, by its id as well."""

    held: dict[str, Json]
    changes: list[str] = field(default_factory=list)

    def request(self, path: str, method: str, **more: Any) -> Answer:
        """List, show, or take note of a change."""
        if method != "GET":
            self.changes.append(f"{method} {path}")
            return Answer({})
        if path in self.held:
            return Answer(self.held[path])
        return Answer({path.strip("/").partition("/")[2] or path.strip("/"): []})


@dataclass
class Connection:
    """A connection as the SDK gives it to an administrator."""

    network: Service = field(default_factory=lambda: Service(NETWORK))
    load_balancer: Service = field(default_factory=lambda: Service(BALANCING))
    orchestration: Service = field(default_factory=lambda: Service(HEAT))
    compute: Service = field(default_factory=lambda: Service(NOVA))
    alarm: Service = field(default_factory=lambda: Service(AODH))
    current_project_id: str | None = OURS

    @property
    def changes(self) -> list[str]:
        """What was changed, in any service."""
        services = (self.network, self.load_balancer, self.orchestration, self.alarm)
        return [change for service in services for change in service.changes]


def _marked(thing_id: str, **more: Any) -> Json:
    return {"id": thing_id, "project_id": OTHERS, "tags": tags_for("shop", side="blue"), **more}


_ADDRESS = _marked("fip") | {"tags": tags_for("shop", role="production")}
_STACK = {
    "stack_name": "shop-blue",
    "id": "stack",
    "stack_status": "CREATE_COMPLETE",
    "tags": tags_for("shop", side="blue"),
}
_SHOWN = {"stack": {**_STACK, "parameters": {"OS::project_id": OTHERS}}}
_RECORD = {"id": "record", "name": "bluegreen/shop/x", "creation_time": "2026-01-01T00:00:00Z"}
_ACTION = "http://heat/v1/p/stacks/shop-blue-r1/stack/resources/scale_out/signal"
_ALARM = {"alarm_id": "alarm", "project_id": OTHERS, "alarm_actions": [_ACTION], "enabled": True}
_SERVER = {"id": "server", "tenant_id": OTHERS, "metadata": {"bluegreen.application": "shop"}}

NETWORK: dict[str, Json] = {
    "/floatingips": {"floatingips": [_ADDRESS]},
    "/floatingips/fip": {"floatingip": _ADDRESS},
    "/ports": {"ports": [_marked("port", name="bluegreen-lease-shop", fixed_ips=[])]},
    "/ports/port": {"port": _marked("port")},
    "/networks": {"networks": [_marked("net")]},
    "/networks/net": {"network": _marked("net")},
}
BALANCING: dict[str, Json] = {
    "/lbaas/loadbalancers": {"loadbalancers": [_marked("lb")]},
    "/lbaas/loadbalancers/lb": {"loadbalancer": _marked("lb")},
    "/lbaas/listeners": {"listeners": []},
    "/lbaas/listeners/listener": {"listener": _marked("listener", timeout_member_connect=5000)},
    "/lbaas/pools": {"pools": []},
    "/lbaas/l7policies": {"l7policies": []},
}
HEAT: dict[str, Json] = {
    "/stacks": {"stacks": [{**_STACK, "project": OTHERS}]},
    "/stacks/shop-blue": _SHOWN,
    "/stacks/shop-blue/stack": _SHOWN,
    "/stacks/group/nested": _SHOWN,
    "/software_configs": {"software_configs": [{**_RECORD, "project": OTHERS}]},
}
NOVA: dict[str, Json] = {"/servers/detail": {"servers": [_SERVER]}}
AODH: dict[str, Json] = {"/alarms": {"items": [_ALARM]}, "/alarms/alarm": _ALARM}

ADDRESS = Address("fip", Role.PRODUCTION, "shop", "203.0.113.1", None, None, None, 1)
BALANCER = Balancer(
    id="lb",
    listener_id="listener",
    application="shop",
    colour=Colour.BLUE,
    vip_address="10.0.0.1",
    vip_port_id="vip",
    provisioning="ACTIVE",
    operating="ONLINE",
    protocol="HTTP",
    port=80,
    members=Members(1, 1, 1),
)
STACK = Stack("shop-blue", "stack", StackState.COMPLETE, "CREATE_COMPLETE", "")
LEASE = Lease("port", "shop", "ann", "", timedelta(minutes=2), token="t")
PLACE = GroupMember("place", "group/nested", "server")
FINISH = BalancerSettings(
    balancer_id="lb",
    listener_id="listener",
    monitor_id="monitor",
    application="shop",
    colour=Colour.BLUE,
    idle_timeout=timedelta(seconds=50),
    unhealthy_after=3,
    forwards_client_address=True,
)

WRITES: dict[str, Callable[[Cloud], object]] = {
    "point an address": lambda c: c.addresses.point(ADDRESS, "vip"),
    "pause": lambda c: c.addresses.set_paused(ADDRESS, paused=True),
    "unpause": lambda c: c.addresses.set_paused(ADDRESS, paused=False),
    "give an address up": lambda c: c.addresses.delete_or_unmark(ADDRESS),
    "reload": lambda c: c.balancers.reload(BALANCER),
    "close a listener": lambda c: c.balancers.set_admin_state(BALANCER, up=False),
    "finish a balancer": lambda c: c.balancers.apply_settings(FINISH),
    "delete a stack": lambda c: c.stacks.delete(STACK),
    "resize a stack": lambda c: c.stacks.resize(STACK, Size(1, 1, 1)),
    "mark a server": lambda c: c.stacks.mark(PLACE, unhealthy=True),
    "hold an alarm": lambda c: c.alarms.enable(
        Alarm("alarm", "stack", Direction.OUT, True, "ok"), enabled=False
    ),
    "renew a lease": lambda c: c.leases.renew(LEASE),
    "release a lease": lambda c: c.leases.release(LEASE),
    "mark a network": lambda c: c.adoption.mark_network("net", "shop"),
    "unmark a network": lambda c: c.adoption.unmark_network("net"),
    "mark a balancer": lambda c: c.adoption.mark_balancer("lb", "shop", Colour.BLUE),
    "unmark a balancer": lambda c: c.adoption.unmark_balancer("lb"),
}


@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
def test_a_write_by_the_id_of_another_projects_thing_is_refused(
    write: Callable[[Cloud], object],
) -> None:
    """What is written to was read, and belongs to the project of the credentials; nothing goes out
    otherwise.
    """
    connection = Connection()

    with pytest.raises(Foreign, match="belongs to the project another project"):
        write(from_connection(connection))

    assert connection.changes == []


def test_another_projects_applications_are_not_listed() -> None:
    """Heat, Neutron and Octavia show an administrator all of them."""
    assert observe_project(from_connection(Connection())) == []


def test_the_same_name_in_another_project_is_another_application() -> None:
    """Its journal is not read and not pruned, its lease is not broken, its servers and alarms are
    not seen.
    """
    connection = Connection()
    cloud = from_connection(connection)

    assert cloud.journal.entries("shop", limit=10) == []
    assert cloud.journal.prune("shop", keep=0) == 0
    assert cloud.leases.holder("shop") is None
    assert cloud.leases.holders() == []
    assert cloud.leases.break_lease("shop") is None
    assert cloud.servers.find("shop") == []
    assert cloud.alarms.find() == []
    assert cloud.adoption.balancers() == []
    assert cloud.adoption.addresses() == []
    assert connection.changes == []


def test_a_stack_that_heat_finds_by_an_id_of_another_project_is_not_taken_for_ones_own() -> None:
    """Heat takes an id for a name, and gives an administrator the stack of any project."""
    with pytest.raises(Foreign):
        from_connection(Connection()).stacks.get("shop-blue")


def test_what_was_listed_as_ones_own_is_not_read_again_before_it_is_changed() -> None:
    """The PUT that moves production waits for no other request."""
    own = {**_ADDRESS, "project_id": OURS}
    network = Service({"/floatingips": {"floatingips": [_full(own)]}})
    cloud = from_connection(Connection(network=network))
    (address,) = cloud.addresses.find("shop")

    cloud.under(ALONE, SteadyClock()).addresses.set_paused(address, paused=True)

    assert network.changes == ["PUT /floatingips/fip/tags/bluegreen:paused"]


def test_credentials_of_no_project_are_refused() -> None:
    """A token of the whole system or of a domain would be shown everything."""
    with pytest.raises(CloudError, match="scoped to no project"):
        observe_project(from_connection(Connection(current_project_id=None)))


def _full(address: Json) -> Json:
    said = {"floating_ip_address": "203.0.113.1", "fixed_ip_address": None, "port_id": None}
    return {**address, **said, "router_id": None, "revision_number": 1}
