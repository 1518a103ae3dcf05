# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The stage that puts the version on the idle side."""

from __future__ import annotations

from bluegreen.building import needs_of_deploy, plan_deploy, size_of_deploy
from bluegreen.stages.order import Order
from bluegreen.stages.telling import carry_out_with_hooks
from bluegreen.steps.step import Run


def deploy(order: Order, run: Run) -> Order:
    """Build the version on the idle side, unless it is there, or live, already.

    Raises Refused for everything that is missing, at once and before anything is built.
    """
    application = order.observe(run)
    if order.is_live(application):
        run.say(f"{order.version} is live already.")
        return order
    if order.is_there(application):
        run.say(f"{order.version} is on the idle side already.")
        return order
    newest = run.cloud.journal.newest_release(order.application)
    plan = plan_deploy(order.specification, order.version, application, newest=newest)
    size = size_of_deploy(order.specification, application)
    needs = needs_of_deploy(order.specification, order.version, size)
    plan.refuse_if_short(run.cloud.inventory.shortages(needs))
    carry_out_with_hooks(plan, run, order.specification)
    return order
