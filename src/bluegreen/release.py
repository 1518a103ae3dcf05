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

from bluegreen.context import Context
from bluegreen.errors import BlueGreenError, RolledBack, Stuck
from bluegreen.specification.notifications import EventName
from bluegreen.stages.approve import approve
from bluegreen.stages.check import check
from bluegreen.stages.deploy import deploy
from bluegreen.stages.order import Order, Stage
from bluegreen.stages.retire import retire
from bluegreen.stages.switch import switch
from bluegreen.stages.telling import tell
from bluegreen.stages.watch import watch
from bluegreen.steps.step import Run

STAGES: tuple[Stage, ...] = (deploy, check, approve, switch, watch, retire)


def release(order: Order, run: Run) -> None:
    """Take a version through every stage; tell those who want to know when one of them fails.

    Raises Refused or StepFailed when production never moved, RolledBack when it had moved and is
    back, Stuck when a person must look, or when the version is live and a later stage did not end.
    """
    order.refuse_unless_ready(run)
    for stage in STAGES:
        try:
            run.stop_dead("before", stage.__name__)
            order = stage(order, run)
            run.stop_dead("after", stage.__name__)
        except BlueGreenError as trouble:
            failure = _what_is_true(order, run, stage, trouble)
            told = Context(application=order.application, side="", version=order.version)
            tell(order.specification, run, _event_of(failure), failure.true_now, told)
            raise failure from trouble
    run.say(f"{order.application} {order.version} is released.")


def _what_is_true(order: Order, run: Run, stage: Stage, failure: BlueGreenError) -> BlueGreenError:
    """Return the failure; one that leaves the new version live is not "nothing is changed"."""
    moved = stage in (watch, retire) or (stage is switch and run.production_left)
    if not moved or isinstance(failure, (RolledBack, Stuck)):
        return failure
    return Stuck(
        f"{order.version} is live, and the stage {stage.__name__} did not end: {failure.true_now}",
        f"bluegreen release {order.version}, which goes on from there",
    )


def _event_of(failure: BlueGreenError) -> EventName:
    if isinstance(failure, RolledBack):
        return "rolled_back"
    return "stuck" if isinstance(failure, Stuck) else "failed"
