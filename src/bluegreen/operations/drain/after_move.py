# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""After a move: the connections that stay on the old side, drained or cut as wished.

Waiting needs no lease, so that a rollback may come in between; only cutting does.
"""

from __future__ import annotations

from bluegreen.cloud.observe import observe_as_far_as_it_answers
from bluegreen.cloud.protocols import Cloud
from bluegreen.errors import BlueGreenError
from bluegreen.model.application import Application
from bluegreen.model.connections import CutMethod, Drained, DrainOutcome
from bluegreen.model.tags import Colour
from bluegreen.operations.context import Changing, ExecutionContext
from bluegreen.operations.drain.plan import CUT_LIMIT, plan_cut, plan_drain
from bluegreen.operations.executor import execute
from bluegreen.operations.plan import Plan
from bluegreen.spec.drain import DrainSection


def plans_for_connections(
    application: Application, colour: Colour, wish: DrainSection, cloud: Cloud
) -> tuple[Plan, ...]:
    """Return what will be done about a side's connections, as far as it can be foreseen."""
    wait = plan_drain(application, colour, wish.deadline)
    if wish.policy == "drain" and wish.after_deadline == "leave":
        return (wait,)
    technique = _technique_for(application, colour, cloud)
    cut = plan_cut(application, colour, technique)
    waits_then = plan_drain(application, colour, CUT_LIMIT, technique)
    return (cut, waits_then) if wish.policy == "cut" else (wait, cut, waits_then)


def end_connections(
    name: str, colour: Colour, wish: DrainSection, context: ExecutionContext, changing: Changing
) -> Drained | None:
    """Wait for the connections on a side, or cut them, as wished; return what happened to them.

    Raises what `observe` and `execute` raise. None when there is no load balancer to ask.
    """
    if wish.policy == "drain":
        application = observe_as_far_as_it_answers(context.cloud, name)
        drained = execute(plan_drain(application, colour, wish.deadline), context).drained
        is_over = (
            drained is None or drained.ending is not DrainOutcome.DEADLINE or not drained.remaining
        )
        if is_over or wish.after_deadline == "leave":
            return drained
    with changing() as holding:
        application = observe_as_far_as_it_answers(holding.cloud, name)
        technique = _technique_for(application, colour, holding.cloud)
        cut = execute(plan_cut(application, colour, technique), holding).drained
    before = cut.most if cut else None
    return execute(plan_drain(application, colour, CUT_LIMIT, technique, before), context).drained


def end_connections_after_move(
    name: str, colour: Colour, wish: DrainSection, context: ExecutionContext, changing: Changing
) -> Drained | None:
    """Do the same once production has moved: whatever happens is reported, and fails nothing.

    Ctrl-C ends the waiting, or the cut, and leaves production where it is.
    """
    try:
        return end_connections(name, colour, wish, context, changing)
    except KeyboardInterrupt:
        context.say(f"Interrupted. {colour.other} stays live. Later: bluegreen drain {name}")
        return Drained(colour, DrainOutcome.INTERRUPTED, None, None)
    except BlueGreenError as error:
        context.say(
            f"{colour.other} stays live, and {colour} keeps its connections: {error.true_now}. "
            f"Later: bluegreen drain {name}"
        )
        return None


def _technique_for(application: Application, colour: Colour, cloud: Cloud) -> CutMethod:
    balancer = application.side(colour).balancer
    return cloud.balancers.technique(balancer) if balancer else CutMethod.RELOAD
