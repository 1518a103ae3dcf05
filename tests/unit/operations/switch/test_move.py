# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""A switch that meets a failure goes back, goes on or says that a person must look."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from support.fake_clock import FakeClock
from support.fake_cloud import FakeProject
from support.faults import strike
from support.switches import DEMAND, preview, switch
from support.worlds import context_in, live, shop

from bluegreen.cloud.errors import AnswerLost, Busy, Conflict, RevisionChanged
from bluegreen.errors import BlueGreenError, RolledBack, StepFailed, Stuck
from bluegreen.model.address import Role
from bluegreen.model.lease import LeaseLost
from bluegreen.model.tags import Colour
from bluegreen.operations.executor import execute
from bluegreen.operations.lease_acquisition import take_within
from bluegreen.operations.switch.plan import plan_switch


def test_an_unproved_switch_is_taken_back(
    project: FakeProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the new side does not answer on production, the old side is live again: exit 3."""
    strike(project, "before", "data_plane.prove production", lambda: StepFailed("no answer"))

    with pytest.raises(RolledBack, match="no answer"):
        switch(project)

    assert (live(project), preview(project)) == (Colour.BLUE, Colour.GREEN)


@pytest.mark.parametrize("trouble", [AnswerLost, Busy])
@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize(
    "call",
    [
        "addresses.point preview None",
        "addresses.point production vip-shop-green",
        "addresses.point preview vip-shop-blue",
    ],
)
def test_a_lost_answer_is_read_back_and_the_switch_goes_on(
    project: FakeProject, call: str, moment: str, trouble: type[BlueGreenError]
) -> None:
    """A request that got no answer may have acted; the switch looks, and never guesses."""
    strike(project, moment, call, lambda: trouble("no answer"))

    switch(project)

    assert (live(project), preview(project)) == (Colour.GREEN, Colour.BLUE)


def test_a_revision_that_only_grew_does_not_stop_the_switch(project: FakeProject) -> None:
    """Neutron's agents write the status and bump the revision; the port is what counts."""
    call = "addresses.point production vip-shop-green"
    strike(project, "before", call, lambda: RevisionChanged("revision is 9"))

    switch(project)

    assert live(project) is Colour.GREEN


def test_a_production_address_that_somebody_else_moved_is_left_alone(
    project: FakeProject,
) -> None:
    """Between observing and moving, another tool moved production: stop, and touch it no more."""
    production = next(a for a in project.addresses.values() if a.role is Role.PRODUCTION)

    def moved_by_another() -> BlueGreenError:
        now = project.addresses[production.id]
        project.addresses[production.id] = replace(now, port_id="strange", revision=99)
        return RevisionChanged("revision is 99")

    strike(project, "before", "addresses.point production vip-shop-green", moved_by_another)

    with pytest.raises(StepFailed, match="somebody else moved"):
        switch(project)

    assert project.addresses[production.id].port_id == "strange"
    assert preview(project) is Colour.GREEN


def test_a_move_that_the_cloud_refused_is_no_rollback(project: FakeProject) -> None:
    """Production never left the old side, so this is exit code 1: nothing is changed."""
    call = "addresses.point production vip-shop-green"
    strike(project, "before", call, lambda: Conflict("the port is busy"))

    with pytest.raises(StepFailed, match="nothing is changed: the port is busy"):
        switch(project)

    assert (live(project), preview(project)) == (Colour.BLUE, Colour.GREEN)


def test_a_switch_that_cannot_be_undone_is_stuck(project: FakeProject) -> None:
    """Neither done nor undone has its own exit code, and names the next command."""

    def broken_for_ever(moment: str, call: str) -> None:
        if call.startswith("addresses.point preview vip"):
            raise Conflict("port has a floating IP already")

    project.fault = broken_for_ever

    with pytest.raises(Stuck, match="undoing detach-preview") as stuck:
        switch(project)

    assert stuck.value.next_step == "bluegreen resume shop"
    assert live(project) is Colour.BLUE


@pytest.mark.parametrize("taken", range(6))
def test_a_switch_killed_at_any_point_is_finished_by_the_same_command(
    project: FakeProject, taken: int
) -> None:
    """A plan follows from what is observed, so an interrupted prefix needs no memory."""
    plan = plan_switch(shop(project), Colour.GREEN, proof=DEMAND)
    run = context_in(project)
    for step in plan.steps[:taken]:
        step.apply(run)

    assert live(project) is not None
    switch(project, Colour.GREEN)

    assert (live(project), preview(project)) == (Colour.GREEN, Colour.BLUE)


@pytest.mark.parametrize("place", range(7))
def test_ctrl_c_in_any_step_leaves_blue_live_and_preview_on_green(
    project: FakeProject, place: int
) -> None:
    """The operator's interruption takes the switch back."""
    plan = plan_switch(shop(project), proof=DEMAND)
    interrupted = [call_of(step.name) for step in plan.steps]
    if interrupted[place] is None:
        pytest.skip(f"{plan.steps[place].name} makes no call that could be interrupted")
    strike(project, "before", interrupted[place] or "", KeyboardInterrupt)

    with pytest.raises((RolledBack, StepFailed)):
        execute(plan, context_in(project))

    assert (live(project), preview(project)) == (Colour.BLUE, Colour.GREEN)


def call_of(step: str) -> str | None:
    """Return the fake's call that a step makes."""
    return {
        "verify-size": "balancers.inspect",
        "prove-on-preview": "data_plane.prove preview",
        "start-measuring": "data_plane.measure",
        "detach-preview": "addresses.point preview None",
        "move-production": "addresses.point production vip-shop-green",
        "point-preview": "addresses.point preview vip-shop-blue",
        "prove-on-production": "data_plane.prove production",
    }.get(step)


def test_a_lease_that_is_lost_while_going_back_ends_the_going_back(project: FakeProject) -> None:
    """Another operator may be at work: what is not undone yet stays, and exit code 4 says so."""
    clock = FakeClock(project.tick)
    held = take_within(
        timedelta(0),
        project.cloud().leases,
        "shop",
        owner="ann",
        message="",
        clock=clock,
        say=lambda sentence: None,
    )

    def broken_by_another() -> BlueGreenError:
        project.cloud().leases.break_lease("shop")
        return StepFailed("no answer")

    strike(project, "before", "data_plane.prove production", broken_by_another)
    plan = plan_switch(shop(project), proof=DEMAND)

    with held, pytest.raises(LeaseLost, match="another operator may be changing it now"):
        execute(plan, context_in(project, lease=held))

    assert (live(project), preview(project)) == (Colour.GREEN, Colour.BLUE)
