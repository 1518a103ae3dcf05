# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Servers that are dead are replaced; those that live are left, and the side keeps its size."""

from __future__ import annotations

import pytest
from support.fake_cloud import FakeProject
from support.faults import just_before, strike
from support.operator import Operator
from support.repairs import BLUE, GREEN, acting, plan
from support.worlds import context_in, set_size, shop, stop_server

from bluegreen.cloud.errors import AnswerLost, Conflict
from bluegreen.errors import Refused, StepFailed, Stuck
from bluegreen.model.quota import Shortage
from bluegreen.model.stack import StackState
from bluegreen.model.tags import Colour
from bluegreen.operations.executor import execute


def test_the_live_side_is_held_repaired_and_let(project: FakeProject) -> None:
    """The dead server alone is replaced; production stays, and the alarms act as before."""
    stop_server(project, f"{BLUE}/0")
    before = shop(project)
    todo = plan(project)
    execute(todo, context_in(project))
    after = shop(project)

    assert [step.name for step in todo.steps] == [
        "suspend-blue-autoscaling",
        f"mark-unhealthy-{BLUE}",
        f"replace-unhealthy-{BLUE}",
        f"wait-until-healthy-{BLUE}",
        "resume-blue-autoscaling",
    ]
    assert after.blue.members.healthy_addresses == {f"{BLUE}/0.1", f"{BLUE}/1"}
    assert after.production == before.production
    assert (acting(project, BLUE), acting(project, GREEN)) == (2, 0)
    assert project.marked == {}


def test_the_idle_side_stays_held(project: FakeProject) -> None:
    """It is the way back, and whole again."""
    stop_server(project, f"{GREEN}/1")
    execute(plan(project, Colour.GREEN), context_in(project))

    assert shop(project).green.members.healthy == 2
    assert (acting(project, BLUE), acting(project, GREEN)) == (2, 0)


def test_a_side_keeps_the_size_that_load_has_given_it(project: FakeProject) -> None:
    """Its parameters say two; it has four, and the update says four."""
    set_size(project, BLUE, 4)
    stop_server(project, f"{BLUE}/3")
    execute(plan(project), context_in(project))

    assert shop(project).blue.members.healthy == 4


def test_a_side_that_grew_after_the_look_is_not_shrunk(project: FakeProject) -> None:
    """Its alarms acted until they were held: the size is read after that."""
    stop_server(project, f"{BLUE}/0")
    todo = plan(project)
    just_before(project, "alarms.enable out False", lambda: set_size(project, BLUE, 3))
    execute(todo, context_in(project))

    assert shop(project).blue.members.healthy == 3


def test_a_side_that_shrank_after_the_look_is_not_waited_on(project: FakeProject) -> None:
    """As many servers as it had at the look it is not to have any more."""
    set_size(project, BLUE, 4)
    stop_server(project, f"{BLUE}/0")
    todo = plan(project)
    just_before(project, "alarms.enable out False", lambda: set_size(project, BLUE, 3))
    execute(todo, context_in(project))

    assert shop(project).blue.members.healthy == 3
    assert acting(project, BLUE) == 2


def test_a_mark_that_fails_is_taken_back_and_nothing_is_changed(project: FakeProject) -> None:
    """Heat refuses the second of two: the first loses its mark, the alarms act."""
    stop_server(project, f"{BLUE}/0")
    stop_server(project, f"{BLUE}/1")

    def refuse(moment: str, call: str) -> None:
        if (moment, call) == ("before", f"stacks.mark {BLUE}/1 True"):
            raise Conflict("Heat works on it")

    project.fault = refuse
    with pytest.raises(StepFailed, match="nothing is changed"):
        execute(plan(project), context_in(project))

    assert project.marked == {}
    assert acting(project, BLUE) == 2


@pytest.mark.parametrize("call", [f"stacks.mark {BLUE}/0 True", f"stacks.resize {BLUE}"])
@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_lost_answer_is_read_back(project: FakeProject, moment: str, call: str) -> None:
    """It may have acted; what is left is done."""
    stop_server(project, f"{BLUE}/0")
    strike(project, moment, call, lambda: AnswerLost("no answer"))
    execute(plan(project), context_in(project))

    assert shop(project).blue.members.healthy_addresses == {f"{BLUE}/0.1", f"{BLUE}/1"}


def test_heat_without_room_leaves_the_side_serving_and_the_same_command_goes_on(
    project: FakeProject, operator: Operator
) -> None:
    """Exit code 4; the server that lives serves on; resume names the repair, which then ends it."""
    stop_server(project, f"{BLUE}/0")
    project.failing_stacks[BLUE] = "No valid host was found"
    with pytest.raises(Stuck, match="No valid host"):
        execute(plan(project), context_in(project))

    assert shop(project).blue.members.healthy_addresses == {f"{BLUE}/1"}
    assert project.stacks[BLUE].state is StackState.FAILED
    told = operator.types("resume", "shop", "--yes", expect=4)
    assert "bluegreen repair blue shop" in told.err

    project.failing_stacks.clear()
    operator.types("repair", "blue", "--yes", expect=0)
    assert shop(project).blue.members.healthy == 2
    assert acting(project, BLUE) == 2


def test_too_little_room_refuses_before_anything_is_marked(project: FakeProject) -> None:
    """Each new server is made beside the old one."""
    stop_server(project, f"{BLUE}/0")
    short = Shortage("quota: 1 server needed, 0 left", "openstack quota show", of_quota=True)
    with pytest.raises(Refused, match="0 left"):
        execute(plan(project, shortages=(short,)), context_in(project))

    assert project.marked == {}
    assert acting(project, BLUE) == 2
