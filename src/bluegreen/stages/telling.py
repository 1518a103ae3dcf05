# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""A plan with the user's hooks around it, and those told who want to know."""

from __future__ import annotations

from typing import get_args

from bluegreen import hooks
from bluegreen.carrying_out import carry_out
from bluegreen.context import Context
from bluegreen.notifications import Event, notify
from bluegreen.observation import Address, Application, Colour, Side
from bluegreen.observe import observe
from bluegreen.plan import Plan
from bluegreen.specification import Specification
from bluegreen.specification.hooks import Moment
from bluegreen.specification.notifications import EventName
from bluegreen.steps.step import Run

NEWS: dict[str, EventName] = {
    "deploy": "deployed",
    "switch": "switched",
    "rollback": "rolled_back",
}
"""What others are told after a plan of that event; a retirement is nobody's news."""


def carry_out_with_hooks(
    plan: Plan, run: Run, specification: Specification | None, *, is_news: bool = True
) -> None:
    """Run the hook before a plan, carry it out, run the hook after it, and tell others.

    Without a specification there are none, and the plan is only carried out. Raises Refused when
    the before-hook refuses, and what `carry_out` raises.
    """
    if specification is None or plan.side is None or not _has_something_around(specification, plan):
        carry_out(plan, run)
        return
    plan.refuse_unless_allowed()
    seen = observe(run.cloud, plan.application)
    before = context_of(seen, plan.side, seen.preview)
    run_hook(specification, run, f"before_{plan.event}", before)
    carry_out(plan, run)
    now = observe(run.cloud, plan.application)
    after = context_of(now, plan.side, now.production if _is_live(now, plan.side) else now.preview)
    run_hook(specification, run, f"after_{plan.event}", after)
    if is_news and plan.event in NEWS:
        tell(specification, run, NEWS[plan.event], f"{plan.title} is done", after)


def _has_something_around(specification: Specification, plan: Plan) -> bool:
    """Whether it is worth looking at the cloud once more, before and after."""
    programs = (
        getattr(specification.hooks, f"{m}_{plan.event}", None) for m in ("before", "after")
    )
    return bool(plan.steps) and (any(programs) or bool(specification.notifications))


def context_of(application: Application, colour: Colour, address: Address | None) -> Context:
    """Return what checks, hooks and notifications are told about a side at an address."""
    side: Side = application.side(colour)
    port = side.balancer.port if side.balancer else 80
    production = application.production
    return Context(
        application=application.name,
        side=str(colour),
        version=side.release.version if side.release else "",
        release=side.release.name if side.release else "",
        address=f"{address.floating_ip}:{port}" if address else "",
        production=f"{production.floating_ip}:{port}" if production else "",
    )


def run_hook(specification: Specification, run: Run, moment: str, context: Context) -> None:
    """Run the hook of a moment, if there can be one; a before-hook may refuse."""
    for known in get_args(Moment):
        if known == moment:
            hooks.run(specification.hooks, known, context, say=run.say, clock=run.clock)


def tell(
    specification: Specification, run: Run, event: EventName, sentence: str, context: Context
) -> None:
    """Tell those who want to know; a failing notification is said, and fails nothing."""
    for trouble in notify(specification.notifications, Event(event, context, sentence)):
        run.say(trouble)


def _is_live(application: Application, colour: Colour) -> bool:
    return application.live is not None and application.live.colour is colour
