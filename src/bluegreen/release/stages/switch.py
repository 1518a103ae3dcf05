# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The stage that makes the checked release live."""

from __future__ import annotations

from collections.abc import Sequence

from bluegreen.model.application import Application
from bluegreen.model.quota import Shortage
from bluegreen.operations.change import execute_with_hooks
from bluegreen.operations.context import ExecutionContext
from bluegreen.operations.executor import execute
from bluegreen.operations.plan import Plan
from bluegreen.operations.scale.scale_out import switch_shortages
from bluegreen.operations.switch.plan import plan_switch
from bluegreen.release.stages.request import ReleaseRequest


def switch(request: ReleaseRequest, context: ExecutionContext) -> ReleaseRequest:
    """Make the idle side live, unless the version is live already.

    What is left of a switch that was interrupted after production had moved is finished too: the
    preview address then still points at nothing.
    """
    application = request.observe(context)
    shortages = switch_shortages(context.cloud, application, context.say)
    plan = plan_of_switch(request, application, shortages)
    if plan is None:
        return request
    if request.is_live(application):
        execute(plan, context)
    else:
        execute_with_hooks(plan, context, request.specification)
    return request


def plan_of_switch(
    request: ReleaseRequest, application: Application, shortages: Sequence[Shortage] = ()
) -> Plan | None:
    """Return the plan of the switch, or of what is left of one; None when nothing is.

    Only the version that was checked goes live, though another was deployed meanwhile.
    `shortages` is what the project lacks for the servers that are made first.
    """
    live = application.live
    if live is None or not request.is_live(application):
        return plan_switch(
            application,
            version=request.version,
            proof=request.proof,
            shortages=shortages,
            allow_unknown=request.allow_unknown,
        )
    if application.side_at(application.preview) is None:
        return plan_switch(application, live.colour, proof=request.proof)
    return None
