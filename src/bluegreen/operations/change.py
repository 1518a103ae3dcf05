# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""One plan of a session: shown, agreed on, carried out with the user's hooks, reported after it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

from bluegreen.cloud.calls import PATIENCE
from bluegreen.cloud.observe import observe, observe_as_far_as_it_answers
from bluegreen.cloud.permit import Permit
from bluegreen.errors import BlueGreenError, CloudError, Stuck, name_of_defect
from bluegreen.extensions import hooks
from bluegreen.extensions.facts import ReleaseFacts
from bluegreen.extensions.notifications import Event, send
from bluegreen.model.address import Address
from bluegreen.model.application import Application, Side
from bluegreen.model.tags import Colour
from bluegreen.operations.context import ExecutionContext, Outcome
from bluegreen.operations.executor import execute
from bluegreen.operations.plan import Plan
from bluegreen.operations.session import Session
from bluegreen.spec import Specification
from bluegreen.spec.notifications import EventName
from bluegreen.spec.programs import Moment


def change(
    plan: Plan,
    session: Session,
    lease: Permit | None,
    specification: Specification | None = None,
    *,
    afterwards: Sequence[Plan] = (),
) -> ExecutionContext | None:
    """Show a plan, ask, and carry it out; None when it was only to be shown.

    The specification's hooks run around it, and those who want to know are notified. What the
    caller will do `afterwards` is shown, and agreed on, with it.

    Raises what `Session.agree` and `execute_with_hooks` raise.
    """
    if not session.agree(plan, afterwards):
        return None
    context = session.context(lease)
    with stuck_on_defect(plan, context):
        execute_with_hooks(plan, context, specification)
    return context


@contextmanager
def stuck_on_defect(plan: Plan, context: ExecutionContext | None) -> Iterator[None]:
    """Raise Stuck for a defect of this program once production has moved: that is no exit code 1.

    Around what comes after a plan; nothing was changed where there is no run.
    """
    try:
        yield
    except (BlueGreenError, BrokenPipeError):
        raise
    except Exception as defect:
        if not (context and context.progress.production_left):
            raise
        raise Stuck(
            f"production has moved, but then {plan.title} met a defect of this program: "
            f"{name_of_defect(defect)}",
            plan.when_stuck,
        ) from defect


def observe_afterwards(name: str, session: Session) -> Application | None:
    """Return an application as it is after a change, and report it.

    What was ordered is done by then, so a cloud that does not answer now fails nothing: a sentence
    says so, and the answer is None.
    """
    try:
        application = observe_as_far_as_it_answers(session.cloud, name)
    except CloudError as error:
        session.say(f"Done, but the current state could not be read: {error.true_now}.")
        return None
    session.output.report(application)
    return application


AROUND: dict[str, tuple[Moment, Moment]] = {
    "deploy": ("before_deploy", "after_deploy"),
    "switch": ("before_switch", "after_switch"),
    "rollback": ("before_rollback", "after_rollback"),
    "retire": ("before_retire", "after_retire"),
}
"""The hooks before and after a plan of that event; no other has any."""

NEWS: dict[str, EventName] = {
    "deploy": "deployed",
    "switch": "switched",
    "rollback": "rolled_back",
}
"""The notification after a plan of that event; a retirement sends none."""

NOT_AGAIN = timedelta(seconds=1)
"""How long Heat is waited for that did not answer when the plan was made."""


