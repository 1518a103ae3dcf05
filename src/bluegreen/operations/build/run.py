# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Building and removing as they are ordered: up, deploy, down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from bluegreen.cloud.observe import observe, observe_existing
from bluegreen.cloud.permit import FOUNDATION, Permit
from bluegreen.errors import StepFailed
from bluegreen.model.application import Application
from bluegreen.model.quota import Needs
from bluegreen.model.tags import Colour
from bluegreen.operations.build.down import plan_down, plan_down_to_nothing
from bluegreen.operations.build.needs import needs_of_deploy, needs_of_up, size_of_deploy
from bluegreen.operations.build.plan import plan_deploy, plan_foundation, plan_up
from bluegreen.operations.build.wish import wish_of
from bluegreen.operations.change import change, observe_afterwards
from bluegreen.operations.drift.find import look_for_drift
from bluegreen.operations.executor import execute
from bluegreen.operations.lease_keeper import HeldLease, LastLease
from bluegreen.operations.plan import Plan
from bluegreen.operations.session import Session, refuse_unknown_point
from bluegreen.spec import Specification

KEEP_AFTERWARDS = 20
"""Entries of the journal that outlive an application: who removed it, and its last number."""

REPLACE_FIRST = (
    "bluegreen deploy VERSION --replace-first, which first removes what the idle side runs"
)


@dataclass(frozen=True, kw_only=True)
class UpRequest:
    """An application with one version on the sides that are named; the first becomes live."""

    specification: Specification
    version: str
    sides: Sequence[Colour] = (Colour.BLUE, Colour.GREEN)


@dataclass(frozen=True, kw_only=True)
class DeployRequest:
    """A version for the idle side.

    `replace_first` removes what that side runs before; `allow_live` takes a version that is live
    already.
    """

    specification: Specification
    version: str
    replace_first: bool = False
    allow_live: bool = False


@dataclass(frozen=True, kw_only=True)
class DownRequest:
    """The removal of an application; `allow_live` though it is live.

    `remove_foreign` removes what somebody else has made on its networks and load balancers too.
    """

    application: str
    allow_live: bool = False
    remove_foreign: bool = False


def up(request: UpRequest, session: Session) -> Application | None:
    """Build both sides, addresses included, and return the application; None where unknown.

    Raises LeaseHeld, Refused (nothing is changed), StepFailed (what was reached stays), Stuck,
    LeaseLost, CloudError.
    """
    specification, version, cloud = request.specification, request.version, session.cloud
    name = specification.application

    def plan_and_needs() -> tuple[Plan, Needs]:
        seen, newest = observe(cloud, name), cloud.journal.newest_release(name)
        drift = look_for_drift(cloud, seen, wish_of(specification, seen))
        return (
            plan_up(specification, version, seen, request.sides, newest=newest, drift=drift),
            needs_of_up(specification, version, seen, request.sides),
        )

    if not session.dry_run and observe(cloud, name).stack is None:
        # Until this stack is there nothing can hold a lease; its name can be taken only once.
        _agree_on(*plan_and_needs(), session)
        execute(plan_foundation(specification, version), session.context(FOUNDATION))
        session = session.agreed
    with session.under_lease(name, rehearse=partial(up, request)) as lease:
        return _build(*plan_and_needs(), specification, session, lease)


def deploy(request: DeployRequest, session: Session) -> Application | None:
    """Put a version on the idle side, and return the application; None where that is not known.

    Raises LeaseHeld, Refused (nothing is changed), StepFailed, Stuck, LeaseLost, CloudError.
    """
    specification, version, cloud = request.specification, request.version, session.cloud
    name = specification.application
    with session.under_lease(name, rehearse=partial(deploy, request)) as lease:
        application = observe_existing(cloud, name)
        plan = plan_deploy(
            specification,
            version,
            application,
            newest=cloud.journal.newest_release(name),
            replace_first=request.replace_first,
            allow_live=request.allow_live,
            drift=look_for_drift(cloud, application, wish_of(specification, application)),
        )
        needs = needs_of_deploy(
            specification,
            version,
            size_of_deploy(specification, application),
            freed=application.idle if request.replace_first else None,
        )
        or_else = "" if request.replace_first else REPLACE_FIRST
        return _build(plan, needs, specification, session, lease, or_else)


def down(request: DownRequest, session: Session) -> bool:
    """Remove an application; False where the plan was only shown.

    Raises LeaseHeld, Refused (nothing is changed), StepFailed (what was reached stays), LeaseLost,
    CloudError.
    """
    name, cloud = request.application, session.cloud
    with session.under_lease(name, rehearse=partial(down, request)) as lease:
        application = observe_existing(cloud, name)
        plan = plan_down(
            application,
            allow_live=request.allow_live,
            drift=look_for_drift(cloud, application),
            remove_foreign=request.remove_foreign,
        )
        rest = plan_down_to_nothing(application)
        if change(plan, session, lease, afterwards=(rest,)) is None:
            return False
        last = LastLease(lease, session.clock) if isinstance(lease, HeldLease) else lease
        execute(rest, session.context(last))
    cloud.journal.prune(name, keep=KEEP_AFTERWARDS)
    if observe(cloud, name).exists:
        raise StepFailed(f"parts of {name} are still there", f"bluegreen down {name}")
    session.say(f"Nothing of {name} is left in the project.")
    return True


def _agree_on(plan: Plan, needs: Needs, session: Session) -> None:
    """Show a plan and ask for it, unless something is missing."""
    refuse_unknown_point(session.stop_at, plan.step_names)
    _refuse_if_short(plan, needs, session)
    session.output.show(plan)
    session.confirm(f"{plan.headline}?")


def _build(
    plan: Plan,
    needs: Needs,
    specification: Specification,
    session: Session,
    lease: Permit | None,
    or_else: str = "",
) -> Application | None:
    """Carry a plan out unless something is missing, and return the application.

    A plan that is only to be shown is shown before what is missing for it. `or_else` is a way on
    where a quota is too small.
    """
    if not session.dry_run:
        _refuse_if_short(plan, needs, session, or_else)
    change(plan, session, lease, specification)
    if session.dry_run:
        _refuse_if_short(plan, needs, session, or_else)
    return observe_afterwards(plan.application, session)


def _refuse_if_short(plan: Plan, needs: Needs, session: Session, or_else: str = "") -> None:
    """Raise Refused with everything that is missing, and where to look for each."""
    plan.refuse_unless_allowed()
    plan.refuse_if_short(session.cloud.inventory.shortages(needs), or_else)
