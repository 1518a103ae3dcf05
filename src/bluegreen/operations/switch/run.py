# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The switch and the rollback as they are ordered: by a command, a plugin or the dashboard.

Each takes the lease, observes, plans, asks and carries the plan out under the lease; then, without
it, it drains the old side and resumes autoscaling, so that a rollback may come in between.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from bluegreen.cloud.observe import (
    observe_as_far_as_it_answers,
    observe_existing,
    refuse_unless_there,
)
from bluegreen.cloud.permit import Permit
from bluegreen.cloud.protocols import Cloud, Journal
from bluegreen.errors import CloudError
from bluegreen.model.application import Application
from bluegreen.model.balancer import Drained
from bluegreen.model.data_plane import Cutover, ProofSpec
from bluegreen.model.journal import Phase
from bluegreen.model.tags import Colour
from bluegreen.operations.change import change, observe_afterwards, stuck_on_defect
from bluegreen.operations.context import ExecutionContext
from bluegreen.operations.drain.run import end_connections_after_move, plans_for_connections
from bluegreen.operations.plan import Plan
from bluegreen.operations.prechecks import Precheck
from bluegreen.operations.scale.alarms import ResumeScaleOut
from bluegreen.operations.scale.plan import autoscaling_plans_after_move
from bluegreen.operations.scale.resume_autoscaling import (
    resume_autoscaling_later,
    say_that_alarms_are_as_they_were,
)
from bluegreen.operations.scale.scale_out import (
    scale_out_shortages,
    servers_to_make,
    switch_shortages,
)
from bluegreen.operations.session import Session
from bluegreen.operations.switch.plan import plan_rollback, plan_switch
from bluegreen.operations.switch.rehearsal import rehearse, servers_to_come_back
from bluegreen.operations.switch.rollback_conditions import not_live_reason, not_ours_reason
from bluegreen.operations.switch.rollback_target import failed_watch, pending_release
from bluegreen.spec import Specification
from bluegreen.spec.switch import DrainSection


@dataclass(frozen=True, kw_only=True)
class MoveRequest:
    """What a switch and a rollback have in common.

    `expected` is the side that is live as far as the caller knows, `proof` the proof (None: no
    proof). `drain` says what happens to the connections on the old side; with None the operation
    returns as soon as production has moved, without resuming autoscaling. `specification` has the
    hooks. `accept` raises Refused when the caller does not want the plan, given what was observed.
    `allow_unknown` takes a side of which nobody knows whether it works.
    """

    application: str
    proof: ProofSpec | None
    expected: Colour | None = None
    drain: DrainSection | None = None
    specification: Specification | None = None
    accept: Callable[[Application, Plan], None] | None = None
    allow_unknown: bool = False


@dataclass(frozen=True, kw_only=True)
class SwitchRequest(MoveRequest):
    """A switch to a side, the idle one unless `to` names it; refused unless it runs `version`.

    Without `may_wait` it is refused where servers must boot first once the live side has grown.
    """

    to: Colour | None = None
    version: str | None = None
    may_wait: bool = True


@dataclass(frozen=True, kw_only=True)
class RollbackRequest(MoveRequest):
    """A rollback; `allow_smaller` takes the previous side as it is.

    `to_failed` makes a version live again that has failed its watch. It does nothing unless the
    version `if_live` is live, and with `if_switched_by_me` unless the operator's own switch moved
    production last.
    """

    allow_smaller: bool = False
    to_failed: bool = False
    if_live: str | None = None
    if_switched_by_me: bool = False


@dataclass(frozen=True)
class MoveResult:
    """What a move came to. `application` is as it is afterwards; None where that is not known.

    `moved` is False where the plan was only shown, and where there was nothing to roll back.
    """

    name: str
    application: Application | None
    moved: bool = False
    cutover: Cutover | None = None
    drained: Drained | None = None


def switch(request: SwitchRequest, session: Session) -> MoveResult:
    """Make the idle side live.

    Raises LeaseHeld, Refused (nothing is changed), RolledBack, Stuck, LeaseLost, CloudError.
    """
    name, cloud = request.application, session.cloud
    with session.under_lease(name, rehearse=partial(switch, request)) as lease:
        application = observe_existing(cloud, name)
        plan = plan_switch(
            application,
            request.to,
            expected=request.expected,
            version=request.version,
            proof=request.proof,
            shortages=switch_shortages(cloud, application, session.say),
            may_wait=request.may_wait,
            allow_unknown=request.allow_unknown,
        )
        if plan.side and (doubt := _unchecked_warning(application, plan.side, cloud.journal)):
            session.say(doubt)
        move = _move(plan, application, request, session, lease)
    return _finish(move, request, session)


