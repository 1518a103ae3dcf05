# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Connections on the old side: counted until nobody is left, cut when that is wished."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from support.fake_clock import FakeClock
from support.fake_cloud import FakeProject
from support.faults import silence, strike
from support.permits import ALONE
from support.worlds import context_in, shop, shop_that_is_up

from bluegreen.cloud.errors import AnswerLost, Busy, Conflict
from bluegreen.cloud.retrying import BRIEFLY
from bluegreen.errors import BlueGreenError, Refused
from bluegreen.model.address import Role
from bluegreen.model.connections import Drained, Ending, Technique
from bluegreen.model.lease import LeaseLost
from bluegreen.model.tags import Colour
from bluegreen.operations.context import ExecutionContext
from bluegreen.operations.drain.after_move import end_connections, end_connections_after_move
from bluegreen.operations.drain.plan import plan_cut, plan_drain
from bluegreen.operations.executor import execute
from bluegreen.operations.lease_acquisition import take_within
from bluegreen.operations.resume.plan import plan_resume
from bluegreen.operations.switch.plan import plan_rollback, plan_switch
from bluegreen.spec.drain import Drain

BLUE = "lb-shop-blue"
MINUTE = timedelta(minutes=1)


@pytest.fixture
def project(tmp_path: Path) -> FakeProject:
    """An application that was switched to green just now; 8 clients are still on blue."""
    project = shop_that_is_up(tmp_path)
    execute(plan_switch(shop(project), demand=None), context_in(project))
    project.connected[BLUE] = 8
    project.calls.clear()
    return project


def run_while(
    project: FakeProject, happens: Callable[[float], None]
) -> tuple[ExecutionContext, list[str]]:
    """Return a run in whose time something happens, and what it says."""
    said: list[str] = []
    clock = FakeClock(lambda: happens(clock.now()))
    return ExecutionContext(project.cloud(), said.append, clock, lease=ALONE), said


def wish(**values: str | timedelta) -> Drain:
    """Return a policy that differs from the default."""
    return Drain().model_copy(update=values)


def after_move(
    project: FakeProject, run: ExecutionContext, **values: str | timedelta
) -> Drained | None:
    """See off blue's clients as a switch does."""

    def changing() -> AbstractContextManager[ExecutionContext]:
        return nullcontext(run)

    return end_connections_after_move("shop", Colour.BLUE, wish(**values), run, changing)


def live(project: FakeProject) -> Colour | None:
    """Return the live side."""
    side = shop(project).live
    return side.colour if side else None


def changes(project: FakeProject) -> list[str]:
    """Return the calls that changed a load balancer or an address."""
    kinds = ("balancers.reload", "balancers.listen", "addresses.point")
    return [call for call in project.calls if call.startswith(kinds)]


