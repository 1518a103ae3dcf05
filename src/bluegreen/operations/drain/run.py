# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The drain as it is ordered: it waits without the lease, and cuts with it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from bluegreen.cloud.observe import observe_existing
from bluegreen.errors import Refused
from bluegreen.model.connections import Drained
from bluegreen.model.tags import Colour
from bluegreen.operations.drain.after_move import end_connections, plans_for_connections
from bluegreen.operations.plan import the_other_side
from bluegreen.operations.session import Session, refuse_unknown_point
from bluegreen.spec.drain import DrainSection


@dataclass(frozen=True, kw_only=True)
class DrainRequest:
    """What is to become of the connections on the idle side."""

    application: str
    policy: DrainSection


@dataclass(frozen=True)
class DrainResult:
    """What happened to a side's connections; None where the plan was only shown."""

    application: str
    side: Colour
    drained: Drained | None = None


def drain(request: DrainRequest, session: Session) -> DrainResult:
    """Wait until nobody is connected to the idle side any more, or end its connections.

    Raises Refused when somebody is left, or nothing may be ended; LeaseHeld, LeaseLost, CloudError.
    """
    name, policy = request.application, request.policy
    application = observe_existing(session.cloud, name)
    colour = the_other_side(application, "drain")
    plans = plans_for_connections(application, colour, policy, session.cloud)
    refuse_unknown_point(session.stop_at, (step for plan in plans for step in plan.step_names))
    for plan in plans:
        session.output.show(plan)
    for plan in plans:
        plan.refuse_unless_allowed()
    if session.dry_run:
        return DrainResult(name, colour)
    if "cut" in (policy.policy, policy.after_deadline):
        session.confirm(f"End the connections on {colour}?")
    changing = session.changing(name, rehearse=partial(drain, request))
    drained = end_connections(name, colour, policy, session.context(None), changing)
    if drained and drained.remaining != 0:
        raise Refused(
            f"{drained}, and {colour.other} is live as before",
            f"bluegreen drain {name} again, or with --cut; "
            f"or bluegreen retire {name} --ignore-connections",
        )
    return DrainResult(name, colour, drained)
