# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""A side that went live scales in only once its own load is known, in every command."""

from __future__ import annotations

from datetime import timedelta
from math import inf
from pathlib import Path
from typing import Any

import pytest
from support.crash_matrix import Place, once
from support.fake_cloud import FakeProject, no_fault
from support.operator import Operator
from support.scaling import BLUE, GREEN, HELD, LET, alarms, let, switch
from support.states import scales_while_live
from support.worlds import SCALED_SHOP, context_in, shop, stop_server

from bluegreen.errors import Stuck
from bluegreen.model.data_plane import ProofSpec
from bluegreen.model.lease import Lease
from bluegreen.operations.executor import execute
from bluegreen.operations.scale import resume_autoscaling
from bluegreen.operations.switch.plan import plan_rollback, plan_switch


def test_a_drain_that_took_longer_than_the_window_is_not_waited_on_again(
    project: FakeProject,
) -> None:
    """What counts is how long the side has been live."""
    run = switch(project)
    run.clock.sleep(300)
    before = run.clock.now()
    let(project, run)

    assert run.clock.now() - before < 60
    assert alarms(project, GREEN) == LET


def test_a_side_that_another_run_has_moved_is_waited_for_once(project: FakeProject) -> None:
    """A release that goes on after an interruption does not know since when it is live."""
    switch(project)
    run = context_in(project)
    before = run.clock.now()
    let(project, run)

    assert 60 <= run.clock.now() - before < 120
    assert alarms(project, GREEN) == LET


def test_ctrl_c_in_the_wait_leaves_production_and_names_the_way_on(project: FakeProject) -> None:
    """The switch is done; a sentence says what is not done yet."""
    run = switch(project)

    def interrupted(seconds: float) -> None:
        raise KeyboardInterrupt

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(run.clock, "sleep", interrupted)
        with pytest.raises(Stuck, match="green is live") as stuck:
            let(project, run)

    assert stuck.value.next_step == "bluegreen resume shop"
    assert shop(project).live == shop(project).green
    assert alarms(project, GREEN) == {"out": True, "in": False}


def test_a_side_that_is_no_longer_live_is_not_let(project: FakeProject) -> None:
    """Somebody rolled back during the wait: green is the old side then."""
    run = switch(project)
    execute(plan_rollback(shop(project), proof=ProofSpec()), context_in(project))
    let(project, run)

    assert alarms(project, GREEN) == HELD


def test_the_same_switch_again_that_is_interrupted_leaves_the_live_side_growing(
    project: FakeProject, tmp_path: Path
) -> None:
    """What acted before it is nothing that it has let act, and "nothing is changed" is true.

    Found by two faults in a row: pair("12:441", folder) of `support.double_faults`.
    """
    operator = Operator(project, tmp_path, SCALED_SHOP)
    operator.types("switch", "--to", "green", "--yes", expect=0)
    project.fault = once(Place("before", "alarms.find", 2), KeyboardInterrupt)

    operator.types("switch", "--to", "green", "--yes", expect=1)

    project.fault = no_fault
    assert alarms(project, GREEN) == LET


def test_resume_lets_the_live_side_scale_after_a_crash(
    project: FakeProject, tmp_path: Path
) -> None:
    """Before the move that is the old side, after it the new one."""
    operator = Operator(project, tmp_path, SCALED_SHOP)
    for point, live in (("before:move-production", BLUE), ("after:move-production", GREEN)):
        operator.types("switch", "--to", "green", "--yes", "--stop-at", point, expect=137)
        project.fault = lambda moment, call: None
        operator.types("resume", "shop", "--yes", "--break-lease", expect=0)

        assert alarms(project, live) == LET
        assert scales_while_live(shop(project))


def holders_in_the_wait(project: FakeProject, release_stack: str) -> list[object]:
    """Return a list that gets who holds the lease, each time that a live side only grows."""
    seen: list[object] = []
    tick = project.tick

    def look() -> None:
        tick()
        if alarms(project, release_stack) == {"out": True, "in": False}:
            seen.append(project.cloud().leases.holder("shop"))

    project.tick = look  # type: ignore[method-assign]
    return seen


@pytest.mark.parametrize(
    "command", [("resume", "shop"), ("scale", "green", "--count", "2"), ("repair", "green")]
)
def test_a_load_is_waited_for_without_the_lease(
    project: FakeProject, tmp_path: Path, command: tuple[str, ...]
) -> None:
    """As after a switch: a rollback may come in between, and the wait can be minutes."""
    operator = Operator(project, tmp_path, SCALED_SHOP)
    execute(plan_switch(shop(project), proof=ProofSpec()), context_in(project))
    stop_server(project, f"{GREEN}/0")
    seen = holders_in_the_wait(project, GREEN)
    told = operator.types(*command, "--yes", expect=0).err

    assert "green scales in only once it has been live for 60 s: 60 s more" in told
    assert seen
    assert set(seen) == {None}
    assert (alarms(project, GREEN), alarms(project, BLUE)) == (LET, HELD)


def another_at_work_when_the_load_is_known(
    project: FakeProject, monkeypatch: pytest.MonkeyPatch, sleeps: float
) -> None:
    """Let a timer's repair hold the lease for so many sleeps once the wait for a load is over."""
    wait, tick = resume_autoscaling.wait_for_its_own_load, project.tick
    left = [sleeps]
    leases: list[Lease] = []

    def wait_and_lose(*what: Any) -> None:
        wait(*what)
        taken = project.cloud().leases.take("shop", "timer", "repair", timedelta(minutes=2))
        leases.append(taken)

    def work() -> None:
        tick()
        if leases:
            left[0] -= 1
        if leases and left[0] < 0:
            project.cloud().leases.release(leases.pop())

    monkeypatch.setattr(resume_autoscaling, "wait_for_its_own_load", wait_and_lose)
    project.tick = work  # type: ignore[method-assign]


@pytest.mark.parametrize("without", [(), ("--without-lease",)])
def test_who_is_at_work_when_the_load_is_known_is_waited_for(
    project: FakeProject, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, without: tuple[str, ...]
) -> None:
    """Production is good by then: exit code 4 would have a pipeline take it back."""
    another_at_work_when_the_load_is_known(project, monkeypatch, sleeps=20)
    operator = Operator(project, tmp_path, SCALED_SHOP)
    told = operator.types("switch", "--yes", *without, expect=0).err

    assert "Waiting for timer" in told
    assert (alarms(project, GREEN), alarms(project, BLUE)) == (LET, HELD)


def test_who_does_not_come_to_an_end_leaves_a_side_that_grows(
    project: FakeProject, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody waits for ever; the lease is not broken."""
    another_at_work_when_the_load_is_known(project, monkeypatch, sleeps=inf)
    stuck = Operator(project, tmp_path, SCALED_SHOP).types("switch", "--yes", expect=4)

    assert "green is live, but its autoscaling is not active in both directions yet" in stuck.err
    assert stuck.next_command == ["resume", "shop"]
    assert alarms(project, GREEN) == {"out": True, "in": False}


def test_resume_says_beforehand_what_it_lets_later(project: FakeProject, tmp_path: Path) -> None:
    """Its plan is agreed on as a whole."""
    execute(plan_switch(shop(project), proof=ProofSpec()), context_in(project))
    told = Operator(project, tmp_path, SCALED_SHOP).types("resume", "--dry-run", expect=0).err

    assert "Resume autoscaling of green, scale-in once it has been live for 60 s" in told
    assert alarms(project, GREEN) == {"out": True, "in": False}
