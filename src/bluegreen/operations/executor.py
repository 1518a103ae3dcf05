# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Executing a plan: say, run, read back; and undo what was begun when a step fails.

Every changing command is this loop with another plan. What is intended is in the journal before
the first step, each step before it acts, and the end after it.
"""

from __future__ import annotations

from typing import NoReturn

from bluegreen.errors import (
    BlueGreenError,
    Refused,
    RolledBack,
    StepFailed,
    Stuck,
    name_of_defect,
)
from bluegreen.model.journal import Phase
from bluegreen.model.lease import LeaseLost
from bluegreen.operations.context import ExecutionContext, Outcome
from bluegreen.operations.journal_writer import JournalWriter
from bluegreen.operations.plan import Plan, Step

GOES_BACK_FROM = (BlueGreenError, KeyboardInterrupt)
"""What makes a run go back. Anything else is a defect of this program, and is shown as one: after
it nobody knows what undoing would do."""


def execute(plan: Plan, context: ExecutionContext, *, begins: str = "") -> Outcome:
    """Run the steps of a plan in order; undo all that were begun when one fails.

    `begins` names a run in the journal of which the plan is only the beginning: something else
    writes its end, unless a step fails.

    Raises Refused when a precheck says no (nothing was changed), StepFailed when a step failed and
    production never moved, RolledBack when production had moved and is back, Stuck when going back
    failed too or is no longer possible, LeaseLost when another operator may be at work, and then
    undoes nothing more; nor does it when a step itself raises Stuck. A defect of this program
    undoes nothing either; where exit code 1 would say that nothing is changed, it raises Stuck.
    """
    plan.refuse_unless_allowed()
    progress = context.progress
    progress.begin()
    journal = JournalWriter.of(plan, context, begins)
    begun: list[Step] = []
    try:
        journal.intends(plan)
        for step in plan.steps:
            _run(step, context, journal, begun)
    except Stuck as stuck:
        journal.ends(Phase.STUCK, stuck.true_now)
        raise
    except GOES_BACK_FROM as failure:
        _go_back(plan, begun, context, failure, journal)
    except Exception as defect:
        if not (progress.production_left or (begun and plan.goes_back)):
            raise
        met = f"{plan.title} met a defect of this program: {sentence_of(defect)}"
        journal.ends(Phase.STUCK, met)
        raise Stuck(met, plan.when_stuck) from defect
    finally:
        progress.end_streams()
    done = str(progress.drained) if progress.drained else f"{plan.title} is done"
    if not begins:
        journal.ends(Phase.SUCCEEDED, done, progress.cutover)
    return progress.outcome


def _run(step: Step, context: ExecutionContext, journal: JournalWriter, begun: list[Step]) -> None:
    context.say(step.describe())
    journal.begins(step)
    if step.point_of_no_return:
        begun.clear()
    begun.append(step)
    step.run(context)


def _go_back(
    plan: Plan,
    begun: list[Step],
    context: ExecutionContext,
    failure: BaseException,
    journal: JournalWriter,
) -> NoReturn:
    """Undo what was begun if that is still possible, and raise what is then true."""
    reason = sentence_of(failure)
    if not plan.goes_back:
        journal.ends(Phase.FAILED, reason)
        raise failure
    if any(step.point_of_no_return for step in begun):
        stuck = f"{plan.title} failed after the point of no return: {reason}"
        journal.ends(Phase.STUCK, stuck)
        raise Stuck(stuck, plan.when_stuck) from failure
    context.say(f"Undoing: {reason}.")
    _undo(plan, begun, context, reason, journal)
    _must_still_hold(plan, begun, context, reason, journal)
    next_step = getattr(failure, "next_step", "") or "run the same command again"
    if context.progress.production_left:
        journal.ends(Phase.ROLLED_BACK, reason, context.progress.cutover)
        raise RolledBack(f"{plan.title} was rolled back: {reason}", next_step) from failure
    journal.ends(Phase.FAILED, reason)
    if isinstance(failure, Refused):
        raise failure
    raise StepFailed(
        f"{plan.title} failed, and nothing is changed: {reason}", next_step
    ) from failure


def _undo(
    plan: Plan, begun: list[Step], context: ExecutionContext, reason: str, journal: JournalWriter
) -> None:
    """Undo what was begun, last first, as long as nobody else may be at work."""
    for step in reversed(begun):
        if undoing := step.describe_undo_now(context):
            context.say(undoing)
        try:
            step.undo(context)
        except LeaseLost as lost:
            journal.ends(Phase.STUCK, f"{plan.title} failed ({reason}), and {lost.true_now}")
            raise
        except (Exception, KeyboardInterrupt) as error:
            stuck = (
                f"{plan.title} failed ({reason}), and undoing {step.name} failed as well: "
                f"{sentence_of(error)}"
            )
            journal.ends(Phase.STUCK, stuck)
            raise Stuck(stuck, plan.when_stuck) from error


def _must_still_hold(
    plan: Plan, begun: list[Step], context: ExecutionContext, reason: str, journal: JournalWriter
) -> None:
    """Raise LeaseLost where another operator may have changed what was undone."""
    try:
        if begun and context.lease:
            context.lease.must_hold()
    except LeaseLost as lost:
        journal.ends(Phase.STUCK, f"{plan.title} failed ({reason}), and {lost.true_now}")
        raise
    except KeyboardInterrupt as interrupt:
        stuck = (
            f"{plan.title} failed ({reason}) and was undone, but another operator may have "
            "changed it meanwhile"
        )
        journal.ends(Phase.STUCK, stuck)
        raise Stuck(stuck, plan.when_stuck) from interrupt


def sentence_of(failure: BaseException) -> str:
    """Return what a failure says, without its full stop."""
    if isinstance(failure, BlueGreenError):
        return failure.true_now.rstrip(".")
    if isinstance(failure, Exception):
        return name_of_defect(failure)
    return "interrupted by the operator"
