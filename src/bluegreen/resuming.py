# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""From whatever an interrupted run has left to one of the two good states. Pure, as every plan.

Good is: production on one side, preview on the other, one complete release on each side that has
any. What cannot be reached without a specification is left to the verb that can.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NoReturn

from bluegreen.cloud.interface import Demand
from bluegreen.errors import Refused, Stuck
from bluegreen.guards import guards_of_expectation, guards_of_proof, is_resized
from bluegreen.journal import Entry
from bluegreen.observation import Address, Application, Colour, Release, Side, StackState
from bluegreen.plan import Plan, what_is_on
from bluegreen.steps.addresses import ShowOnPreview
from bluegreen.steps.health import WaitUntilHealthy
from bluegreen.steps.proof import Prove
from bluegreen.steps.size import ResizeRelease
from bluegreen.steps.stacks import RemoveStack
from bluegreen.steps.step import Step


def plan_resume(
    application: Application,
    *,
    was: Entry | None = None,
    expected: Colour | None = None,
    demand: Demand | None = None,
) -> Plan:
    """Return the plan that ends what an interrupted run began.

    It follows from the observation alone; `was` (the journal's newest entry that is not of a
    resume) only helps to name the command that goes on where a resume cannot. Production is not
    moved: once it has moved, the rest follows it, and before that, the rest goes back.

    Raises Refused when somebody else's hand is seen, Stuck when another command must go on.
    """
    live = _live_or_what_goes_on(application, was)
    return Plan(
        title=f"resume of {application.name}",
        application=application.name,
        event="resume",
        **what_is_on(live),
        guards=(
            *guards_of_expectation(application, expected),
            *guards_of_proof(application, live.colour, demand),
        ),
        steps=tuple(_steps(application, live, demand)),
        goes_back=False,
    )


def refuse_a_mixed_live_side(application: Application) -> None:
    """Raise Stuck when the live side has several releases: a resume never touches that side.

    No command of this program makes it so, but a move by hand onto the middle of a deploy does.
    """
    live, idle, name = application.live, application.idle, application.name
    if live is None or idle is None or len(live.releases) < 2:
        return
    names = " and ".join(release.name for release in live.releases)
    raise Stuck(
        f"{live.colour} is live with {names}; which of them users should meet is not for a resume",
        f"bluegreen rollback {name}, then bluegreen resume {name}"
        if idle.members.healthy
        else f"openstack stack delete {name}-{live.colour}-rN, of the one that should not be there",
    )


def _steps(application: Application, live: Side, demand: Demand | None) -> Iterator[Step]:
    idle = application.side(live.colour.other)
    preview = application.preview
    if preview and idle.balancer and preview.port_id != idle.balancer.vip_port_id:
        yield ShowOnPreview(preview, idle, idle.balancer.vip_port_id)
    yield from _one_release(application.name, idle)
    if demand and application.production and live.balancer:
        yield Prove(application.production, live.balancer, demand)


def _one_release(application: str, idle: Side) -> Iterator[Step]:
    """Yield what leaves the idle side with the newest release that was once complete."""
    whole = [release for release in idle.releases if _is_whole(release)]
    for newest in whole[:1]:
        if newest.stack.state is not StackState.COMPLETE:
            yield ResizeRelease(newest, now=idle.members.total, wanted=newest.wanted)
        if len(whole) > 1:
            yield WaitUntilHealthy(application, idle.colour, newest.stack.name, newest.wanted)
    yield from (RemoveStack(release.stack) for release in idle.releases if not _is_whole(release))
    yield from (RemoveStack(older.stack) for older in whole[1:])


def _is_whole(release: Release) -> bool:
    """Whether a release was complete once; a stack that is being resized still is."""
    return release.stack.state is StackState.COMPLETE or is_resized(release.stack)


def _live_or_what_goes_on(application: Application, was: Entry | None) -> Side:
    """Return the live side, unless another command than a resume must go on."""
    live, production = application.live, application.production
    if live is None and production and production.port_id:
        _leave_to_the_other(application, production)
    _refuse_a_way_down(application, was)
    _refuse_a_way_up(application, was)
    if live is None:
        raise Stuck(
            f"production of {application.name} points at nothing",
            f"bluegreen switch {application.name} --to {_likely_side(application)}",
        )
    _refuse_a_sick_live_side(application, live)
    return live


def _leave_to_the_other(application: Application, production: Address) -> NoReturn:
    name, address = application.name, production.floating_ip
    raise Refused(
        f"production of {name} points at port {production.port_id}, which is neither side's: "
        "somebody else moved it or manages it",
        f"openstack floating ip unset --port {address}, when nobody else needs it, and then "
        f"bluegreen switch {name} --to {_likely_side(application)}",
    )


def _refuse_a_way_down(application: Application, was: Entry | None) -> None:
    lasting = [s for s in (application.stack, *(side.stack for side in application.sides)) if s]
    going = [stack for stack in lasting if stack.status.startswith("DELETE")]
    without_address = application.production is None and len(lasting) + len(
        application.releases
    ) > bool(application.stack)
    began_down = was is not None and was.event == "down"
    if going or without_address or (began_down and _missing(application)):
        what = f"{going[0].name} is {going[0].status}" if going else "parts of it are gone"
        although = f" --live {application.name}" if application.live else ""
        raise Stuck(
            f"{application.name} was being removed, and {what}",
            f"bluegreen down {application.name}{although}",
        )


def _refuse_a_way_up(application: Application, was: Entry | None) -> None:
    began_up = was is not None and was.event == "up"
    reason = _missing(application)
    if reason or (began_up and application.live is None):
        known = was.version if was and began_up else None
        newest = application.releases[0].version if application.releases else None
        raise Stuck(
            f"{application.name} is not built to its end: {reason or 'no side is live yet'}",
            f"bluegreen up {known or newest or 'VERSION'}",
        )


def _missing(application: Application) -> str:
    """Return the first thing that `up` would make, or ""."""
    if application.production is None or application.preview is None:
        return "an address is missing"
    for side in application.sides:
        if side.stack and (side.stack.state is not StackState.COMPLETE or side.balancer is None):
            return f"{side.stack.name} is {side.stack.status}, its load balancer not ready"
    partial = [release.stack for release in application.releases if not _is_whole(release)]
    of_one_version = len({release.version for release in application.releases}) == 1
    if application.live is None and partial and of_one_version:
        return f"{partial[0].name} is {partial[0].status}"
    return "" if application.blue.stack or application.green.stack else "it has no side"


def _refuse_a_sick_live_side(application: Application, live: Side) -> None:
    name, other = application.name, live.colour.other
    way_on = (
        f"bluegreen rollback {name}"
        if application.side(other).members.healthy
        else f"openstack loadbalancer status show {name}-{live.colour}"
    )
    if live.members.healthy == 0:
        raise Stuck(f"{live.colour} is live, and none of its servers is healthy", way_on)
    if live.release and live.release.stack.state in (StackState.FAILED, StackState.DELETING):
        stack = live.release.stack
        raise Stuck(f"{stack.name} on the live side is {stack.status}", way_on)


def _likely_side(application: Application) -> Colour:
    """Return the side that can serve and is not on preview; people may know better."""
    shown = application.side_at(application.preview)
    fit = [side for side in application.sides if side.members.healthy]
    not_shown = [side for side in fit if side is not shown]
    return (not_shown or fit or [application.blue])[0].colour
