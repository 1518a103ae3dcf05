# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""A side scales while it is live; both keep their size while production moves."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from math import inf
from pathlib import Path
from typing import Any

import pytest
from support.crash_matrix import Place, once
from support.fake_cloud import FakeProject, no_fault
from support.faults import heat_is_down, strike
from support.operator import Operator
from support.states import scales_while_live
from support.worlds import (
    SCALED_SHOP,
    SHOP,
    context_in,
    set_size,
    shop,
    shop_that_is_up,
    specification,
    stop_server,
)

from bluegreen.cli.render import scaling_row
from bluegreen.cloud.errors import AnswerLost, Busy
from bluegreen.cloud.observe import observe_as_far_as_it_answers
from bluegreen.cloud.server_problems import troubles
from bluegreen.errors import Refused, StepFailed, Stuck
from bluegreen.model.data_plane import Demand
from bluegreen.model.lease import Lease
from bluegreen.model.quota import Shortage
from bluegreen.model.scaling import Direction, ScalingEvent
from bluegreen.model.server import Server
from bluegreen.model.summary import warnings
from bluegreen.model.tags import Colour
from bluegreen.operations.build.needs import size_of_deploy
from bluegreen.operations.build.plan import plan_deploy
from bluegreen.operations.context import ExecutionContext
from bluegreen.operations.executor import execute
from bluegreen.operations.plan import Plan
from bluegreen.operations.scale import resume_autoscaling
from bluegreen.operations.scale.plan import SizeWish, plan_scale
from bluegreen.operations.scale.resume_autoscaling import let_scale_after_move
from bluegreen.operations.switch.plan import plan_rollback, plan_switch

HELD, LET = {"out": False, "in": False}, {"out": True, "in": True}
BLUE, GREEN = "shop-blue-r1", "shop-green-r2"


@pytest.fixture
def project(tmp_path: Path) -> FakeProject:
    """An application that scales, blue live; two servers each."""
    return shop_that_is_up(tmp_path, SCALED_SHOP)


def alarms(project: FakeProject, release_stack: str) -> dict[str, bool]:
    """Return which alarms of a release act."""
    stack = project.stacks[release_stack]
    own = (alarm for alarm in project.alarms.values() if alarm.stack_id == stack.id)
    return {str(alarm.direction): alarm.enabled for alarm in own}


def fire(project: FakeProject, release_stack: str, direction: Direction) -> None:
    """Let one alarm be in the state alarm."""
    stack = project.stacks[release_stack]
    project.alarms = {
        key: replace(alarm, state="alarm")
        if (alarm.stack_id, alarm.direction) == (stack.id, direction)
        else alarm
        for key, alarm in project.alarms.items()
    }


def switch(project: FakeProject, shortages: tuple[Shortage, ...] = ()) -> ExecutionContext:
    """Switch as the command does, up to the move and its proof; return the run."""
    run = context_in(project)
    execute(plan_switch(shop(project), demand=Demand(), shortages=shortages), run)
    return run


def let(project: FakeProject, run: ExecutionContext, colour: Colour = Colour.GREEN) -> None:
    """Let a side scale as the command does after a move."""
    let_scale_after_move("shop", colour, run, lambda: nullcontext(run))


def names(plan: Plan) -> list[str]:
    """Return the names of a plan's steps."""
    return list(plan.step_names)


def test_only_the_live_side_scales(project: FakeProject, tmp_path: Path) -> None:
    """After `up` blue's alarms act and green's are held; a new release on green begins held."""
    assert (alarms(project, BLUE), alarms(project, GREEN)) == (LET, HELD)
    spec = specification(tmp_path, SCALED_SHOP)
    execute(plan_deploy(spec, "2.0", shop(project), newest=2), context_in(project))

    assert (alarms(project, BLUE), alarms(project, "shop-green-r3")) == (LET, HELD)


def test_without_a_section_nothing_of_it_runs(tmp_path: Path) -> None:
    """Not one call more, and not one step: neither to alarms nor to events."""
    project = shop_that_is_up(tmp_path)
    plan = plan_switch(shop(project), demand=Demand())
    switch(project)

    assert not [c for c in project.calls if c.startswith(("alarms", "stacks.last_scaling"))]
    assert not [name for name in names(plan) if "scal" in name or "grow" in name]


