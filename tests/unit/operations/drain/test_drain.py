# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Connections on the old side: counted until nobody is left, cut when that is wished."""

from __future__ import annotations

from dataclasses import replace

from support.drains import BLUE, MINUTE, after_move, changes, leave_one_after_another, run_while
from support.fake_cloud import FakeProject
from support.faults import silence
from support.worlds import context_in, live, shop

from bluegreen.cloud.calls import BRIEFLY
from bluegreen.cloud.errors import AnswerLost
from bluegreen.model.address import Role
from bluegreen.model.balancer import CutMethod, Drained, DrainOutcome
from bluegreen.model.tags import Colour
from bluegreen.operations.drain.plan import plan_cut, plan_drain
from bluegreen.operations.executor import execute
from bluegreen.operations.switch.plan import plan_rollback


def test_a_drain_tells_the_falling_count_and_ends_when_nobody_is_left(project: FakeProject) -> None:
    """The count is the balancer's own; each that is printed is lower than the one before."""
    run, said = run_while(project, leave_one_after_another(project))
    drained = after_move(project, run)
    told = [int(line.split()[2]) for line in said if line.endswith("open connections.")]

    assert drained == Drained(Colour.BLUE, DrainOutcome.EMPTY, most=8, remaining=0)
    assert told == sorted(set(told), reverse=True)
    assert told[0] == 8
    assert said[-1] == "No connections remain on blue."
    assert changes(project) == []


def test_a_count_of_zero_is_believed_once_it_has_outlasted_the_balancers_reports(
    project: FakeProject,
) -> None:
    """Read right after the move it may be older than the move: here clients show up late."""
    project.connected[BLUE] = 0

    def late(now: float) -> None:
        project.connected[BLUE] = 3 if 8 <= now < 20 else 0

    run, _ = run_while(project, late)
    drained = after_move(project, run)

    assert drained == Drained(Colour.BLUE, DrainOutcome.EMPTY, most=3, remaining=0)
    assert run.clock.now() > 20 + 10


def test_at_the_deadline_connections_are_left_and_their_number_is_reported(
    project: FakeProject,
) -> None:
    """`after_deadline: leave` is the default: the old version serves them on."""
    run, said = run_while(project, lambda now: None)
    drained = after_move(project, run, deadline=MINUTE)

    assert drained == Drained(Colour.BLUE, DrainOutcome.DEADLINE, most=8, remaining=8)
    assert run.clock.now() == 60
    assert said[-1].startswith(
        "Blue has 8 open connections. They stay open. Later: bluegreen drain"
    )
    assert changes(project) == []


def test_ctrl_c_in_a_drain_leaves_production_where_it_is(project: FakeProject) -> None:
    """The switch is done; only the waiting ends."""

    def interrupted(now: float) -> None:
        raise KeyboardInterrupt

    run, said = run_while(project, interrupted)
    drained = after_move(project, run)

    assert drained == Drained(Colour.BLUE, DrainOutcome.INTERRUPTED, most=8, remaining=8)
    assert live(project) is Colour.GREEN
    assert changes(project) == []
    assert "Blue has 8 open connections" in said[-1]


def test_a_rollback_ends_the_drain_that_another_operator_watches(project: FakeProject) -> None:
    """There is nothing to wait for on a side that is live; and the rollback waits for no drain."""

    def somebody_rolls_back(now: float) -> None:
        if now == 4:
            execute(plan_rollback(shop(project), proof=None), context_in(project))

    run, said = run_while(project, somebody_rolls_back)
    drained = after_move(project, run, after_deadline="cut")

    assert drained is not None
    assert drained.ending is DrainOutcome.LIVE_AGAIN
    assert live(project) is Colour.BLUE
    assert not [c for c in changes(project) if c.startswith("balancers")]
    assert "blue is live again" in said[-1].lower()


def test_a_cloud_that_does_not_answer_makes_no_switch_fail(project: FakeProject) -> None:
    """Whatever a drain meets is reported, and production stays."""

    def silent(moment: str, call: str) -> None:
        raise AnswerLost("no answer")

    project.fault = silent
    run, said = run_while(project, lambda now: None)

    assert after_move(project, run) is None
    assert "green stays live" in said[-1]


def test_a_count_that_cannot_be_had_is_asked_for_again(project: FakeProject) -> None:
    """An unknown count is neither zero nor a reason to stop."""
    run, said = run_while(project, leave_one_after_another(project))
    silence(project, "balancers.connections blue", run.clock, BRIEFLY.total_seconds())
    drained = after_move(project, run)

    assert drained is not None
    assert drained.is_empty
    assert "Could not count the connections: no answer; trying again." in said


def test_the_journal_keeps_how_many_there_were_and_how_they_ended(project: FakeProject) -> None:
    """Start and end, the highest count, what is left, how many were cut and how."""
    run, _ = run_while(project, lambda now: None)
    after_move(project, run, deadline=MINUTE, after_deadline="cut")
    entries = project.cloud().journal.entries("shop", limit=10)
    told = [(e.event, str(e.phase)) for e in reversed(entries) if e.step is None]
    last = entries[0].details

    assert told[-6:] == [
        *(("drain", "intended"), ("drain", "succeeded")),
        *(("cut", "intended"), ("cut", "succeeded")),
        *(("drain", "intended"), ("drain", "succeeded")),
    ]
    assert (last["connections"], last["connections_left"]) == (8, 0)
    assert (last["connections_cut"], last["technique"]) == (8, "reload")


def test_a_drain_never_moves_an_address(project: FakeProject) -> None:
    """Nor does a cut: the addresses are those of before, to the revision."""
    before = dict(project.addresses)
    run, _ = run_while(project, lambda now: None)
    after_move(project, run, deadline=MINUTE, after_deadline="cut")

    assert project.addresses == before
    assert [a.role for a in project.addresses.values() if a.port_id] == list(Role)


def test_a_plan_for_a_side_without_a_load_balancer_has_nothing_to_count(
    project: FakeProject,
) -> None:
    """A side that was never built has no clients."""
    application = shop(project)
    bare = replace(application, blue=replace(application.blue, balancer=None))

    assert plan_drain(bare, Colour.BLUE, MINUTE).steps == ()
    assert plan_cut(bare, Colour.BLUE, CutMethod.RELOAD).steps == ()
