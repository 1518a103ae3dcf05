# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Which side's alarms act: the live one's alone, and nobody's while production moves."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from support.fake_cloud import FakeProject, no_fault
from support.faults import heat_is_down, strike
from support.operator import Operator
from support.scaling import (
    BLUE,
    GREEN,
    HELD,
    LET,
    alarms,
    alarms_that_do_not_answer,
    let,
    names,
    switch,
)
from support.states import scales_while_live
from support.worlds import SCALED_SHOP, context_in, shop, shop_that_is_up, specification

from bluegreen.cli.render import scaling_row
from bluegreen.cloud.errors import AnswerLost, Busy
from bluegreen.errors import StepFailed
from bluegreen.model.data_plane import ProofSpec
from bluegreen.model.tags import Colour
from bluegreen.operations.build.plan import plan_deploy
from bluegreen.operations.executor import execute
from bluegreen.operations.scale.plan import SizeWish, plan_scale
from bluegreen.operations.switch.plan import plan_rollback, plan_switch


def test_only_the_live_side_scales(project: FakeProject, tmp_path: Path) -> None:
    """After `up` blue's alarms act and green's are held; a new release on green begins held."""
    assert (alarms(project, BLUE), alarms(project, GREEN)) == (LET, HELD)
    spec = specification(tmp_path, SCALED_SHOP)
    execute(plan_deploy(spec, "2.0", shop(project), newest=2), context_in(project))

    assert (alarms(project, BLUE), alarms(project, "shop-green-r3")) == (LET, HELD)


def test_without_a_section_nothing_of_it_runs(tmp_path: Path) -> None:
    """Not one call more, and not one step: neither to alarms nor to events."""
    project = shop_that_is_up(tmp_path)
    plan = plan_switch(shop(project), proof=ProofSpec())
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
    plan, left = plan_switch(shop(project), proof=ProofSpec()), [None]

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
    plan = plan_switch(shop(project), proof=ProofSpec())
    project.alarms.clear()
    if before_the_look:
        plan = plan_switch(shop(project), proof=ProofSpec())
    with pytest.raises(StepFailed, match="has no alarm that scales the stack"):
        execute(plan, context_in(project))
    assert shop(project).live == shop(project).blue

    project.alarms = kept
    switch(project)
    project.alarms.clear()
    execute(plan_rollback(shop(project), proof=ProofSpec()), context_in(project))
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


def test_a_switch_needs_the_alarms_and_a_rollback_does_not(project: FakeProject) -> None:
    """A way back goes whatever is down; a switch can wait until both sides can be held."""
    execute(plan_switch(shop(project), proof=ProofSpec()), context_in(project))
    alarms_that_do_not_answer(project)
    with pytest.raises(StepFailed, match="does not answer"):
        execute(plan_switch(shop(project), proof=ProofSpec()), context_in(project))
    assert shop(project).live == shop(project).green

    execute(plan_rollback(shop(project), proof=ProofSpec()), context_in(project))

    assert shop(project).live == shop(project).blue


def test_a_rollback_gives_the_scaling_back(project: FakeProject) -> None:
    """Blue kept its size although it had no load; it is live and scales again, green is held."""
    switch(project)
    run = context_in(project)
    execute(plan_rollback(shop(project), proof=ProofSpec()), run)
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


def test_your_own_alarms_are_yours_to_hold(tmp_path: Path) -> None:
    """With source none there are policies to call, and no alarm to hold or to let."""
    project = shop_that_is_up(tmp_path, SCALED_SHOP.replace("prometheus", "none"))
    plan = plan_switch(shop(project), proof=ProofSpec())

    assert scaling_row(shop(project).blue)[2] == "your own"
    assert not [name for name in names(plan) if "hold" in name or name.startswith("let")]
    assert "verify-size" in names(plan)
