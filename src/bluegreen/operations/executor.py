# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Carrying out a plan: tell, take, read back; and undo what was begun when a step fails.

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
from bluegreen.operations.journal_writer import Recording
from bluegreen.operations.plan import Plan
from bluegreen.operations.step import Run, Step

GOES_BACK_FROM = (BlueGreenError, KeyboardInterrupt)
"""What makes a run go back. Anything else is a defect of this program, and is shown as one: after
it nobody knows what undoing would do."""


def carry_out(plan: Plan, run: Run) -> None:
    """Take the steps of a plan in order; undo all that were begun when one fails.

    Raises Refused when a guard says no (nothing was changed), StepFailed when a step failed and
    production never moved, RolledBack when production had moved and is back, Stuck when going back
    failed too or is no longer possible, LeaseLost when another operator may be at work, and then
    undoes nothing more; nor does it when a step itself raises Stuck. A defect of this program
    undoes nothing either; where exit code 1 would say that nothing is changed, it raises Stuck.
    """
    plan.refuse_unless_allowed()
    run.production_left, run.cutover, run.drained = False, None, None
    recording = Recording.of(plan, run)
    begun: list[Step] = []
    try:
        recording.intends(plan)
        for step in plan.steps:
            _take(step, run, recording, begun)
    except Stuck as stuck:
        recording.ends(Phase.STUCK, stuck.true_now)
        raise
    except GOES_BACK_FROM as failure:
        _go_back(plan, begun, run, failure, recording)
    except Exception as defect:
        if not (run.production_left or (begun and plan.goes_back)):
            raise
        met = f"{plan.title} met a defect of this program: {sentence_of(defect)}"
        recording.ends(Phase.STUCK, met)
        raise Stuck(met, plan.when_stuck) from defect
    finally:
        run.end_streams()
    done = str(run.drained) if run.drained else f"{plan.title} is done"
    recording.ends(Phase.SUCCEEDED, done, run.cutover)


def _take(step: Step, run: Run, recording: Recording, begun: list[Step]) -> None:
    run.say(step.change)
    recording.takes(step)
    if step.point_of_no_return:
        begun.clear()
    begun.append(step)
    step.take(run)


def _go_back(
    plan: Plan, begun: list[Step], run: Run, failure: BaseException, recording: Recording
) -> NoReturn:
    """Undo what was begun if that is still possible, and raise what is then true."""
    reason = sentence_of(failure)
    if not plan.goes_back:
        recording.ends(Phase.FAILED, reason)
        raise failure
    if any(step.point_of_no_return for step in begun):
        stuck = f"{plan.title} failed where it can no longer go back: {reason}"
        recording.ends(Phase.STUCK, stuck)
        raise Stuck(stuck, plan.when_stuck) from failure
    run.say(f"Going back: {reason}.")
    _undo(plan, begun, run, reason, recording)
    _must_still_hold(plan, begun, run, reason, recording)
    run_next = getattr(failure, "run_next", "") or plan.when_stuck
    if run.production_left:
        recording.ends(Phase.ROLLED_BACK, reason, run.cutover)
        raise RolledBack(f"{plan.title} was taken back: {reason}", run_next) from failure
    recording.ends(Phase.FAILED, reason)
    if isinstance(failure, Refused):
        raise failure
    raise StepFailed(
        f"{plan.title} failed, and nothing is changed: {reason}", run_next
    ) from failure


def _undo(plan: Plan, begun: list[Step], run: Run, reason: str, recording: Recording) -> None:
    """Undo what was begun, last first, as long as nobody else may be at work."""
    for step in reversed(begun):
        if step.way_back:
            run.say(step.way_back)
        try:
            step.undo(run)
        except LeaseLost as lost:
            recording.ends(Phase.STUCK, f"{plan.title} failed ({reason}), and {lost.true_now}")
            raise
        except (Exception, KeyboardInterrupt) as trouble:
            stuck = (
                f"{plan.title} failed ({reason}), and so did undoing {step.name}: "
                f"{sentence_of(trouble)}"
            )
            recording.ends(Phase.STUCK, stuck)
            raise Stuck(stuck, plan.when_stuck) from trouble


def _must_still_hold(
    plan: Plan, begun: list[Step], run: Run, reason: str, recording: Recording
) -> None:
    """Raise LeaseLost where another operator may have changed what was undone."""
    try:
        if begun and run.lease:
            run.lease.must_hold()
    except LeaseLost as lost:
        recording.ends(Phase.STUCK, f"{plan.title} failed ({reason}), and {lost.true_now}")
        raise
    except KeyboardInterrupt as interrupt:
        stuck = f"{plan.title} failed ({reason}) and was undone; whether another came is not known"
        recording.ends(Phase.STUCK, stuck)
        raise Stuck(stuck, plan.when_stuck) from interrupt


def sentence_of(failure: BaseException) -> str:
    """Return what a failure says, without its full stop."""
    if isinstance(failure, BlueGreenError):
        return failure.true_now.rstrip(".")
    if isinstance(failure, Exception):
        return name_of_defect(failure)
    return "interrupted by the operator"