def leave_one_after_another(project: FakeProject) -> Callable[[float], None]:
    """Let a client leave every 5 s."""

    def happens(now: float) -> None:
        project.connected[BLUE] = max(0, 8 - int(now // 5))

    return happens


def test_a_drain_tells_the_falling_count_and_ends_when_nobody_is_left(project: FakeProject) -> None:
    """The count is the balancer's own; each that is told is lower than the one before."""
    run, said = run_while(project, leave_one_after_another(project))
    drained = after_move(project, run)
    told = [int(line.split()[2]) for line in said if line.endswith("open connections.")]

    assert drained == Drained(Colour.BLUE, Ending.EMPTY, most=8, remaining=0)
    assert told == sorted(set(told), reverse=True)
    assert told[0] == 8
    assert said[-1] == "No connections remain on blue."
    assert changes(project) == []


def test_a_count_of_nought_is_believed_once_it_has_outlasted_the_balancers_reports(
    project: FakeProject,
) -> None:
    """Read right after the move it may be older than the move: here clients show up late."""
    project.connected[BLUE] = 0

    def late(now: float) -> None:
        project.connected[BLUE] = 3 if 8 <= now < 20 else 0

    run, _ = run_while(project, late)
    drained = after_move(project, run)

    assert drained == Drained(Colour.BLUE, Ending.EMPTY, most=3, remaining=0)
    assert run.clock.now() > 20 + 10


def test_at_the_deadline_connections_are_left_and_their_number_is_told(
    project: FakeProject,
) -> None:
    """`after_deadline: leave` is the default: the old version serves them on."""
    run, said = run_while(project, lambda now: None)
    drained = after_move(project, run, deadline=MINUTE)

    assert drained == Drained(Colour.BLUE, Ending.DEADLINE, most=8, remaining=8)
    assert run.clock.now() == 60
    assert said[-1].startswith(
        "Blue has 8 open connections. They stay open. Later: bluegreen drain"
    )
    assert changes(project) == []


def test_connections_that_are_left_at_the_deadline_are_cut_if_wished(project: FakeProject) -> None:
    """`after_deadline: cut`: one change of the old side's listener; production is not touched."""
    run, _ = run_while(project, lambda now: None)
    drained = after_move(project, run, deadline=MINUTE, after_deadline="cut")

    assert drained == Drained(Colour.BLUE, Ending.EMPTY, 8, 0, Technique.RELOAD)
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

    assert drained == Drained(Colour.BLUE, Ending.DEADLINE, 8, 2, Technique.RELOAD)
    assert drained.cut == 6
    assert "retire shop --ignore-connections" in said[-1]


def test_a_balancer_that_no_change_reloads_has_its_listener_closed_and_opened(
    project: FakeProject,
) -> None:
    """The last resort, told before it is done; afterwards the side serves as before."""
    project.technique = Technique.CLOSING
    run, said = run_while(project, lambda now: None)
    after_move(project, run, policy="cut")

    assert changes(project) == ["balancers.listen blue False", "balancers.listen blue True"]
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
    plan = plan_cut(shop(project), Colour.BLUE, Technique.RELOAD)
    execute(plan_rollback(shop(project), demand=None), context_in(project))
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


def test_ctrl_c_in_a_drain_leaves_production_where_it_is(project: FakeProject) -> None:
    """The switch is done; only the waiting ends."""

    def interrupted(now: float) -> None:
        raise KeyboardInterrupt

    run, said = run_while(project, interrupted)
    drained = after_move(project, run)

    assert drained == Drained(Colour.BLUE, Ending.INTERRUPTED, most=8, remaining=8)
    assert live(project) is Colour.GREEN
    assert changes(project) == []
    assert "Blue has 8 open connections" in said[-1]


def test_a_rollback_ends_the_drain_that_another_operator_watches(project: FakeProject) -> None:
    """There is nothing to wait for on a side that is live; and the rollback waits for no drain."""

    def somebody_rolls_back(now: float) -> None:
        if now == 4:
            execute(plan_rollback(shop(project), demand=None), context_in(project))

    run, said = run_while(project, somebody_rolls_back)
    drained = after_move(project, run, after_deadline="cut")

    assert drained is not None
    assert drained.ending is Ending.LIVE_AGAIN
    assert live(project) is Colour.BLUE
    assert not [c for c in changes(project) if c.startswith("balancers")]
    assert "blue is live again" in said[-1].lower()


def test_a_cloud_that_does_not_answer_makes_no_switch_fail(project: FakeProject) -> None:
    """Whatever a drain meets is told, and production stays."""

    def silent(moment: str, call: str) -> None:
        raise AnswerLost("no answer")

    project.fault = silent
    run, said = run_while(project, lambda now: None)

    assert after_move(project, run) is None
    assert "green stays live" in said[-1]


def test_a_count_that_cannot_be_had_is_asked_for_again(project: FakeProject) -> None:
    """An unknown count is neither nought nor a reason to stop."""
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


def test_a_listener_that_a_killed_cut_left_closed_is_opened_by_whoever_comes_next(
    project: FakeProject,
) -> None:
    """A rollback opens it before production moves, and so does a resume."""
    project.closed_listeners.add(BLUE)
    opened = [
        next(iter(plan.steps)).name
        for plan in (plan_rollback(shop(project), demand=None), plan_resume(shop(project)))
    ]

    assert opened == ["open-blue-listener", "open-blue-listener"]
    execute(plan_rollback(shop(project), demand=None), context_in(project))
    assert changes(project)[0] == "balancers.listen blue True"
    assert live(project) is Colour.BLUE


def test_a_rollback_in_the_middle_of_a_cut_is_not_refused(project: FakeProject) -> None:
    """While Octavia works on a load balancer it goes on serving."""
    application = shop(project)
    changing = replace(
        application,
        blue=replace(
            application.blue,
            balancer=replace(application.blue.balancer, provisioning="PENDING_UPDATE"),  # type: ignore[type-var]
        ),
    )

    assert plan_rollback(changing, demand=None).refusals == ()
    assert "blue's load balancer is PENDING_UPDATE/ONLINE" in (
        plan_switch(changing, Colour.BLUE, demand=None).refusals
    )


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
    assert plan_cut(bare, Colour.BLUE, Technique.RELOAD).steps == ()