def test_both_sides_are_held_before_production_moves(project: FakeProject) -> None:
    """The live side is held in one request an alarm; the idle one was held already."""
    project.calls.clear()
    switch(project)
    before = project.calls[: project.calls.index("addresses.point production vip-shop-green")]

    enabled = sorted(c for c in before if c.startswith("alarms.enable"))
    assert enabled == ["alarms.enable in False", "alarms.enable out False"]
    assert not [c for c in before if c.startswith("stacks.resize")]


def test_the_new_side_grows_at_once_and_shrinks_when_its_own_load_is_known(
    project: FakeProject,
) -> None:
    """The mean over the window is of the time without load at first; the old side stays held."""
    run = switch(project)
    assert (alarms(project, GREEN), alarms(project, BLUE)) == ({"out": True, "in": False}, HELD)

    assert run.progress.moved_at is not None
    let(project, run)

    assert run.clock.now() - run.progress.moved_at >= timedelta(minutes=1).total_seconds()
    assert (alarms(project, GREEN), alarms(project, BLUE)) == (LET, HELD)


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
    """The switch is done; what is not done yet is told."""
    run = switch(project)

    def interrupted(seconds: float) -> None:
        raise KeyboardInterrupt

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(run.clock, "sleep", interrupted)
        with pytest.raises(Stuck, match="green is live") as stuck:
            let(project, run)

    assert stuck.value.run_next == "bluegreen resume shop"
    assert shop(project).live == shop(project).green
    assert alarms(project, GREEN) == {"out": True, "in": False}


def test_a_side_that_is_no_longer_live_is_not_let(project: FakeProject) -> None:
    """Somebody rolled back during the wait: green is the old side then."""
    run = switch(project)
    execute(plan_rollback(shop(project), demand=Demand()), context_in(project))
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


def test_a_smaller_idle_side_is_grown_first(project: FakeProject) -> None:
    """Blue has scaled to four meanwhile: production moves to four healthy servers, not to two."""
    set_size(project, BLUE, 4)
    plan = plan_switch(shop(project), demand=Demand())
    switch(project)

    assert names(plan)[:4] == [
        f"resize-{GREEN}",
        f"wait-until-healthy-{GREEN}",
        "hold-scaling-of-blue",
        "see-large-enough",
    ]
    assert shop(project).green.members.healthy == 4
    assert shop(project).live == shop(project).green


def test_too_small_a_quota_refuses_the_switch(project: FakeProject) -> None:
    """Nothing is changed, and what is missing is named."""
    set_size(project, BLUE, 4)
    short = Shortage("quota: 2 servers needed, 1 left", "openstack quota show", of_quota=True)
    before = shop(project)
    with pytest.raises(Refused, match="2 servers needed, 1 left"):
        switch(project, (short,))

    assert shop(project) == before


def grows_on(project: FakeProject, call: str, *sizes: int) -> None:
    """Let load make blue so large, one size after the other, just before each such call."""
    left = list(sizes)

    def fault(moment: str, called: str) -> None:
        if (moment, called) == ("before", call) and left:
            set_size(project, BLUE, left.pop(0))

    project.fault = fault


def test_a_live_side_that_grew_after_the_look_is_grown_after(project: FakeProject) -> None:
    """It is read once more when it is held, and the new side gets what it lacks."""
    grows_on(project, "alarms.enable out False", 3)
    switch(project)

    application = shop(project)
    assert (application.live, application.green.members.healthy) == (application.green, 3)
    assert project.calls.count(f"stacks.resize {GREEN}") == 1


def test_what_was_made_up_for_goes_back_with_the_rest(project: FakeProject) -> None:
    """Production could not be moved: green has two servers again, and blue scales."""

    def fault(moment: str, call: str) -> None:
        if (moment, call) == ("before", "alarms.enable out False"):
            set_size(project, BLUE, 3)
        if (moment, call) == ("before", "addresses.point production vip-shop-green"):
            raise KeyboardInterrupt

    project.fault = fault
    with pytest.raises(StepFailed, match="nothing is changed"):
        switch(project)

    application = shop(project)
    assert (application.live, application.green.members.total) == (application.blue, 2)
    assert (alarms(project, BLUE), alarms(project, GREEN)) == (LET, HELD)


