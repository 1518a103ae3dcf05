# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""A shop whose live side scales with load, and what happens to its alarms."""

from __future__ import annotations

from contextlib import nullcontext

from bluegreen.cloud.errors import AnswerLost
from bluegreen.model.data_plane import ProofSpec
from bluegreen.model.quota import Shortage
from bluegreen.model.tags import Colour
from bluegreen.operations.context import ExecutionContext
from bluegreen.operations.executor import execute
from bluegreen.operations.plan import Plan
from bluegreen.operations.scale.resume_autoscaling import resume_autoscaling_after_move
from bluegreen.operations.switch.plan import plan_switch
from support.fake_cloud import FakeProject
from support.worlds import context_in, set_size, shop

HELD, LET = {"out": False, "in": False}, {"out": True, "in": True}
BLUE, GREEN = "shop-blue-r1", "shop-green-r2"


def alarms(project: FakeProject, release_stack: str) -> dict[str, bool]:
    """Return which alarms of a release act."""
    stack = project.stacks[release_stack]
    own = (alarm for alarm in project.alarms.values() if alarm.stack_id == stack.id)
    return {str(alarm.direction): alarm.enabled for alarm in own}


def switch(project: FakeProject, shortages: tuple[Shortage, ...] = ()) -> ExecutionContext:
    """Switch as the command does, up to the move and its proof; return the run."""
    run = context_in(project)
    execute(plan_switch(shop(project), proof=ProofSpec(), shortages=shortages), run)
    return run


def let(project: FakeProject, run: ExecutionContext, colour: Colour = Colour.GREEN) -> None:
    """Let a side scale as the command does after a move."""
    resume_autoscaling_after_move("shop", colour, run, lambda: nullcontext(run))


def names(plan: Plan) -> list[str]:
    """Return the names of a plan's steps."""
    return list(plan.step_names)


def grows_on(project: FakeProject, call: str, *sizes: int) -> None:
    """Let load make blue so large, one size after the other, just before each such call."""
    left = list(sizes)

    def fault(moment: str, called: str) -> None:
        if (moment, called) == ("before", call) and left:
            set_size(project, BLUE, left.pop(0))

    project.fault = fault


def alarms_that_do_not_answer(project: FakeProject) -> None:
    """Let every call to the alarms fail from now on."""

    def fault(moment: str, call: str) -> None:
        if call.startswith("alarms"):
            raise AnswerLost("the alarm service does not answer")

    project.fault = fault
