# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The stage that ends the old release's time as the way back."""

from __future__ import annotations

from bluegreen.model.application import Application
from bluegreen.model.text import plural
from bluegreen.operations.change import execute_with_hooks
from bluegreen.operations.context import ExecutionContext
from bluegreen.operations.plan import Plan
from bluegreen.operations.prechecks import never_was_live
from bluegreen.operations.retire.plan import plan_retire
from bluegreen.operations.scale.scale_out import scale_in_shortages
from bluegreen.operations.switch.rollback_target import no_way_back
from bluegreen.release.stages.request import ReleaseRequest


def retire(request: ReleaseRequest, context: ExecutionContext) -> ReleaseRequest:
    """Shrink or remove what is on the idle side, as the specification says.

    A release does not fail for connections that stay on the old side: it says how many there are,
    and leaves the side to `bluegreen retire`.
    """
    application = request.observe(context)
    idle = application.idle
    plan = plan_of_retire(request, application)
    if plan is None or idle is None or idle.balancer is None:
        return request
    if to_come := no_way_back(application, context):
        context.say(f"{never_was_live(to_come)}: it stays as it is.")
        return request
    connections = context.cloud.balancers.connections(idle.balancer)
    if connections:
        context.say(
            f"{idle.colour} still has {plural(connections, 'open connection')}, so it stays as "
            f"it is. Later: bluegreen retire {request.application}"
        )
        return request
    shortages = scale_in_shortages(context.cloud, idle, context.say)
    if plan.steps and request.specification.retire.to == "warm" and shortages:
        context.say(
            f"{idle.colour} stays as it is: {'; '.join(shortage.what for shortage in shortages)}. "
            f"Later: bluegreen retire {request.application}"
        )
        return request
    execute_with_hooks(plan, context, request.specification)
    return request


def plan_of_retire(request: ReleaseRequest, application: Application) -> Plan | None:
    """Return the plan of what the specification says; None when the idle side stays as it is."""
    wish, idle = request.specification.retire, application.idle
    if wish.to == "keep" or idle is None or idle.balancer is None or idle.release is None:
        return None
    return plan_retire(application, to=wish.to, servers=wish.servers)
