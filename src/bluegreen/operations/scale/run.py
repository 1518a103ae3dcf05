# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The scaling by hand as it is ordered."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from bluegreen.cloud.observe import observe_existing
from bluegreen.cloud.protocols import Cloud
from bluegreen.errors import Refused
from bluegreen.model.application import Application
from bluegreen.model.tags import Colour
from bluegreen.operations.change import change, observe_afterwards
from bluegreen.operations.scale.last_change import refuse_unless_alarms_are_known
from bluegreen.operations.scale.plan import SizeWish, plan_scale, plans_after_change_by_hand
from bluegreen.operations.scale.resume_autoscaling import resume_autoscaling_later
from bluegreen.operations.scale.scale_out import scale_in_shortages, scale_out_shortages
from bluegreen.operations.session import Session
from bluegreen.spec import Specification


@dataclass(frozen=True, kw_only=True)
class ScaleRequest:
    """Another size, or other bounds, for what runs on a side."""

    application: str
    side: Colour
    size: SizeWish
    specification: Specification | None = None


def scale(request: ScaleRequest, session: Session) -> Application | None:
    """Give a side another size, and return the application after it; None where that is unknown.

    Raises LeaseHeld, Refused (nothing is changed), StepFailed, Stuck, LeaseLost, CloudError.
    """
    name, side, cloud = request.application, request.side, session.cloud
    with session.under_lease(name, rehearse=partial(scale, request)) as lease:
        application = observe_existing(cloud, name)
        there = application.side(side)
        plan = plan_scale(application, side, request.size)
        if plan.steps:
            more = request.size.more_servers(there)
            shortages = (
                scale_out_shortages(cloud, there, more, session.say)
                if more > 0
                else scale_in_shortages(cloud, there, session.say)
            )
            plan = plan_scale(application, side, request.size, shortages)
        later = plans_after_change_by_hand(application, side)
        if not plan.steps:
            refuse_unless_alarms_are_known(cloud, application, plan)
        context = change(plan, session, lease, request.specification, afterwards=later)
    if context and later:
        resume_autoscaling_later(name, side, context, session)
    return observe_afterwards(name, session)


def webhooks(name: str, side: Colour, cloud: Cloud) -> tuple[tuple[str, str], ...]:
    """Return where a POST adds servers to a side or removes some, each with its direction.

    They are in no record: anybody with rights here can ask for them. They hold no password; a token
    of the project goes with the request. Raises Refused where the side runs nothing.
    """
    release = observe_existing(cloud, name).side(side).release
    if release is None:
        raise Refused(f"{side} runs nothing", f"bluegreen status {name}")
    outputs = cloud.stacks.outputs(release.stack.name)
    return ("out", outputs["scale_out_url"]), ("in", outputs["scale_in_url"])
