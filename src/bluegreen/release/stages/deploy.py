# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The stage that puts the version on the idle side."""

from __future__ import annotations

from collections.abc import Sequence

from bluegreen.model.application import Application
from bluegreen.model.quota import Shortage
from bluegreen.operations.build.needs import needs_of_deploy, size_of_deploy
from bluegreen.operations.build.plan import plan_deploy
from bluegreen.operations.build.wish import wish_of
from bluegreen.operations.change import execute_with_hooks
from bluegreen.operations.context import ExecutionContext
from bluegreen.operations.drift.find import look_for_drift
from bluegreen.operations.executor import execute
from bluegreen.operations.plan import Plan, what_is_on
from bluegreen.operations.scale.scale_out import (
    scale_out_prechecks,
    scale_out_shortages,
    scale_out_steps,
    servers_to_make,
)
from bluegreen.release.stages.request import ReleaseRequest


def deploy(request: ReleaseRequest, context: ExecutionContext) -> ReleaseRequest:
    """Build the version on the idle side, unless it is there, or live, already.

    One that is there and was shrunk since, as the way back of an earlier move, is grown again.
    Raises Refused for everything that is missing, at once and before anything is built.
    """
    application = request.observe(context)
    if request.is_live(application):
        context.say(f"{request.version} is already live.")
        return request
    if request.is_there(application):
        context.say(f"{request.version} is already on the idle side.")
        _grow(application, context)
        return request
    newest = context.cloud.journal.newest_release(request.application)
    drift = look_for_drift(context.cloud, application, wish_of(request.specification, application))
    plan = plan_deploy(
        request.specification, request.version, application, newest=newest, drift=drift
    )
    size = size_of_deploy(request.specification, application)
    needs = needs_of_deploy(request.specification, request.version, size)
    plan.refuse_if_short(context.cloud.inventory.shortages(needs))
    execute_with_hooks(plan, context, request.specification)
    return request


def plan_of_growth(application: Application, shortages: Sequence[Shortage] = ()) -> Plan | None:
    """Return the plan that makes the idle side as large as the live one; None when it is.

    `shortages` is what the project lacks for that.
    """
    idle = application.idle
    if idle is None or not servers_to_make(application, idle.colour):
        return None
    return Plan(
        title=f"scale-out of {application.name} {idle.colour}",
        application=application.name,
        event="scale",
        **what_is_on(idle),
        prechecks=tuple(scale_out_prechecks(application, idle.colour, shortages)),
        steps=tuple(scale_out_steps(application, idle.colour)),
    )


def _grow(application: Application, context: ExecutionContext) -> None:
    idle = application.idle
    to_make = servers_to_make(application, idle.colour) if idle else 0
    shortages = scale_out_shortages(context.cloud, idle, to_make, context.say)
    if plan := plan_of_growth(application, shortages):
        execute(plan, context)
