# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The resume as it is ordered: it looks, says what was done last, and goes on from there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from bluegreen.cloud.observe import observe_existing
from bluegreen.cloud.protocols import Cloud
from bluegreen.errors import CloudError, StepFailed, Stuck
from bluegreen.model.data_plane import ProofSpec
from bluegreen.model.journal import ENTRIES_OF_A_RUN, Entry, last_act, runs_of
from bluegreen.model.tags import Colour
from bluegreen.operations.change import change, observe_afterwards, stuck_on_defect
from bluegreen.operations.drift.find import say_drift
from bluegreen.operations.resume.next_command import refuse_a_mixed_live_side
from bluegreen.operations.resume.plan import plan_resume
from bluegreen.operations.scale.plan import autoscaling_plans_left
from bluegreen.operations.scale.resume_autoscaling import resume_autoscaling_later
from bluegreen.operations.session import Session
from bluegreen.operations.switch.run import MoveResult
from bluegreen.spec import Specification


@dataclass(frozen=True, kw_only=True)
class ResumeRequest:
    """A resume; `expected` is the side that is live as far as the caller knows."""

    application: str
    proof: ProofSpec | None
    expected: Colour | None = None
    specification: Specification | None = None


def resume(request: ResumeRequest, session: Session) -> MoveResult:
    """End what an interrupted run began.

    Raises Stuck where another command must go on or a step failed, LeaseHeld, Refused, LeaseLost,
    CloudError.
    """
    name, cloud = request.application, session.cloud
    with session.under_lease(name, rehearse=partial(resume, request)) as lease:
        application = observe_existing(cloud, name)
        plan = plan_resume(
            application,
            was=_last_act(name, cloud, session.say),
            expected=request.expected,
            proof=request.proof,
        )
        later = autoscaling_plans_left(application)
        try:
            context = change(plan, session, lease, request.specification, afterwards=later)
        except StepFailed as failure:
            raise Stuck(failure.true_now, failure.next_step) from failure
        with stuck_on_defect(plan, context):
            now = observe_afterwards(name, session)
            if now:
                say_drift(cloud, now, session.say)
    if context and later and plan.side:
        with stuck_on_defect(plan, context):
            resume_autoscaling_later(name, plan.side, context, session)
    refuse_a_mixed_live_side(application)
    return MoveResult(name, now, moved=False, cutover=context.progress.cutover if context else None)


def _last_act(name: str, cloud: Cloud, say: Callable[[str], None]) -> Entry | None:
    """Say what the journal has as done last, and return its newest entry."""
    try:
        act = last_act(runs_of(cloud.journal.entries(name, 2 * ENTRIES_OF_A_RUN)))
    except CloudError as error:
        say(f"The journal cannot be read ({error.true_now}); continuing from the current state.")
        return None
    if act is None:
        return None
    last = act.last
    how = "ended" if act.ended else "was interrupted"
    point = act.outcome if act.ended else last.step or "its beginning"
    say(f"The last {last.event}, by {last.operator} at {last.at:%F %T} UTC, {how}: {point}.")
    return last