def execute_with_hooks(
    plan: Plan,
    context: ExecutionContext,
    specification: Specification | None,
    *,
    is_news: bool = True,
) -> Outcome:
    """Run the hook before a plan, execute it, run the hook after it, and notify others.

    Without a specification there are none, and the plan is only carried out. Raises Refused when
    the before-hook refuses, and what `execute` raises.
    """
    around = AROUND.get(plan.event)
    if not (specification and around and plan.side and _is_anything(specification, plan, around)):
        return execute(plan, context)
    before, after = around
    plan.refuse_unless_allowed()
    seen = _look_before(context, plan)
    facts = facts_of(seen, plan.side, seen.preview) if seen else _facts_of_plan(plan)
    run_hook(specification, context, before, facts)
    outcome = execute(plan, context)
    facts = _facts_after(context, plan, plan.side, seen)
    run_hook(specification, context, after, facts)
    if is_news and plan.event in NEWS:
        notify(specification, context, NEWS[plan.event], f"{plan.title} is done", facts)
    return outcome


def _look_before(context: ExecutionContext, plan: Plan) -> Application | None:
    """Return the application as it is; None when a way back must do without.

    Raises CloudError before any other plan: nothing is changed yet.
    """
    try:
        return _look(context, plan)
    except CloudError as error:
        if plan.event != "rollback":
            raise
        context.say(f"The hook gets fewer facts than usual: {error.true_now}.")
        return None


def _facts_after(
    context: ExecutionContext, plan: Plan, side: Colour, seen: Application | None
) -> ReleaseFacts:
    """Return what runs once a plan is executed: nothing undoes the plan any more.

    Where the cloud does not answer now, the plan says what is there.
    """
    try:
        now = _look(context, plan)
    except CloudError as error:
        context.say(
            f"{plan.title} is done, but the current state could not be read: {error.true_now}."
        )
        return _facts_of_plan(plan, seen)
    return facts_of(now, side, now.production if _is_live(now, side) else now.preview)


def _facts_of_plan(plan: Plan, seen: Application | None = None) -> ReleaseFacts:
    """Return what the plan says of its side, with the addresses as they were seen before it."""
    known = ReleaseFacts(application=plan.application, side=str(plan.side), version="")
    if seen and plan.side:
        moves = plan.event in ("switch", "rollback")
        known = facts_of(seen, plan.side, seen.production if moves else seen.preview)
    return replace(known, version=plan.version or "", release=plan.release or "")


def _look(context: ExecutionContext, plan: Plan) -> Application:
    """Return the application as it is now; a way back does not wait for Heat."""
    if plan.event != "rollback":
        return observe(context.cloud, plan.application)
    patience = NOT_AGAIN if plan.without_heat else PATIENCE
    return observe_as_far_as_it_answers(context.cloud, plan.application, patience=patience)


def _is_anything(specification: Specification, plan: Plan, around: tuple[Moment, Moment]) -> bool:
    """Whether it is worth looking at the cloud once more, before and after."""
    programs = map(specification.hooks.program, around)
    return bool(plan.steps) and (any(programs) or bool(specification.notifications))


def facts_of(application: Application, colour: Colour, address: Address | None) -> ReleaseFacts:
    """Return the facts for checks, hooks and notifications about a side at an address."""
    side: Side = application.side(colour)
    port = side.balancer.port if side.balancer else 80
    production = application.production
    return ReleaseFacts(
        application=application.name,
        side=str(colour),
        version=side.release.version if side.release else "",
        release=side.release.name if side.release else "",
        address=f"{address.floating_ip}:{port}" if address else "",
        production=f"{production.floating_ip}:{port}" if production else "",
    )


def run_hook(
    specification: Specification, context: ExecutionContext, moment: Moment, facts: ReleaseFacts
) -> None:
    """Run the hook of a moment, if there is one; a before-hook may refuse."""
    hooks.run(specification.hooks, moment, facts, say=context.say, clock=context.clock)


def notify(
    specification: Specification,
    context: ExecutionContext,
    event: EventName,
    sentence: str,
    facts: ReleaseFacts,
) -> None:
    """Tell those who want to know; a failing notification is reported, and fails nothing."""
    for problem in send(specification.notifications, Event(event, facts, sentence)):
        context.say(problem)


def _is_live(application: Application, colour: Colour) -> bool:
    return application.live is not None and application.live.colour is colour
