# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The stage that makes the checked release live."""

from __future__ import annotations

from bluegreen.carrying_out import carry_out
from bluegreen.plan import plan_switch
from bluegreen.stages.order import Order
from bluegreen.stages.telling import carry_out_with_hooks
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
    carry_out_with_hooks(plan, run, order.specification)
    return order
