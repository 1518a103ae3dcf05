# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The stage that decides whether the release on the idle side is good."""

from __future__ import annotations

from bluegreen.errors import Refused
from bluegreen.extensions.checks import CheckOutcome, CheckResult, Verdict, run_checks
from bluegreen.extensions.environment import filled
from bluegreen.model.application import Application, Side
from bluegreen.model.journal import Phase, new_run
from bluegreen.model.summary import way_to_a_live_side
from bluegreen.operations.change import facts_of, run_hook
from bluegreen.operations.context import ExecutionContext
from bluegreen.operations.executor import execute
from bluegreen.operations.journal_writer import note
from bluegreen.operations.plan import Plan, Step
from bluegreen.operations.switch.addresses import PointPreview
from bluegreen.operations.switch.proof import Prove
from bluegreen.release.stages.request import ReleaseRequest


def check(request: ReleaseRequest, context: ExecutionContext) -> ReleaseRequest:
    """See the idle side on the preview address, warm it up, and run the checks against it.

    An inconclusive check leaves the decision to a person. Raises Refused when a check failed, and
    StepFailed when preview does not show the idle side: then nothing was checked.
    """
    application = request.observe(context)
    if request.is_live(application):
        return request
    verdict = checked(request, context, application)
    if verdict.outcome is CheckOutcome.FAILED:
        raise Refused(
            f"{request.version} failed its checks, and production stays where it is: "
            f"{verdict.sentence}",
            "fix it, then run the same command again",
        )
    if verdict.outcome is CheckOutcome.INCONCLUSIVE:
        context.say(f"An operator must decide: {verdict.sentence}.")
        request = request.pausing_for_a_person()
    return request


def checked(
    request: ReleaseRequest, context: ExecutionContext, application: Application
) -> Verdict:
    """Return what the checks say of the idle side, and write it to the journal."""
    idle = idle_side(request, application)
    facts = facts_of(application, idle.colour, application.preview)
    run_hook(request.specification, context, "before_check", facts)
    run = new_run()
    if plan := plan_of_proof(request, application):
        execute(plan, context, begins=run)
    warmed = _warm_up(request, context, application)
    found = run_checks(request.specification.checks, facts, say=context.say, clock=context.clock)
    verdict = Verdict((*warmed, *found.results))
    note(
        context,
        request.application,
        "check",
        _phase(verdict),
        idle,
        {
            "sentence": verdict.sentence,
            "outcome": str(verdict.outcome),
            **{f"check {result.name}": str(result.outcome) for result in verdict.results},
        },
        run=run,
    )
    run_hook(request.specification, context, "after_check", facts)
    return verdict


def idle_side(request: ReleaseRequest, application: Application) -> Side:
    """Return the side that is checked. Raises Refused when there is none, or nothing on it."""
    if application.idle is None:
        raise Refused(
            f"no side of {request.application} is live, so none is idle",
            way_to_a_live_side(application, request.version or "VERSION"),
        )
    idle = application.idle
    if idle.release is None and not idle.adopted:
        raise Refused(
            f"{idle.colour} runs nothing, so nothing was checked",
            "bluegreen deploy VERSION, then run the same command again",
        )
    return idle


def warms_up(request: ReleaseRequest) -> bool:
    """Whether this machine can ask every server before the checks do: by HTTP, on their port."""
    proof = request.proof
    return proof is not None and proof.probes and proof.speaks_http


def plan_of_proof(request: ReleaseRequest, application: Application) -> Plan | None:
    """Return the plan that sees the idle side on the preview address; None without either.

    Fails closed, since a check of the wrong side would be worse than none: raises Refused when
    preview shows another. A switch that was interrupted has left it pointing at nothing; then it
    is shown first.
    """
    idle, preview = application.idle, application.preview
    if not (idle and idle.balancer and preview):
        return None
    if preview.port_id not in (None, idle.balancer.vip_port_id):
        raise Refused(
            f"the preview address does not show {idle.colour}, so nothing was checked",
            f"bluegreen resume {request.application}",
        )
    steps: list[Step] = []
    if preview.port_id is None:
        steps.append(PointPreview(preview, idle, idle.balancer.vip_port_id))
    if request.proof and request.proof.probes:
        steps.append(Prove(preview, idle.balancer, request.proof))
    return Plan(f"check of {request.application}", request.application, "check", tuple(steps))


def _warm_up(
    request: ReleaseRequest, context: ExecutionContext, application: Application
) -> tuple[CheckResult, ...]:
    idle, preview = application.idle, application.preview
    if not (warms_up(request) and idle and idle.balancer and preview):
        return ()
    header = request.specification.servers.identity_header
    warm_up = request.specification.warm_up
    asked = filled(warm_up, warm_up.path or "/", "warm-up")
    warmed = context.cloud.data_plane.warm_up(preview, idle.balancer, idle.wanted, header, asked)
    context.say(str(warmed))
    return (warmed,)


def _phase(verdict: Verdict) -> Phase:
    return Phase.SUCCEEDED if verdict.outcome is CheckOutcome.PASSED else Phase.FAILED
