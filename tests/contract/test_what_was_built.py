# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What every cloud promises of the single resources that a side's stack has made.

The tests of this file are one story and run in the order in which they stand.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from contract.ground import Ground

from bluegreen.clock import wait_for
from bluegreen.cloud.built import OF_NETWORK
from bluegreen.cloud.errors import TRANSIENT
from bluegreen.model.resource import Resource, ResourceKind, StackRecord
from bluegreen.model.stack import StackState
from bluegreen.operations.drift import wanted

MADE_BY_THE_SUITE = {"contract", "farm-server"}
"""The names of the ports that `Ground` makes by hand."""


@pytest.fixture
def record(ground: Ground) -> StackRecord:
    """What Heat has kept of the side."""
    ground.finish()
    ground.wait_until(lambda: ground.balancer().provisioning == "ACTIVE")
    stack = ground.cloud.stacks.get(f"{ground.application}-blue")
    assert stack is not None
    return ground.cloud.stacks.record(stack)


def balancing(ground: Ground, record: StackRecord) -> dict[str, Resource]:
    """Return the load balancer and its parts, by id."""
    found = ground.cloud.resources.of_balancers(frozenset({record.id_of("load_balancer")}))
    return {one.id: one for one in found}


def networking(ground: Ground, record: StackRecord) -> dict[str, Resource]:
    """Return the network and its parts, by id."""
    ids = frozenset(record.id_of(part) for part in OF_NETWORK) - {""}
    router = ground.cloud.stacks.outputs(ground.application)["router_id"]
    return {one.id: one for one in ground.cloud.resources.of_network(ids | {router})}


def test_what_heat_has_kept_asks_for_what_is_there(ground: Ground, record: StackRecord) -> None:
    """Each part is found by the id that Heat has, with the values that its parameters ask for."""
    there = balancing(ground, record) | networking(ground, record)
    parts = list(wanted.of_side(record.parameters, pool=record.id_of("pool")))

    assert len(parts) == 9
    for one in parts:
        found = there[record.id_of(one.part)]
        assert found.kind is one.kind
        have = {key: wanted.text(found.properties[key]) for key in one.properties}
        assert have == {key: wanted.text(value) for key, value in one.properties.items()}
    balancer = there[record.id_of("load_balancer")]
    assert balancer.facts == {"application": ground.application, "side": "blue"}


def test_nothing_of_a_service_is_taken_for_a_stranger(ground: Ground, record: StackRecord) -> None:
    """The ports of the load balancer, of DHCP and of the router are nobody's else; those of the
    suite's own servers, which other tests may have made on the network before, are.
    """
    found = networking(ground, record).values()
    ports = [one for one in found if one.kind is ResourceKind.PORT]

    assert {one.name for one in ports} <= MADE_BY_THE_SUITE
    assert [one.kind for one in found].count(ResourceKind.INTERFACE) == 1


def test_a_property_is_set_back_in_place(ground: Ground, record: StackRecord) -> None:
    """The resource keeps its id."""
    monitor = balancing(ground, record)[record.id_of("health_monitor")]
    change(ground, lambda: ground.cloud.resources.set(monitor, {"interval": 9}))

    def interval() -> object:
        return balancing(ground, record)[monitor.id].properties["interval"]

    ground.wait_until(lambda: interval() == 9)
    change(ground, lambda: ground.cloud.resources.set(monitor, {"interval": 5}))
    ground.wait_until(lambda: interval() == 5)


def test_what_is_removed_is_made_again_by_an_update_and_all_else_keeps_its_id(
    ground: Ground, record: StackRecord
) -> None:
    """Heat learns that it is gone; tags and parameters of the stack stay."""
    stacks, name = ground.cloud.stacks, f"{ground.application}-blue"
    monitor = balancing(ground, record)[record.id_of("health_monitor")]
    change(ground, lambda: ground.cloud.resources.remove(monitor))
    ground.wait_until(lambda: monitor.id not in balancing(ground, record))
    before = stacks.get(name)
    assert before is not None
    gone = [one for one in record.resources if one.name == "health_monitor"]

    stacks.update(before, {"healthy_after": 3}, gone)
    ground.wait_until(lambda: state(ground, name) is StackState.COMPLETE)

    now = stacks.get(name)
    assert now is not None
    after = stacks.record(now)
    made = balancing(ground, after)[after.id_of("health_monitor")]
    assert (now.id, now.facts) == (before.id, before.facts)
    assert made.id != monitor.id
    assert made.properties["healthy_after"] == 3
    for part in ("network", "subnet", "load_balancer", "pool", "listener"):
        assert after.id_of(part) == record.id_of(part)
    assert after.parameters["cidr"] == record.parameters["cidr"]


def state(ground: Ground, name: str) -> StackState | None:
    """Return the state of a stack."""
    stack = ground.cloud.stacks.get(name)
    return stack.state if stack else None


def change(ground: Ground, ask: object) -> None:
    """Ask until Octavia has accepted."""
    wait_for(
        ask,  # type: ignore[arg-type]
        limit=timedelta(minutes=2),
        every=timedelta(seconds=1),
        clock=ground.clock,
        despite=TRANSIENT,
    )
