# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The stage after a switch, in which probes and checks decide on the way back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import NoReturn

from bluegreen.cloud.calls import BRIEFLY
from bluegreen.cloud.observe import live_side, observe_as_far_as_it_answers
from bluegreen.cloud.protocols import Measurement
from bluegreen.errors import BlueGreenError, CloudError, RolledBack, Stuck
from bluegreen.extensions.checks import CheckOutcome, run_checks
from bluegreen.extensions.facts import ReleaseFacts
from bluegreen.model.application import Application, Side
from bluegreen.model.data_plane import ProofSpec
from bluegreen.model.journal import Detail, Phase
from bluegreen.model.tags import Colour
from bluegreen.model.text import plural
from bluegreen.operations.change import execute_with_hooks, facts_of
from bluegreen.operations.context import ExecutionContext
from bluegreen.operations.journal_writer import note
from bluegreen.operations.plan import the_other_side
from bluegreen.operations.prechecks import never_was_live
from bluegreen.operations.switch.plan import plan_rollback
from bluegreen.operations.switch.rollback_prechecks import has_failed
from bluegreen.operations.switch.rollback_target import failed_watch, no_way_back
from bluegreen.operations.switch.servers_known import can_ask_servers
from bluegreen.release.stages.drain import drain_after_rollback
from bluegreen.release.stages.observe_with_retry import LOOK_AGAIN, LOOK_LIMIT, look_before_way_back
from bluegreen.release.stages.request import ReleaseRequest


def watch(
    request: ReleaseRequest,
    context: ExecutionContext,
    on_problem: Callable[[str], None] | None = None,
) -> ReleaseRequest:
    """Probe production and run the checks against it for a while; go back when they fail.

    A live side whose servers are all unhealthy is not well either: the load balancer itself may
    answer the probe. What this machine could not ask is neither good nor bad, and a person decides.
    Where this application does not go back alone, `on_problem` is called instead.

    Raises RolledBack when the previous side is live again, Stuck when the policy leaves the
    decision to a person, or when production was moved by somebody else meanwhile.
    """
    application = request.observe(context, observe_as_far_as_it_answers)
    rules = request.specification.watch
    context.say(f"Watching {request.version} for {rules.duration.total_seconds():g} s.")
    doubts: list[str] = []
    began = context.clock.now()

    def ends(phase: Phase, sentence: str, outcome: CheckOutcome) -> None:
        details: dict[str, Detail] = {
            "sentence": sentence,
            "outcome": str(outcome),
            "seconds": took,
        }
        note(context, request.application, "watch", phase, application.live, details)

    problem = _problem_while_watching(request, context, application, doubts)
    took = round(context.clock.now() - began, 1)
    if problem is None and doubts:
        ends(Phase.FAILED, doubts[0], CheckOutcome.INCONCLUSIVE)
        raise Stuck(
            f"{request.version} is live, but its checks were inconclusive; an operator must "
            f"decide: {doubts[0]}",
            f"bluegreen watch, or bluegreen rollback {request.application}",
        )
    if problem is None:
        well = f"Watch passed: {rules.duration.total_seconds():g} s without a failure."
        ends(Phase.SUCCEEDED, well, CheckOutcome.PASSED)
        context.say(well)
        return request
    try:
        if on_problem:
            on_problem(problem)
        else:
            _decide(request, context, problem, application.live)
    finally:
        ends(Phase.FAILED, problem, CheckOutcome.FAILED)  # production does not wait for the journal
    return request


def _problem_while_watching(
    request: ReleaseRequest, context: ExecutionContext, application: Application, doubts: list[str]
) -> str | None:
    """Return what was wrong, or None; `doubts` then holds what the last checks could not decide."""
    live, production = application.live, application.production
    rules = request.specification.watch
    if live is None or live.balancer is None or production is None:
        return "production points at no side"
    facts = facts_of(application, live.colour, production)
    with ExitStack() as ending:
        stream: Measurement | None = None
        if request.proof and request.proof.probes:
            old = application.side(live.colour.other).balancer or live.balancer
            stream = context.cloud.data_plane.measure(production, old, live.balancer, request.proof)
            ending.callback(stream.ends)
        end, unsent = context.clock.now() + rules.duration.total_seconds(), _Unsent()
        while context.clock.now() < end:
            problem = _problem_now(request, context, application, facts, stream, doubts, unsent)
            if problem:
                return problem
            context.clock.sleep(
                min(rules.every.total_seconds(), max(0.0, end - context.clock.now()))
            )
        return _problem_now(request, context, application, facts, stream, doubts, unsent)


def _unknown_servers(
    request: ReleaseRequest, context: ExecutionContext, watched: Application, live: Side | None
) -> Iterator[str]:
    """Yield why nothing is known of the live side's servers, where no answer of theirs tells."""
    proof = request.proof
    if request.specification.checks or request.allow_unknown or (proof and proof.asks_servers):
        return
    if live is not None and not live.members.unmonitored:
        return
    if proof and _servers_answer(proof, watched, context):
        return
    if live is None:
        yield "the cloud does not answer, so the state of its servers is unknown"
    else:
        yield f"{live.colour} has {live.members.in_words}"


def _servers_answer(proof: ProofSpec, watched: Application, context: ExecutionContext) -> bool:
    """Whether the servers themselves answer through production, as far as this machine can ask."""
    production, balancer = watched.production, watched.live.balancer if watched.live else None
    if not (production and balancer and can_ask_servers(proof, balancer)):
        return False
    return context.cloud.data_plane.servers_answer(production, balancer).proved