def test_a_side_that_grows_on_and_on_is_not_run_after_for_ever(project: FakeProject) -> None:
    """Somebody else grows what is held: then the switch is refused, and taken back."""
    before = shop(project)
    seen = before.blue.members.total

    def fault(moment: str, call: str) -> None:
        nonlocal seen
        if (moment, call) == ("after", f"stacks.resize {GREEN}") or call.startswith("alarms.en"):
            seen += 1
            set_size(project, BLUE, seen)

    project.fault = fault
    with pytest.raises(Refused, match=r"blue has \d servers now"):
        switch(project)
    project.fault = no_fault

    application = shop(project)
    assert (application.live, application.green.members.total) == (application.blue, 2)
    assert alarms(project, BLUE) == LET


def test_a_new_side_that_does_not_scale_is_not_grown(project: FakeProject, tmp_path: Path) -> None:
    """Its size is what was specified: a live side that grew past it refuses the switch."""
    fixed = specification(tmp_path, SHOP)
    execute(plan_deploy(fixed, "2.0", shop(project), newest=2), context_in(project))
    grows_on(project, "alarms.enable out False", 3)
    with pytest.raises(Refused, match="blue has 3 servers now") as refusal:
        switch(project)

    assert shop(project).live == shop(project).blue
    assert alarms(project, BLUE) == LET
    assert "bluegreen deploy VERSION" in refusal.value.run_next


@pytest.mark.parametrize(
    ("may_wait", "way_on"), [(True, "run the same command again"), (False, "bluegreen switch shop")]
)
def test_a_side_that_did_not_grow_in_time_is_grown_first_the_next_time(
    project: FakeProject, may_wait: bool, way_on: str
) -> None:
    """By the same command, or by the one at the terminal where the panel waits for no server."""
    plan = plan_switch(shop(project), demand=Demand(), may_wait=may_wait)
    grows_on(project, "balancers.inspect", *(size for size in range(3, 9) for _ in "no"))
    with pytest.raises(Refused, match=r"blue has \d servers now") as refusal:
        execute(plan, context_in(project))

    assert refusal.value.run_next == f"{way_on}, which scales green out first"


def test_a_server_that_boots_on_the_live_side_counts(project: FakeProject, tmp_path: Path) -> None:
    """Load asked for it a moment ago: without it the new side would be too small. A dead one,
    which looks the same, was part of that size as well.
    """
    spec = specification(tmp_path, SCALED_SHOP)
    set_size(project, BLUE, 3)
    project.unhealthy.add(f"{BLUE}/2")
    assert shop(project).blue.members.healthy == 2
    assert size_of_deploy(spec, shop(project)) == 3
    switch(project)

    assert shop(project).green.members.healthy == 3


def test_a_way_back_does_not_wait_for_as_many_servers_as_a_broken_side_has(
    project: FakeProject,
) -> None:
    """Of green's four one answers: blue's two are more than that, and go live at once."""
    switch(project)
    set_size(project, GREEN, 4)
    project.unhealthy |= {f"{GREEN}/{number}" for number in (1, 2, 3)}
    project.calls.clear()
    execute(plan_rollback(shop(project), demand=Demand()), context_in(project))

    assert shop(project).live == shop(project).blue
    assert not [call for call in project.calls if call.startswith("stacks.resize")]


def let_act_again(project: FakeProject, release_stack: str) -> None:
    """Write the alarms back as an evaluation read them before they were held."""
    stack = project.stacks[release_stack]
    project.alarms = {
        key: replace(alarm, enabled=True) if alarm.stack_id == stack.id else alarm
        for key, alarm in project.alarms.items()
    }


