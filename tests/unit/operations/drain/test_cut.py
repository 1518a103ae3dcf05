# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Connections that are cut: on request, on the idle side only, and once it can be reloaded."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from support.drains import (
    BLUE,
    MINUTE,
    after_move,
    changes,
    leave_one_after_another,
    run_while,
    wish,
)
from support.fake_cloud import FakeProject
from support.faults import strike
from support.worlds import context_in, live, shop

from bluegreen.cloud.errors import AnswerLost, Busy, Conflict
from bluegreen.errors import BlueGreenError, Refused
from bluegreen.model.balancer import CutMethod, Drained, DrainOutcome
from bluegreen.model.lease import LeaseLost
from bluegreen.model.tags import Colour
from bluegreen.operations.context import ExecutionContext
from bluegreen.operations.drain.plan import plan_cut
from bluegreen.operations.drain.run import end_connections
from bluegreen.operations.executor import execute
from bluegreen.operations.lease_acquisition import take_within
from bluegreen.operations.resume.plan import plan_resume
from bluegreen.operations.switch.plan import plan_rollback, plan_switch


def test_connections_that_are_left_at_the_deadline_are_cut_if_wished(project: FakeProject) -> None:
    """`after_deadline: cut`: one change of the old side's listener; production is not touched."""
    run, _ = run_while(project, lambda now: None)
    drained = after_move(project, run, deadline=MINUTE, after_deadline="cut")

    assert drained == Drained(Colour.BLUE, DrainOutcome.EMPTY, 8, 0, CutMethod.RELOAD)
    assert drained.cut == 8
    assert changes(project) == ["balancers.reload blue"]


def test_nothing_is_cut_when_nobody_is_left_before_the_deadline(project: FakeProject) -> None:
    """A reload for nobody would be one for nothing."""
    run, _ = run_while(project, leave_one_after_another(project))
    after_move(project, run, after_deadline="cut")

    assert changes(project) == []


def test_a_cut_does_not_wait_and_tells_what_it_could_not_end(project: FakeProject) -> None:
    """A download or a WebSocket outlives a reload: told with the command that ends it."""
    project.busy[BLUE] = 2
    run, said = run_while(project, lambda now: None)
    drained = after_move(project, run, policy="cut")

    assert drained == Drained(Colour.BLUE, DrainOutcome.DEADLINE, 8, 2, CutMethod.RELOAD)
    assert drained.cut == 6
    assert "retire shop --ignore-connections" in said[-1]


def test_a_balancer_that_no_change_reloads_has_its_listener_closed_and_opened(
    project: FakeProject,
) -> None:
    """The last resort, told before it is done; afterwards the side serves as before."""
    project.technique = CutMethod.LISTENER_DOWN
    run, said = run_while(project, lambda now: None)
    after_move(project, run, policy="cut")

    assert changes(project) == [
        "balancers.set_admin_state blue False",
        "balancers.set_admin_state blue True",
    ]
    assert any("preview address answers nobody" in line for line in said)
    assert shop(project).blue.balancer.listens  # type: ignore[union-attr]


@pytest.mark.parametrize("trouble", [Conflict("immutable"), Busy("not now"), AnswerLost("late")])
def test_a_balancer_that_is_being_changed_is_asked_again(
    project: FakeProject, trouble: BlueGreenError
) -> None:
    """Octavia answers 409 while it works on it; an answer that was lost is asked for again."""
    run, _ = run_while(project, lambda now: None)
    strike(project, "before", "balancers.reload blue", lambda: trouble)
    after_move(project, run, policy="cut")

    assert changes(project) == ["balancers.reload blue"] * 2


def test_a_side_that_is_live_is_never_cut(project: FakeProject) -> None:
    """Production is read once more right before the cut."""
    plan = plan_cut(shop(project), Colour.BLUE, CutMethod.RELOAD)
    execute(plan_rollback(shop(project), proof=None), context_in(project))
    project.calls.clear()
    with pytest.raises(Refused, match="production is no longer on green"):
        execute(plan, context_in(project))

    assert changes(project) == []


def test_clients_are_not_sent_to_a_side_that_cannot_serve_them(project: FakeProject) -> None:
    """With no healthy server on the live side the old one is all that they have."""
    project.unhealthy.update(["shop-green-r2/0", "shop-green-r2/1"])
    run, said = run_while(project, lambda now: None)

    assert after_move(project, run, policy="cut") is None
    assert "has 0 healthy servers" in said[-1]
    assert changes(project) == []


def test_a_cut_needs_the_lease(project: FakeProject) -> None:
    """Another operator may be rolling back at this moment."""
    run, _ = run_while(project, lambda now: None)
    cloud, clock = run.cloud, run.clock

    @contextmanager
    def lost_lease() -> Iterator[ExecutionContext]:
        lease = take_within(
            timedelta(0), cloud.leases, "shop", owner="me", message="", clock=clock, say=str
        )
        cloud.leases.break_lease("shop")
        yield run.under(lease)

    with pytest.raises(LeaseLost):
        end_connections("shop", Colour.BLUE, wish(policy="cut"), run, lost_lease)

    assert changes(project) == []


def test_a_listener_that_a_killed_cut_left_closed_is_opened_by_the_next_command(
    project: FakeProject,
) -> None:
    """A rollback opens it before production moves, and so does a resume."""
    project.closed_listeners.add(BLUE)
    opened = [
        next(iter(plan.steps)).name
        for plan in (plan_rollback(shop(project), proof=None), plan_resume(shop(project)))
    ]

    assert opened == ["open-blue-listener", "open-blue-listener"]
    execute(plan_rollback(shop(project), proof=None), context_in(project))
    assert changes(project)[0] == "balancers.set_admin_state blue True"
    assert live(project) is Colour.BLUE


def test_a_rollback_in_the_middle_of_a_cut_is_not_refused(project: FakeProject) -> None:
    """While Octavia works on a load balancer it goes on serving; a switch has the time to wait."""
    application = shop(project)
    changing = replace(
        application,
        blue=replace(
            application.blue,
            balancer=replace(application.blue.balancer, provisioning="PENDING_UPDATE"),  # type: ignore[type-var]
        ),
    )

    assert plan_rollback(changing, proof=None).refusals == ()
    switch = plan_switch(changing, Colour.BLUE, proof=None)
    assert (switch.refusals, switch.step_names[0]) == ((), "wait-for-balancer-blue")