@dataclass
class _Unsent:
    """How many requests this machine had failed to send at the last look."""

    seen: int = 0

    def since_the_last_look(self, stream: Measurement | None) -> int:
        """Return how many there were since, and remember."""
        before, self.seen = self.seen, stream.unknown_so_far() if stream else 0
        return self.seen - before


def _problem_now(
    request: ReleaseRequest,
    context: ExecutionContext,
    watched: Application,
    facts: ReleaseFacts,
    stream: Measurement | None,
    doubts: list[str],
    unsent: _Unsent,
) -> str | None:
    live = _live_side_unless_moved(request, context, facts)
    if live and not live.members.at_most and _is_still_without_servers(request, context, facts):
        return f"no server of {live.colour} is healthy"
    tolerated = request.specification.watch.failed_probes
    failed = stream.failed_so_far() if stream else 0
    if failed > tolerated:
        return f"{plural(failed, 'request')} to production failed; {tolerated} tolerated"
    verdict = run_checks(request.specification.checks, facts, say=context.say, clock=context.clock)
    doubts[:] = [verdict.sentence] if verdict.outcome is CheckOutcome.INCONCLUSIVE else []
    doubts.extend(_unknown_servers(request, context, watched, live))
    unknown = unsent.since_the_last_look(stream)
    if unknown > tolerated:
        doubts.append(f"this machine did not send {plural(unknown, 'request')} to production")
        context.say(f"{doubts[-1]}, or sent them late: that says nothing about {request.version}.")
    return verdict.sentence if verdict.outcome is CheckOutcome.FAILED else None


def _live_side_unless_moved(
    request: ReleaseRequest, context: ExecutionContext, facts: ReleaseFacts
) -> Side | None:
    """Return the live side, None when the cloud does not answer: that is no reason to go back.

    Raises Stuck when production is elsewhere.
    """
    try:
        live = live_side(context.cloud.for_so_long(BRIEFLY), request.application)
    except CloudError as error:
        context.say(
            f"Could not read the state of production: {error.true_now}; the watch continues."
        )
        return None
    _refuse_if_moved(request, live, facts.side)
    return live


def _refuse_if_moved(request: ReleaseRequest, live: Side | None, watched: str) -> None:
    """Raise Stuck when another side than the one that was watched is live."""
    if live is None or live.colour != watched:
        where = live.colour if live else "neither side"
        raise Stuck(
            f"somebody else moved production to {where} during the watch",
            f"bluegreen status {request.application}",
        )


def _is_still_without_servers(
    request: ReleaseRequest, context: ExecutionContext, facts: ReleaseFacts
) -> bool:
    """Look once more: a status that comes and goes while a balancer is reloaded is none."""
    context.clock.sleep(LOOK_AGAIN.total_seconds())
    live = _live_side_unless_moved(request, context, facts)
    return live is not None and not live.members.at_most


def _decide(
    request: ReleaseRequest, context: ExecutionContext, problem: str, watched: Side | None
) -> NoReturn:
    """Go back, ask, or leave it, as the policy says."""
    policy = request.specification.watch.on_failure
    application = _look_for_the_way_back(request, context, problem)
    if watched:
        _refuse_if_moved(request, application.live, watched.colour)
    if to_come := no_way_back(application, context):
        raise Stuck(
            f"{request.version} is live but failing: {problem}; it was not rolled back, because "
            f"{never_was_live(to_come)}",
            f"bluegreen switch {request.application}, if that is still better",
        )
    own = context.progress.moved_at is not None  # then this run came from there
    if not own and (failed := failed_watch(application, context.cloud, context.say)):
        raise Stuck(
            f"{request.version} is live but failing: {problem}; it was not rolled back, because "
            f"{has_failed(failed)}",
            f"bluegreen rollback {request.application} --to-failed, if that is still better",
        )
    if policy == "automatic" and application.paused:
        policy = "never"
        context.say("The application is paused, so there is no automatic rollback.")
    if policy == "ask" and context.ask:
        policy = "automatic" if context.ask(f"{problem}. Roll back?") else "never"
    if policy != "automatic":
        raise _left_to_a_person(
            request,
            f"{problem}; an operator must decide on a rollback (watch.on_failure: "
            f"{request.specification.watch.on_failure})",
        )
    context.say(f"Rolling back: {problem}.")
    side = _roll_back(request, context, application, problem)
    drain_after_rollback(request, context, side.other)
    history = f"bluegreen history {request.application}"
    raise RolledBack(
        f"{request.version} was live but failing ({problem}); {side} is live again",
        "; ".join([*request.ways_on_after_way_back(application), history]),
    )


def _look_for_the_way_back(
    request: ReleaseRequest, context: ExecutionContext, problem: str
) -> Application:
    """Return the application as it is now. Raises Stuck when nothing answers for a minute."""
    try:
        return look_before_way_back(request.application, context)
    except CloudError as silence:
        raise _left_to_a_person(
            request,
            f"{problem}; the cloud did not answer for {LOOK_LIMIT}, so nothing was rolled back",
        ) from silence


def _roll_back(
    request: ReleaseRequest, context: ExecutionContext, application: Application, problem: str
) -> Colour:
    """Return the side that is live again. Raises Stuck when the new one stayed live."""
    try:
        side = the_other_side(application, "rollback")
        plan = plan_rollback(application, proof=request.proof)
        execute_with_hooks(plan, context, request.specification, is_news=False)
    except Stuck:
        raise
    except BlueGreenError as why:
        raise _left_to_a_person(request, f"{problem}; the rollback failed: {why.true_now}") from why
    return side


def _left_to_a_person(request: ReleaseRequest, why: str) -> Stuck:
    return Stuck(
        f"{request.version} is live but failing: {why}", f"bluegreen rollback {request.application}"
    )
