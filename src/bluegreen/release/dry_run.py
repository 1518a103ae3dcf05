# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""A release before it begins: each stage's plan, made of what will be there by then. Pure.

The plans are those that the stages make themselves; what an earlier stage will have done is put
into the observation that the next one is made of.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from bluegreen.model.application import Application, Release, Side
from bluegreen.model.balancer import Members
from bluegreen.model.drift import NOTHING_DIFFERS, Drift
from bluegreen.model.quota import Needs
from bluegreen.model.scaling import Scaling
from bluegreen.model.stack import Stack, StackState
from bluegreen.model.tags import Colour
from bluegreen.model.text import plural
from bluegreen.operations.build.needs import needs_of_deploy, size_of_deploy
from bluegreen.operations.build.plan import plan_deploy
from bluegreen.operations.plan import Plan
from bluegreen.operations.prechecks import never_was_live
from bluegreen.operations.scale.plan import autoscaling_plans_after_move
from bluegreen.operations.scale.scale_out import size_to_match
from bluegreen.release.pipeline import STAGES
from bluegreen.release.stages.approve import APPROVAL_LIMIT, approve
from bluegreen.release.stages.check import check, idle_side, plan_of_proof, warms_up
from bluegreen.release.stages.deploy import deploy, plan_of_growth
from bluegreen.release.stages.drain import drain
from bluegreen.release.stages.request import ReleaseRequest, Stage
from bluegreen.release.stages.retire import plan_of_retire, retire
from bluegreen.release.stages.scale import scale
from bluegreen.release.stages.switch import plan_of_switch, switch
from bluegreen.release.stages.watch import watch

SeeingOff = Callable[[Application, Colour], tuple[Plan, ...]]


@dataclass(frozen=True)
class Outlook:
    """What is going to be released, and what will be there when a stage begins.

    `newest` is the highest release number that the journal remembers; `seeing_off` plans what is
    done about the connections on a side. `to_come` is what the idle side has when that was never
    live: it is left alone. `drift` is how the application differs from
    the specification, which a deploy mends on the idle side.
    """

    request: ReleaseRequest
    application: Application
    newest: int
    seeing_off: SeeingOff
    to_come: Release | None = None
    drift: Drift = NOTHING_DIFFERS


@dataclass(frozen=True)
class Foreseen:
    """What one stage would do, what it would take from the project, and what is there then."""

    stage: str
    then: Application
    plans: tuple[Plan, ...] = ()
    sentences: tuple[str, ...] = ()
    needs: Needs | None = None

    @property
    def points(self) -> tuple[str, ...]:
        """The names that `--stop-at` knows in this stage."""
        return (self.stage, *(name for plan in self.plans for name in plan.step_names))


def foresee(
    request: ReleaseRequest,
    application: Application,
    *,
    newest: int,
    seeing_off: SeeingOff,
    to_come: Release | None = None,
    drift: Drift = NOTHING_DIFFERS,
) -> Iterator[Foreseen]:
    """Yield what each stage would do, in order. Raises Refused as the stages would."""
    to_come = to_come if request.is_live(application) else None
    for stage in STAGES:
        found = FORESIGHT[stage](Outlook(request, application, newest, seeing_off, to_come, drift))
        application = found.then
        yield found


def _deploy(outlook: Outlook) -> Foreseen:
    request, now = outlook.request, outlook.application
    if request.is_live(now):
        return Foreseen("deploy", now, sentences=(f"{request.version} is already live.",))
    if request.is_there(now):
        return _grown(now, f"{request.version} is already on the idle side.")
    plan = plan_deploy(
        request.specification, request.version, now, newest=outlook.newest, drift=outlook.drift
    )
    wanted = size_of_deploy(request.specification, now)
    needs = needs_of_deploy(request.specification, request.version, wanted)
    return Foreseen("deploy", _deployed(now, plan, wanted, _scaling(request)), (plan,), needs=needs)


def _grown(now: Application, already: str) -> Foreseen:
    """Return what is done for a version that is there: more servers, where there are too few."""
    plan, idle = plan_of_growth(now), now.idle
    if plan is None or idle is None or idle.release is None:
        return Foreseen("deploy", now, sentences=(already,))
    then = _deployed(now, plan, size_to_match(now), idle.release.scaling)
    return Foreseen("deploy", then, (plan,), (already,))


def _check(outlook: Outlook) -> Foreseen:
    if outlook.request.is_live(outlook.application):
        already = f"{outlook.request.version} is already live."
        return Foreseen("check", outlook.application, sentences=(already,))
    return foresee_check(outlook.request, outlook.application)