@pytest.mark.parametrize(
    ("moment", "call"),
    [
        ("after", "alarms.enable out False"),
        ("before", "balancers.inspect"),
        ("before", "addresses.point production vip-shop-green"),
    ],
)
def test_a_hold_that_an_evaluation_writes_over_is_made_again(
    project: FakeProject, moment: str, call: str
) -> None:
    """Aodh writes an alarm back as it read it; the old side would shrink, and is the way back."""
    plan, left = plan_switch(shop(project), demand=Demand()), [None]

    def fault(now: str, called: str) -> None:
        if (now, called) == (moment, call) and left:
            left.pop()
            let_act_again(project, BLUE)

    project.fault = fault
    execute(plan, context_in(project))

    assert left == []
    assert alarms(project, BLUE) == HELD


def test_production_moves_only_when_the_live_side_stays_held(project: FakeProject) -> None:
    """Whatever lets it act again each time: the switch is refused in the end."""
    project.fault = lambda moment, call: (
        let_act_again(project, BLUE) if call.startswith("alarms.enable") else None
    )
    with pytest.raises(StepFailed, match="stay active whatever the request"):
        switch(project)

    assert shop(project).live == shop(project).blue


@pytest.mark.parametrize("before_the_look", [True, False])
def test_no_alarm_is_not_taken_for_one_that_is_held(
    project: FakeProject, before_the_look: bool
) -> None:
    """A side that should have alarms, and of which the alarm service shows none, is not known to
    keep its size. A rollback needs no alarms.
    """
    kept = dict(project.alarms)
    plan = plan_switch(shop(project), demand=Demand())
    project.alarms.clear()
    if before_the_look:
        plan = plan_switch(shop(project), demand=Demand())
    with pytest.raises(StepFailed, match="has no alarm that scales the stack"):
        execute(plan, context_in(project))
    assert shop(project).live == shop(project).blue

    project.alarms = kept
    switch(project)
    project.alarms.clear()
    execute(plan_rollback(shop(project), demand=Demand()), context_in(project))
    assert shop(project).live == shop(project).blue


def test_what_acted_before_acts_again_and_nothing_else(project: FakeProject) -> None:
    """Green grows only, since its own load is not known yet: neither a switch back that fails nor
    another size by hand lets it shrink.
    """
    only_out = {"out": True, "in": False}
    switch(project)
    strike(project, "before", "addresses.point production vip-shop-blue", KeyboardInterrupt)
    with pytest.raises(StepFailed):
        switch(project)
    after_the_undo = alarms(project, GREEN)

    execute(plan_scale(shop(project), Colour.GREEN, SizeWish(count=3)), context_in(project))
    after_scale = alarms(project, GREEN)
    project.failing_stacks[GREEN] = "No valid host was found"
    with pytest.raises(StepFailed):
        execute(plan_scale(shop(project), Colour.GREEN, SizeWish(count=4)), context_in(project))

    assert (after_the_undo, after_scale, alarms(project, GREEN)) == (only_out, only_out, only_out)


def test_a_switch_that_is_taken_back_lets_the_live_side_scale_again(project: FakeProject) -> None:
    """The hold is undone with the rest."""
    strike(project, "before", "addresses.point production vip-shop-green", KeyboardInterrupt)
    with pytest.raises(StepFailed):
        switch(project)

    assert (alarms(project, BLUE), alarms(project, GREEN)) == (LET, HELD)


@pytest.mark.parametrize("trouble", [AnswerLost, Busy])
@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_lost_answer_to_a_hold_is_read_back(
    project: FakeProject, moment: str, trouble: type[AnswerLost | Busy]
) -> None:
    """It may have acted; the alarms are read again, and what is left is done."""
    strike(project, moment, "alarms.enable in False", lambda: trouble("no answer"))
    switch(project)

    assert alarms(project, BLUE) == HELD


def alarms_that_do_not_answer(project: FakeProject) -> None:
    """Let every call to the alarms fail from now on."""

    def fault(moment: str, call: str) -> None:
        if call.startswith("alarms"):
            raise AnswerLost("the alarm service does not answer")

    project.fault = fault


