# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""After a move, and after the drain: the new live side scales, the old one keeps its size.

Waiting needs no lease, so that a rollback may come in between; only letting scale does.
"""

from __future__ import annotations

from datetime import timedelta

from bluegreen.cloud.observe import observe
from bluegreen.errors import Stuck
from bluegreen.model.tags import Colour
from bluegreen.operations.context import Changing, ExecutionContext
from bluegreen.operations.executor import GOES_BACK_FROM, execute, sentence_of
from bluegreen.operations.scale.alarms import wait_for_its_own_load
from bluegreen.operations.scale.plan import plan_autoscaling
from bluegreen.operations.session import Session

PATIENCE = timedelta(minutes=10)
"""How long another operator is waited for, such as a timer's `repair`, whatever --wait says.

What was ordered is done by then and good; to end as stuck would have a pipeline take it back.
"""


def resume_autoscaling_later(
    name: str, colour: Colour, context: ExecutionContext, session: Session
) -> None:
    """Resume autoscaling of a side once its load is known; that is waited for without the lease.

    Raises what `resume_autoscaling_after_move` raises.
    """
    waiting = context.under(None)
    changing = session.under_lease_again(name, waiting, PATIENCE)
    resume_autoscaling_after_move(name, colour, waiting, changing)


def resume_autoscaling_after_move(
    name: str, colour: Colour, context: ExecutionContext, changing: Changing
) -> None:
    """Let a side scale in both directions, if it is still live when its load is known.

    How long it has been live is not known of a side that this run has not moved: since now.

    Raises Stuck when it does not come to that: interrupted, the side grows with load and does not
    shrink; and where alarms cannot be reached, nothing is known of either.
    """
    live_since = (
        context.clock.now() if context.progress.moved_at is None else context.progress.moved_at
    )
    context = context.moved(live_since)
    try:
        release = observe(context.cloud, name).side(colour).release
        if release is None or release.scaling is None or not release.scaling.has_alarms:
            return
        wait_for_its_own_load(context, colour, release.scaling.window)
        with changing() as holding:
            _resume_if_still_live(name, colour, holding.moved(live_since))
    except GOES_BACK_FROM as failure:
        raise Stuck(
            f"{colour} is live, but its autoscaling is not active in both directions yet: "
            f"{sentence_of(failure)}",
            f"bluegreen resume {name}",
        ) from failure


def say_that_alarms_are_as_they_were(name: str, colour: Colour, context: ExecutionContext) -> None:
    """Say what a rollback without Heat leaves: which sides scale is known by their stacks alone."""
    context.say(
        "Heat did not answer, so autoscaling stays as it was: if the sides scale with load, "
        f"{colour} does not yet, and {colour.other} still does. Once Heat answers: bluegreen "
        f"resume {name}"
    )


def _resume_if_still_live(name: str, colour: Colour, context: ExecutionContext) -> None:
    application = observe(context.cloud, name)
    if application.live is None or application.live.colour is not colour:
        context.say(f"{colour} is no longer live, so its alarms stay as they are.")
        return
    plan = plan_autoscaling(application)
    if plan.steps:
        execute(plan, context)
