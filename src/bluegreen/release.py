# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The main path: observe, plan, refuse or carry out, and undo what did not work.

Every changing command is these few lines with another plan. A plan is a tuple of steps; each step
is told, taken, and read back; when one fails, the steps that were begun are undone, last first.
"""

from __future__ import annotations

from bluegreen.errors import BlueGreenError, Refused, RolledBack, StepFailed, Stuck
from bluegreen.plan import Plan
from bluegreen.steps.step import Run, Step

GOES_BACK_FROM = (BlueGreenError, KeyboardInterrupt)
"""What makes a run go back. Anything else is a defect of this program, and is shown as one."""


def carry_out(plan: Plan, run: Run) -> None:
    """Take the steps of a plan in order; undo all that were begun when one fails.

    Raises Refused when a guard says no (nothing was changed), StepFailed when a step failed and
    production never moved, RolledBack when production had moved and is back, Stuck when going back
    failed too.
    """
    plan.refuse_unless_allowed()
    begun: list[Step] = []
    try:
        for step in plan.steps:
            run.say(step.change)
            if step.point_of_no_return:
                begun.clear()
            begun.append(step)
            step.act(run)
    except GOES_BACK_FROM as failure:
        if not plan.goes_back or any(step.point_of_no_return for step in begun):
            raise
        _go_back(plan, begun, run, failure)


def _go_back(plan: Plan, begun: list[Step], run: Run, failure: BaseException) -> None:
    reason = _sentence(failure)
    run.say(f"Going back: {reason}.")
    for step in reversed(begun):
        if step.way_back:
            run.say(step.way_back)
        try:
            step.undo(run)
        except GOES_BACK_FROM as trouble:
            raise Stuck(
                f"{plan.title} failed ({reason}), and so did undoing {step.name}: "
                f"{_sentence(trouble)}",
                plan.when_stuck,
            ) from failure
    run_next = getattr(failure, "run_next", "") or plan.when_stuck
    if any(step.moves_production for step in begun):
        raise RolledBack(f"{plan.title} was taken back: {reason}", run_next) from failure
    if isinstance(failure, Refused):
        raise failure
    raise StepFailed(
        f"{plan.title} failed, and nothing is changed: {reason}", run_next
    ) from failure


def _sentence(failure: BaseException) -> str:
    if isinstance(failure, BlueGreenError):
        return failure.true_now.rstrip(".")
    return "interrupted by the operator"
