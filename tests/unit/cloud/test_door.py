# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The door in front of the adapters: what is repeated, and that no change goes unasked."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import pytest
from support.answers import Answer
from support.fake_clock import FakeClock
from support.fake_cloud import FakeProject
from support.faults import strike
from support.permits import Counting
from support.worlds import context_in, shop, shop_that_is_up

from bluegreen.cloud.api import Api
from bluegreen.cloud.errors import AnswerLost, Busy
from bluegreen.cloud.permit import ChangeWithoutPermit, Effect, effect_of
from bluegreen.cloud.protocols import (
    Addresses,
    Adoption,
    Alarms,
    Balancers,
    Inventory,
    Servers,
    Stacks,
    Tenancy,
)
from bluegreen.errors import CloudError

BEHIND_THE_DOOR = (Addresses, Adoption, Alarms, Balancers, Inventory, Servers, Stacks, Tenancy)


@pytest.mark.parametrize("interface", BEHIND_THE_DOOR, ids=lambda one: one.__name__)
def test_every_call_says_what_it_does_to_the_cloud(interface: type) -> None:
    """One that says nothing would not pass, and would be missed only when it is needed."""
    calls = [
        name for name, _ in inspect.getmembers(interface, inspect.isfunction) if name[0] != "_"
    ]

    assert calls
    assert all(isinstance(effect_of(interface, name), Effect) for name in calls)


def test_a_call_that_is_not_declared_does_not_pass(project: FakeProject) -> None:
    """The door knows the interface, and not what else an adapter can do."""
    with pytest.raises(AttributeError):
        project.cloud().addresses.changes("everything")  # type: ignore[attr-defined]


@pytest.fixture
def project(tmp_path: Any) -> FakeProject:
    """A project in which the shop is up."""
    return shop_that_is_up(tmp_path)


@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize("trouble", [AnswerLost, Busy])
def test_each_repetition_of_a_change_asks_the_permit(
    project: FakeProject, moment: str, trouble: type[CloudError]
) -> None:
    """The lease may be lost in the pause between two of them."""
    permit = Counting()
    cloud = project.cloud().under(permit, FakeClock())
    production = shop(project).production
    assert production is not None
    strike(project, moment, "addresses.set_paused True", lambda: trouble("no answer"))

    cloud.addresses.set_paused(production, paused=True)

    assert permit.asked == 2
    assert project.addresses[production.id].paused


def test_a_move_whose_answer_was_lost_is_not_repeated_but_told(project: FakeProject) -> None:
    """Its caller reads back where the address points before anything else."""
    permit = Counting()
    cloud = project.cloud().under(permit, FakeClock())
    production = shop(project).production
    assert production is not None
    call = f"addresses.point production {production.port_id}"
    strike(project, "before", call, lambda: AnswerLost("no answer"))

    with pytest.raises(AnswerLost):
        cloud.addresses.point(production, production.port_id)

    assert permit.asked == 1


def test_a_cloud_as_it_is_connected_only_reads(project: FakeProject) -> None:
    """Whatever forgets to ask for a lease meets this, and not somebody else's work."""
    production = shop(project).production
    assert production is not None
    before = context_in(project).cloud.addresses.get(production.id)

    with pytest.raises(ChangeWithoutPermit):
        project.cloud().addresses.point(production, None)

    assert project.cloud().addresses.get(production.id) == before


class Connection:
    """A connection that keeps what is sent over it; everything belongs to the project."""

    current_project_id = "project"

    def __init__(self) -> None:
        self.sent: list[str] = []

    def __getattr__(self, service: str) -> Any:
        """Return a service that answers everything well."""
        return self

    def request(self, path: str, method: str, **more: Any) -> Answer:
        """Note the request."""
        self.sent.append(f"{method} {path}")
        return Answer({"port": {"id": "1", "project_id": "project"}})


CHANGES: dict[str, Callable[[Api], object]] = {
    "POST": lambda api: api.post("network", "/ports", {}),
    "PUT": lambda api: api.put("network", "/ports/1", {}),
    "PATCH": lambda api: api.patch("orchestration", "/stacks/shop/1", {}),
    "DELETE": lambda api: api.delete("network", "/ports/1"),
}


@pytest.mark.parametrize("method", CHANGES)
def test_each_request_that_changes_something_asks_once_right_before_it(method: str) -> None:
    """An adapter may send several for one call; every one of them is a change."""
    connection, permit = Connection(), Counting()
    api = Api(connection, permit)  # type: ignore[arg-type]

    CHANGES[method](api)
    CHANGES[method](api)

    assert permit.asked == 2
    assert [sent.split()[0] for sent in connection.sent].count(method) == 2


@pytest.mark.parametrize("method", CHANGES)
def test_without_a_permit_no_request_that_changes_something_is_sent(method: str) -> None:
    """It is a defect of this program, and shown as one."""
    connection = Connection()

    with pytest.raises(ChangeWithoutPermit):
        CHANGES[method](Api(connection))  # type: ignore[arg-type]

    assert [sent for sent in connection.sent if not sent.startswith("GET")] == []