def rollback(request: RollbackRequest, session: Session) -> MoveResult:
    """Make the previous side live again; it reads by Neutron and Octavia alone without Heat.

    Raises LeaseHeld, Refused (nothing is changed), RolledBack, Stuck, LeaseLost, CloudError.
    """
    session = session.urgent
    name, cloud = request.application, session.cloud
    with session.under_lease(name, rehearse=partial(rollback, request)) as lease:
        application = refuse_unless_there(observe_as_far_as_it_answers(cloud, name))
        if reason := _nothing_to_roll_back(request, application, cloud):
            session.say(reason)
            return MoveResult(name, application)
        idle = application.idle
        to_make = servers_to_make(application, idle.colour, for_rollback=True) if idle else 0
        plan = plan_rollback(
            application,
            expected=request.expected,
            proof=request.proof,
            shortages=scale_out_shortages(cloud, idle, to_make, session.say),
            allow_smaller=request.allow_smaller,
            to_come=pending_release(application, cloud, session.say),
            failed=failed_watch(application, cloud, session.say),
            to_failed=request.to_failed,
            allow_unknown=request.allow_unknown,
        )
        move = _move(plan, application, request, session, lease)
    return _finish(move, request, session)


def rehearse_rollback(name: str, session: Session) -> list[Precheck]:
    """Return every finding about a rollback after the next switch, having tried what can be.

    Nothing is moved. Raises Refused when no side is live, LeaseHeld.
    """
    with session.urgent.under_lease(name) as lease:
        application = observe_existing(session.cloud, name)
        to_make = servers_to_come_back(application)
        shortages = scale_out_shortages(session.cloud, application.live, to_make, session.say)
        return rehearse(application, session.context(lease), shortages)


@dataclass(frozen=True)
class _Move:
    """A plan, its run (None where it was only shown), and the application after it."""

    plan: Plan
    context: ExecutionContext | None
    application: Application | None


def _move(
    plan: Plan,
    application: Application,
    request: MoveRequest,
    session: Session,
    lease: Permit | None,
) -> _Move:
    """Carry a plan out under the lease, once the caller accepts it."""
    if request.accept:
        request.accept(application, plan)
    afterwards = _plans_afterwards(plan, application, request, session.cloud)
    context = change(plan, session, lease, request.specification, afterwards=afterwards)
    with stuck_on_defect(plan, context):
        return _Move(plan, context, observe_afterwards(plan.application, session))


def _finish(move: _Move, request: MoveRequest, session: Session) -> MoveResult:
    """Drain the old side and resume autoscaling, without the lease; return what it all came to.

    Only a cut and the alarms take the lease again: an operator who has taken it meanwhile is not
    disturbed.
    """
    plan, context, name = move.plan, move.context, request.application
    result = MoveResult(name, move.application)
    if context is None:
        return result
    result = replace(result, moved=True, cutover=context.progress.cutover)
    if plan.side is None or not plan.steps or request.drain is None:
        return result
    with stuck_on_defect(plan, context):
        drained = end_connections_after_move(
            name,
            plan.side.other,
            request.drain,
            context.under(None),
            session.under_lease_again(name, context),
        )
        if any(isinstance(step, ResumeScaleOut) for step in plan.steps):
            resume_autoscaling_later(name, plan.side, context, session)
        elif plan.without_heat and _may_scale(request.specification):
            say_that_alarms_are_as_they_were(name, plan.side, context)
    return replace(result, drained=drained)


def _plans_afterwards(
    plan: Plan, application: Application, request: MoveRequest, cloud: Cloud
) -> tuple[Plan, ...]:
    """Return what will be done about connections and autoscaling once production has moved."""
    if plan.side is None or not plan.steps or request.drain is None:
        return ()
    return (
        *plans_for_connections(application, plan.side.other, request.drain, cloud),
        *autoscaling_plans_after_move(application, plan.side),
    )


def _nothing_to_roll_back(
    request: RollbackRequest, application: Application, cloud: Cloud
) -> str | None:
    """Return why production stays where it is; None when there is something to roll back."""
    reason = None
    if request.if_live is not None:
        reason = not_live_reason(application, request.if_live)
    if request.if_switched_by_me and reason is None:
        reason = not_ours_reason(cloud, application)
    return reason


def _may_scale(specification: Specification | None) -> bool:
    """Whether the sides may scale with load, as far as the specification says, if there is one."""
    if specification is None:
        return True
    return specification.scaling is not None and specification.scaling.source != "none"


def _unchecked_warning(application: Application, to: Colour, journal: Journal) -> str | None:
    """Return a sentence unless the last check of a side's release on record passed.

    None for the live side, where nothing is left to check. It refuses nothing:
    docs/decisions/switch-and-checks.md says why.
    """
    side = application.side(to)
    if side.release is None or side is application.live:
        return None
    name = side.release.name
    try:
        found = journal.entries(application.name, limit=1, release=name, event="check")
    except CloudError as error:
        return f"Cannot tell whether {name} was checked: {error.true_now}."
    if not found:
        return f"{name} was not checked yet; to check it: bluegreen check."
    if found[0].phase is not Phase.SUCCEEDED:
        return f"The last check of {name} did not pass: {found[0].details.get('sentence')}."
    return None