def test_a_switch_needs_the_alarms_and_a_rollback_does_not(project: FakeProject) -> None:
    """A way back goes whatever is down; a switch can wait until both sides can be held."""
    execute(plan_switch(shop(project), demand=Demand()), context_in(project))
    alarms_that_do_not_answer(project)
    with pytest.raises(StepFailed, match="does not answer"):
        execute(plan_switch(shop(project), demand=Demand()), context_in(project))
    assert shop(project).live == shop(project).green

    execute(plan_rollback(shop(project), demand=Demand()), context_in(project))

    assert shop(project).live == shop(project).blue


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
    execute(plan_switch(shop(project), demand=Demand()), context_in(project))
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
    execute(plan_switch(shop(project), demand=Demand()), context_in(project))
    told = Operator(project, tmp_path, SCALED_SHOP).types("resume", "--dry-run", expect=0).err

    assert "Resume autoscaling of green, scale-in once it has been live for 60 s" in told
    assert alarms(project, GREEN) == {"out": True, "in": False}


def test_a_rollback_gives_the_scaling_back(project: FakeProject) -> None:
    """Blue kept its size although it had no load; it is live and scales again, green is held."""
    switch(project)
    run = context_in(project)
    execute(plan_rollback(shop(project), demand=Demand()), run)
    let(project, run, Colour.BLUE)

    assert (alarms(project, BLUE), alarms(project, GREEN)) == (LET, HELD)
    assert shop(project).blue.members.total == 2


def test_a_rollback_without_heat_says_that_the_alarms_are_as_they_were(
    project: FakeProject, tmp_path: Path
) -> None:
    """Which sides scale is known by their stacks alone; `resume` sets the alarms right later."""
    operator = Operator(project, tmp_path, SCALED_SHOP)
    operator.types("switch", "--yes", expect=0)
    project.fault = heat_is_down
    told = operator.types("rollback", "--yes", expect=0).err
    project.fault = no_fault
    assert (alarms(project, BLUE), alarms(project, GREEN)) == (HELD, LET)
    operator.types("resume", "--yes", expect=0)

    assert "blue does not yet, and green still does" in told
    assert "Once Heat answers: bluegreen resume shop" in told
    assert scales_while_live(shop(project))


def test_a_rollback_without_heat_is_silent_of_alarms_where_nothing_scales(tmp_path: Path) -> None:
    """The specification says so."""
    operator = Operator(shop_that_is_up(tmp_path), tmp_path)
    operator.types("switch", "--yes", expect=0)
    operator.project.fault = heat_is_down

    assert "alarm" not in operator.types("rollback", "--yes", expect=0).err


def test_what_scaling_made_of_a_side_is_what_it_should_have(project: FakeProject) -> None:
    """Four to begin with and two now is no side that is half broken."""
    set_size(project, BLUE, 3)
    assert (shop(project).blue.wanted, shop(project).blue.members.healthy) == (3, 3)


