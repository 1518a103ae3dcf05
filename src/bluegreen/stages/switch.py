# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The stage that makes the checked release live."""

from __future__ import annotations

from bluegreen.carrying_out import carry_out
from bluegreen.plan import plan_switch
from bluegreen.stages.order import Order, context_of, hook, tell
from bluegreen.steps.step import Run


def switch(order: Order, run: Run) -> Order:
    """Make the idle side live, unless the version is live already.

    What is left of a switch that was interrupted after production had moved is finished too: the
    preview address then still points at nothing.
    """
    application = order.observe(run)
    live = application.live
    done = order.is_live(application)
    target = live.colour if done and live else None
    plan = plan_switch(application, target, demand=order.demand)
    if done:
        if application.side_at(application.preview) is None:
            carry_out(plan, run)
        return order
    new = application.side(plan.side or application.blue.colour)
    hook(order, run, "before_switch", context_of(order, application, new, application.preview))
    carry_out(plan, run)
    now = order.observe(run)
    context = context_of(order, now, now.side(new.colour), now.production)
    hook(order, run, "after_switch", context)
    tell(order, run, "switched", f"{new.colour} is live with {order.version}", context)
    return order