def foresee_check(request: ReleaseRequest, now: Application) -> Foreseen:
    """Return what a check of the idle side would do. Raises Refused as it would."""
    idle = idle_side(request, now)
    names = ", ".join(
        f"{check.name} (trial)" if check.trial else check.name
        for check in request.specification.checks
    )
    sentences = (
        *(
            (f"Warm up {plural(idle.wanted, 'server')} with requests.",)
            if warms_up(request)
            else ()
        ),
        f"Run the checks against {idle.colour}: {names}." if names else "No checks are specified.",
    )
    plan = plan_of_proof(request, now)
    if now.preview and idle.balancer:
        now = replace(now, preview=replace(now.preview, port_id=idle.balancer.vip_port_id))
    return Foreseen("check", now, (plan,) if plan else (), sentences)


def _approve(outlook: Outlook) -> Foreseen:
    hours = APPROVAL_LIMIT.total_seconds() / 3600
    how = {
        "auto": "Ask nobody, unless a check is inconclusive.",
        "ask": "Ask for confirmation.",
        "wait": f"Wait up to {hours:g} hours for bluegreen approve or reject.",
    }
    return Foreseen(
        "approve", outlook.application, sentences=(how[outlook.request.specification.approval],)
    )


def _switch(outlook: Outlook) -> Foreseen:
    now = outlook.application
    plan = plan_of_switch(outlook.request, now)
    if plan is None:
        return Foreseen("switch", now, sentences=(f"{outlook.request.version} is already live.",))
    return Foreseen("switch", _switched(now, plan), (plan,))


def _watch(outlook: Outlook) -> Foreseen:
    return foresee_watch(outlook.request, outlook.application)


def foresee_watch(request: ReleaseRequest, now: Application) -> Foreseen:
    """Return what a watch of the live side would do."""
    rules = request.specification.watch
    what = {
        "automatic": "roll back automatically",
        "ask": "ask whether to roll back",
        "never": "change nothing and end with exit code 4",
    }
    return Foreseen(
        "watch",
        now,
        sentences=(
            f"Probe production and run the checks for {rules.duration.total_seconds():g} s.",
            f"On a failure, {what[rules.on_failure]}.",
        ),
    )


def _drain(outlook: Outlook) -> Foreseen:
    idle = outlook.application.idle
    if outlook.to_come:
        return Foreseen("drain", outlook.application, sentences=(_left_alone(outlook.to_come),))
    plans = outlook.seeing_off(outlook.application, idle.colour) if idle and idle.release else ()
    return Foreseen("drain", outlook.application, plans)


def _scale(outlook: Outlook) -> Foreseen:
    now = outlook.application
    plans = autoscaling_plans_after_move(now, now.live.colour) if now.live else ()
    return Foreseen("scale", now, plans)


def _retire(outlook: Outlook) -> Foreseen:
    plan = plan_of_retire(outlook.request, outlook.application)
    if outlook.to_come:
        return Foreseen("retire", outlook.application, sentences=(_left_alone(outlook.to_come),))
    if plan is None:
        return Foreseen("retire", outlook.application, sentences=("The idle side stays as it is.",))
    until = "If it still has open connections then, it stays as it is, and the release says so."
    return Foreseen("retire", outlook.application, (plan,), (until,))


def _left_alone(to_come: Release) -> str:
    return f"{never_was_live(to_come)}: it stays as it is."


FORESIGHT: dict[Stage, Callable[[Outlook], Foreseen]] = {
    deploy: _deploy,
    check: _check,
    approve: _approve,
    switch: _switch,
    watch: _watch,
    drain: _drain,
    scale: _scale,
    retire: _retire,
}


def _scaling(request: ReleaseRequest) -> Scaling | None:
    """Return how a new release scales; its alarms are held, so that none is left to hold."""
    specified = request.specification.scaling
    return Scaling(specified.source, specified.window) if specified else None


def _deployed(now: Application, plan: Plan, wanted: int, scaling: Scaling | None) -> Application:
    """Return the application with the plan's release on its side, alone and healthy."""
    idle = now.idle
    if idle is None or plan.side is None or plan.release is None or plan.version is None:
        return now
    stack = Stack(
        f"{now.name}-{plan.side}-{plan.release}", "", StackState.COMPLETE, "CREATE_COMPLETE", ""
    )
    number = int(plan.release.removeprefix("r"))
    release = Release(number, plan.version, plan.side, wanted, wanted, wanted, stack, scaling)
    balancer = idle.balancer and replace(
        idle.balancer,
        provisioning="ACTIVE",
        operating="ONLINE",
        members=Members(wanted, wanted, wanted),
    )
    return _with(now, replace(idle, balancer=balancer, releases=(release,)))


def _switched(now: Application, plan: Plan) -> Application:
    """Return the application with production on the plan's side, and preview on the other."""
    if now.production is None or now.preview is None or plan.side is None:
        return now
    new, old = now.side(plan.side).balancer, now.side(plan.side.other).balancer
    return replace(
        now,
        production=replace(now.production, port_id=new.vip_port_id if new else None),
        preview=replace(now.preview, port_id=old.vip_port_id if old else None),
    )


def _with(now: Application, side: Side) -> Application:
    return replace(now, blue=side) if side.colour is now.blue.colour else replace(now, green=side)