class TestScale:
    """`bluegreen scale`."""

    def test_a_live_side_is_held_only_while_its_size_changes(self, project: FakeProject) -> None:
        """Its alarms act before, and after."""
        plan = plan_scale(shop(project), Colour.BLUE, SizeWish(count=3))
        execute(plan, context_in(project))

        assert names(plan) == [
            "hold-scaling-of-blue",
            f"resize-{BLUE}",
            f"wait-until-healthy-{BLUE}",
            "let-blue-scale",
        ]
        assert shop(project).blue.members.healthy == 3
        assert alarms(project, BLUE) == LET

    def test_bounds_alone_leave_the_servers(self, project: FakeProject) -> None:
        """A higher maximum adds none; the stack and its tags have it from then on."""
        execute(plan_scale(shop(project), Colour.BLUE, SizeWish(max=6)), context_in(project))
        release = shop(project).blue.release

        assert release is not None
        assert (release.min, release.max, shop(project).blue.members.total) == (2, 6, 2)
        assert project.requests[BLUE].parameters["max"] == 6

    def test_bounds_move_the_servers_that_they_forbid(self, project: FakeProject) -> None:
        """A minimum above what there is adds some, a maximum below it removes some."""
        for wish, servers in ((SizeWish(min=4), 4), (SizeWish(min=1, max=3), 3)):
            execute(plan_scale(shop(project), Colour.GREEN, wish), context_in(project))
            assert shop(project).green.members.total == servers

    def test_the_idle_side_stays_held(self, project: FakeProject) -> None:
        """Its size is what a person says."""
        plan = plan_scale(shop(project), Colour.GREEN, SizeWish(count=1))
        execute(plan, context_in(project))

        assert names(plan) == [f"resize-{GREEN}"]
        assert (alarms(project, GREEN), shop(project).green.members.total) == (HELD, 1)

    @pytest.mark.parametrize(("wish", "servers"), [(SizeWish(max=8), 4), (SizeWish(max=3), 3)])
    def test_bounds_leave_what_load_made_of_a_side_until_it_was_held(
        self, project: FakeProject, wish: SizeWish, servers: int
    ) -> None:
        """It had two when this was planned: new bounds do not take servers that load asked for."""
        plan = plan_scale(shop(project), Colour.BLUE, wish)
        grows_on(project, "alarms.enable out False", 4)
        execute(plan, context_in(project))

        assert shop(project).blue.members.healthy == servers
        assert alarms(project, BLUE) == LET

    def test_what_is_given_back_is_what_there_was_when_it_was_held(
        self, project: FakeProject
    ) -> None:
        """Load made three of two after the look, and Heat has no room for a fourth."""
        plan = plan_scale(shop(project), Colour.BLUE, SizeWish(count=4))
        grows_on(project, "alarms.enable out False", 3)
        project.failing_stacks[BLUE] = "No valid host was found"
        with pytest.raises(StepFailed, match="No valid host"):
            execute(plan, context_in(project))

        assert shop(project).blue.members.total == 3
        assert alarms(project, BLUE) == LET

    def test_a_failure_gives_size_bounds_and_scaling_back(self, project: FakeProject) -> None:
        """Heat has no room: nothing is changed."""
        project.failing_stacks[BLUE] = "No valid host was found"
        with pytest.raises(StepFailed, match="No valid host"):
            execute(plan_scale(shop(project), Colour.BLUE, SizeWish(4, 2, 8)), context_in(project))
        release = shop(project).blue.release

        assert release is not None
        assert (release.min, release.max, shop(project).blue.members.total) == (2, 4, 2)
        assert alarms(project, BLUE) == LET

    def test_a_minimum_above_the_maximum_is_refused(self, project: FakeProject) -> None:
        """The other bound is the one that the release has."""
        with pytest.raises(Refused, match="5 to 4 servers"):
            execute(plan_scale(shop(project), Colour.BLUE, SizeWish(min=5)), context_in(project))

    def test_a_release_without_alarms_is_scaled_as_well(self, tmp_path: Path) -> None:
        """Nobody needs a section `scaling` to have one server more."""
        project = shop_that_is_up(tmp_path)
        execute(plan_scale(shop(project), Colour.BLUE, SizeWish(count=3)), context_in(project))

        assert shop(project).blue.members.healthy == 3
        assert not [c for c in project.calls if c.startswith("alarms")]

    def test_the_command_wants_exactly_one_kind_of_wish(
        self, project: FakeProject, tmp_path: Path
    ) -> None:
        """Neither nothing nor a size together with --webhooks."""
        operator = Operator(project, tmp_path, SCALED_SHOP)
        operator.types("scale", "blue", expect=2)
        operator.types("scale", "blue", "--webhooks", "--count", "2", expect=2)

    def test_webhooks_are_shown_and_journalled_nowhere(
        self, project: FakeProject, tmp_path: Path
    ) -> None:
        """They are for whoever asks: no record of them, and no lease."""
        operator = Operator(project, tmp_path, SCALED_SHOP)
        project.calls.clear()
        shown = operator.types("scale", "blue", "--webhooks", "-f", "json", expect=0)

        assert "scale_out" in shown.out
        assert "scale_in" in shown.out
        assert not [c for c in project.calls if c.startswith(("POST", "PUT"))]


