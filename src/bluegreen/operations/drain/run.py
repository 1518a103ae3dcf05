# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The drain as it is ordered, and after a move: it waits without the lease, and cuts with it.

So a rollback may come in between.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from bluegreen.cloud.observe import observe_as_far_as_it_answers, observe_existing
from bluegreen.cloud.protocols import Cloud
from bluegreen.errors import BlueGreenError, Refused
from bluegreen.model.application import Application
from bluegreen.model.balancer import CutMethod, Drained, DrainOutcome
from bluegreen.model.tags import Colour
from bluegreen.operations.context import Changing, ExecutionContext
from bluegreen.operations.drain.plan import CUT_LIMIT, plan_cut, plan_drain
from bluegreen.operations.executor import execute
from bluegreen.operations.plan import Plan, the_other_side
from bluegreen.operations.session import Session, refuse_unknown_point
from bluegreen.spec.switch import DrainSection


@dataclass(frozen=True, kw_only=True)
class DrainRequest:
    """What is to become of the connections on the idle side."""

    application: str
    policy: DrainSection


@dataclass(frozen=True)
class DrainResult:
    """What happened to a side's connections; None where the plan was only shown."""

    application: str
    side: Colour
    drained: Drained | None = None


def drain(request: DrainRequest, session: Session) -> DrainResult:
    """Wait until nobody is connected to the idle side any more, or end its connections.

    Raises Refused when somebody is left, or nothing may be ended; LeaseHeld, LeaseLost, CloudError.
    """
    name, policy = request.application, request.policy
    application = observe_existing(session.cloud, name)
    colour = the_other_side(application, "drain")
    plans = plans_for_connections(application, colour, policy, session.cloud)
    refuse_unknown_point(session.stop_at, (step for plan in plans for step in plan.step_names))
    for plan in plans:
        session.output.show(plan)
    for plan in plans:
        plan.refuse_unless_allowed()
    if session.dry_run:
        return DrainResult(name, colour)
    if "cut" in (policy.policy, policy.after_deadline):
        session.confirm(f"End the connections on {colour}?")
    changing = session.changing(name, rehearse=partial(drain, request))
    drained = end_connections(name, colour, policy, session.context(None), changing)
    if drained and drained.remaining != 0:
        raise Refused(
            f"{drained}, and {colour.other} is live as before",
            f"bluegreen drain {name}, or bluegreen drain {name} --cut, or "
            f"bluegreen retire {name} --ignore-connections",
        )
    return DrainResult(name, colour, drained)


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
