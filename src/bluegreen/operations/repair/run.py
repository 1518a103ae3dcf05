# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The repair as it is ordered: it looks for dead servers, and replaces them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial

from bluegreen.cloud.observe import observe_existing
from bluegreen.errors import CloudError
from bluegreen.model.application import Side
from bluegreen.model.tags import Colour
from bluegreen.operations.change import change, observe_afterwards
from bluegreen.operations.drift.find import say_drift
from bluegreen.operations.repair.plan import Diagnosis, diagnose, plan_repair
from bluegreen.operations.scale.last_change import refuse_unless_alarms_are_known, was_changed_last
from bluegreen.operations.scale.plan import plans_after_change_by_hand
from bluegreen.operations.scale.resume_autoscaling import resume_autoscaling_later
from bluegreen.operations.scale.scale_out import scale_out_shortages
from bluegreen.operations.session import Session
from bluegreen.spec import Specification


@dataclass(frozen=True, kw_only=True)
class RepairRequest:
    """New servers in place of the dead ones of a side."""

    application: str
    side: Colour
    specification: Specification | None = None


@dataclass(frozen=True)
class RepairResult:
    """What was found, and which server fills each place now, as far as the cloud says."""

    diagnosis: Diagnosis = field(default_factory=Diagnosis)
    servers: Mapping[str, str] = field(default_factory=dict)


def repair(request: RepairRequest, session: Session) -> RepairResult:
    """Replace the servers of a side that are dead; nothing is found where there are none.

    Raises LeaseHeld, Refused (nothing is changed), StepFailed, Stuck, LeaseLost, CloudError.
    """
    name, colour, cloud = request.application, request.side, session.cloud
    with session.under_lease(name, rehearse=partial(repair, request)) as lease:
        application = observe_existing(cloud, name)
        side = application.side(colour)
        say_drift(cloud, application, session.say)
        diagnosis = _diagnose(name, side, session)
        shortages = scale_out_shortages(cloud, side, len(diagnosis.broken), session.say)
        plan = plan_repair(application, colour, diagnosis, shortages)
        later = plans_after_change_by_hand(application, colour)
        if not (plan.steps or (later and was_changed_last(cloud, name, colour, plan.event))):
            plan.refuse_unless_allowed()
            refuse_unless_alarms_are_known(cloud, application, plan)
            session.say(f"Nothing to repair: every server of {colour} is healthy.")
            if later:
                session.say(f"It scales out but not in: bluegreen resume {name}")
            return RepairResult()
        context = change(plan, session, lease, request.specification, afterwards=later)
        if context is None:
            return RepairResult(diagnosis)
    if later:
        resume_autoscaling_later(name, colour, context, session)
    observe_afterwards(name, session)
    return RepairResult(diagnosis, _servers_by_place(name, side, session))


def _diagnose(name: str, side: Side, session: Session) -> Diagnosis:
    """Return what is wrong, having read the places of what is broken a second time.

    Load may take a server away after the first look, which is no server that died.
    """
    if side.release is None:
        return Diagnosis()
    cloud = session.cloud
    group, servers = cloud.stacks.group(side.release.stack), cloud.servers.find(name)
    diagnosis = diagnose(side, group, servers, datetime.now(UTC))
    if diagnosis.broken:
        diagnosis = diagnosis.of_places(cloud.stacks.group(side.release.stack))
    for server in diagnosis.booting:
        session.say(
            f"{server.name} fails its health check but may still be booting; it gets ten minutes "
            "from its creation."
        )
    return diagnosis


def _servers_by_place(name: str, side: Side, session: Session) -> dict[str, str]:
    """Return which server fills each place now; nothing when the cloud does not say."""
    if side.release is None:
        return {}
    try:
        names = {server.id: server.name for server in session.cloud.servers.find(name)}
        group = session.cloud.stacks.group(side.release.stack)
    except CloudError as error:
        session.say(f"Cannot tell what replaced them: {error.true_now}.")
        return {}
    return {place.name: names.get(place.server, place.server) for place in group}