class TestStatus:
    """What `status` says of scaling, and of servers that do not serve."""

    def test_size_limits_alarms_and_the_last_change_are_shown(self, project: FakeProject) -> None:
        """Of each side; the idle one's alarms are held."""
        at = datetime(2026, 11, 25, 3, 4, 5, tzinfo=UTC)
        project.last_scalings[BLUE] = ScalingEvent(at, Direction.OUT, "alarm state changed")
        application = shop(project)

        last = "out at 2026-11-25 03:04:05 UTC"
        assert scaling_row(application.blue) == (2, "2-4", "out ok, in ok", last)
        assert scaling_row(application.green) == (2, "2-4", "out suspended, in suspended", None)

    def test_the_columns_are_there_where_something_scales(
        self, project: FakeProject, tmp_path: Path
    ) -> None:
        """And nowhere else."""
        scaled = Operator(project, tmp_path, SCALED_SHOP).types("status", "-f", "json", expect=0)
        (tmp_path / "fixed").mkdir()
        fixed_world = shop_that_is_up(tmp_path / "fixed")
        fixed = Operator(fixed_world, tmp_path / "fixed").types("status", "-f", "json", expect=0)

        assert '"Limits": "2-4"' in scaled.out
        assert "Limits" not in fixed.out

    def test_a_group_at_its_maximum_under_load_says_so(self, project: FakeProject) -> None:
        """Nothing else would: Heat takes the signal and does nothing."""
        set_size(project, BLUE, 3)
        fire(project, BLUE, Direction.OUT)
        assert list(warnings(shop(project))) == []

        set_size(project, BLUE, 4)
        assert "blue is at its maximum of 4 servers" in next(iter(warnings(shop(project))))

    def test_a_side_that_does_not_scale_as_its_role_asks_is_told_with_the_way_on(
        self, project: FakeProject
    ) -> None:
        """After a switch the live side only grows; after a rollback without Heat the roles have
        changed and the alarms have not.
        """
        switch(project)
        in_the_wait = list(warnings(shop(project)))
        project.fault = heat_is_down
        application = observe_as_far_as_it_answers(project.cloud(), "shop")
        execute(plan_rollback(application, demand=Demand()), context_in(project))
        project.fault = no_fault

        way_on = "bluegreen resume shop"
        not_let = "live, but its autoscaling is not active in both directions"
        assert in_the_wait == [f"green is {not_let}: {way_on}"]
        assert list(warnings(shop(project))) == [
            f"blue is {not_let}: {way_on}",
            f"green is idle, but its alarms may still change its size: {way_on}",
        ]

    def test_alarms_that_cannot_be_read_are_told(self, project: FakeProject) -> None:
        """The rest of the status is there all the same."""
        alarms_that_do_not_answer(project)
        application = shop(project)

        assert application.blue.members.healthy == 2
        assert "does not report the state of its alarms" in next(iter(warnings(application)))

    def test_a_server_that_fails_is_shown_with_the_reason(self, project: FakeProject) -> None:
        """What Nova says of it; and that it has none, when somebody deleted it."""
        project.unhealthy |= {f"{BLUE}/0", f"{BLUE}/1"}
        error = Server("shop-blue-r1-ab12", frozenset({f"{BLUE}/0"}), "ERROR", "disk is full")
        project.servers_in_error = [error]
        project.servers_gone = {f"{BLUE}/1"}
        told = list(troubles(project.cloud(), shop(project)))

        assert "is ERROR (disk is full)" in told[0]
        assert f"{BLUE}/1 fails its health check, and Nova does not know it" in told[1]

    def test_nova_is_not_asked_while_all_is_well(self, project: FakeProject) -> None:
        """A status costs nothing more then."""
        project.calls.clear()
        assert list(troubles(project.cloud(), shop(project))) == []
        assert "servers.find" not in project.calls


def test_your_own_alarms_are_yours_to_hold(tmp_path: Path) -> None:
    """With source none there are policies to call, and no alarm to hold or to let."""
    project = shop_that_is_up(tmp_path, SCALED_SHOP.replace("prometheus", "none"))
    plan = plan_switch(shop(project), demand=Demand())

    assert scaling_row(shop(project).blue)[2] == "your own"
    assert not [name for name in names(plan) if "hold" in name or name.startswith("let")]
    assert "see-large-enough" in names(plan)
