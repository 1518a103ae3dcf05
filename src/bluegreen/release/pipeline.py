# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""A release from build to retirement, on one page.

Each stage looks at what is there, does what is left to do, and is done when it returns. So the
same release, run again after an interruption, goes on where it stopped: a version that is on the
idle side already is not built again, and one that is live already is not switched again.

Up to the switch nothing has changed for users; the switch and what follows can be rolled back
until the last stage retires the side that went out of service.
"""

from __future__ import annotations

from bluegreen.operations.context import ExecutionContext
from bluegreen.release.record import recorded
from bluegreen.release.run_stage import run_stage
from bluegreen.release.stages.approve import approve
from bluegreen.release.stages.check import check
from bluegreen.release.stages.deploy import deploy
from bluegreen.release.stages.drain import drain
from bluegreen.release.stages.request import ReleaseRequest, Stage
from bluegreen.release.stages.retire import retire
from bluegreen.release.stages.scale import scale
from bluegreen.release.stages.switch import switch
from bluegreen.release.stages.watch import watch

STAGES: tuple[Stage, ...] = (deploy, check, approve, switch, watch, drain, scale, retire)


def release(request: ReleaseRequest, context: ExecutionContext) -> None:
    """Take a version through every stage; tell those who want to know when one of them fails.

    Raises Refused or StepFailed when production never moved, RolledBack when it had moved and is
    back, Stuck when a person must look, or when the version is live and a later stage did not end.
    """
    application = request.refuse_unless_ready(context)
    with recorded(request, context, application) as within:
        for stage in STAGES:
            request = run_stage(stage, request, within)
    context.say(f"{request.application} {request.version} is released.")
