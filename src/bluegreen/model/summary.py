# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""How an application is doing, in words: its state, one sentence, and what a person should know."""

from __future__ import annotations

from collections.abc import Iterator

from bluegreen.model.application import Application, Side
from bluegreen.model.stack import Stack, StackState
from bluegreen.model.text import plural


def headline(application: Application) -> str:
    """Return what matters most in one sentence."""
    live, production = application.live, application.production
    if production is None:
        return f"{application.name} has no production address."
    if live is None:
        where = f"port {production.port_id}" if production.port_id else "nothing"
        return f"{application.name}: production {production.floating_ip} points at {where}."
    return (
        f"{application.name}: {live.colour} is live on {production.floating_ip} with "
        f"{live.release.version if live.release else 'no release'}, {_servers(live)}."
    )


def application_state(application: Application) -> str:
    """Return how an application is doing: its sides' states, said once where they are the same."""
    states = [side_state(side) for side in application.sides]
    if application.live is None:
        return "not live"
    return states[0] if states[0] == states[1] else f"blue {states[0]}, green {states[1]}"


def side_state(side: Side) -> str:
    """Return how a side is doing: the first thing that is not as it should be.

    What is surely bad comes before what is not known.
    """
    if side.stack is None and side.balancer is None and not side.adopted:
        return "absent"
    for stack in _stacks(side):
        if not stack.may_be_complete and stack.state is not StackState.UNREAD:
            return f"{stack.name}: {stack.status}"
    if side.balancer is None:
        return "no load balancer"
    if side.balancer.provisioning != "ACTIVE" and not side.balancer.is_doubtful:
        return f"load balancer {side.balancer.provisioning}"
    if not side.balancer.listener_id:
        return "no listener"
    if not side.balancer.listens:
        return "listener closed"
    if side.release is None and not side.adopted:
        return "empty"
    if not side.members.unmonitored and side.members.healthy < side.wanted:
        return "degraded"
    return next(_doubts(side), "healthy")


def is_doubtful(side: Side) -> bool:
    """Whether it is not known how a side is doing, though nothing is surely bad."""
    return side_state(side).startswith(UNKNOWN)


UNKNOWN = "unknown: "


def _doubts(side: Side) -> Iterator[str]:
    """Yield what is not known of a side, as its state."""
    if side.members.unmonitored:
        yield f"{UNKNOWN}no health monitor"
    if side.balancer and side.balancer.is_doubtful:
        yield f"{UNKNOWN}load balancer ERROR"
    for stack in _stacks(side):
        if stack.state is StackState.UNKNOWN:
            yield f"{UNKNOWN}{stack.name} {stack.status}"
        if stack.state is StackState.UNREAD:
            yield f"{UNKNOWN}Heat does not answer"


def _stacks(side: Side) -> Iterator[Stack]:
    yield from filter(None, (side.stack, *(release.stack for release in side.releases)))


def doubts_in_words(application: Application) -> Iterator[str]:
    """Yield what is not known of the sides, what is known instead, and what leads on."""
    if application.unread:
        yield (
            f"Heat does not answer ({application.unread}): the load balancers' members show what "
            "runs; whether anything is being built or removed is unknown."
        )
    for side in application.sides:
        servers = f"{side.members.healthy} of {side.members.total} servers pass their health check"
        if side.members.unmonitored:
            yield (
                f"{side.colour}: no health monitor asks its "
                f"{plural(side.members.total, 'server')}, so it is unknown whether they work."
            )
            servers = "no health monitor asks its servers"
        if side.balancer and side.balancer.is_doubtful:
            yield (
                f"{side.colour}: Octavia failed with its last change of the load balancer, which "
                f"serves all the same ({side.balancer.operating}): {servers}. An administrator "
                f"repairs it: openstack loadbalancer failover {side.balancer.id}"
            )
        for stack in _stacks(side):
            if stack.state is StackState.UNKNOWN:
                yield (
                    f"{side.colour}: {stack.name} is {stack.status}, which says nothing of whether "
                    f"it is complete: {servers}. To have Heat check it again: "
                    f"openstack stack check {stack.name}"
                )


def warnings(application: Application) -> Iterator[str]:
    """Yield what a person should know, a sentence each: doubts, stray tags, how sides scale."""
    yield from doubts_in_words(application)
    yield from oddities(application)
    for side in application.sides:
        release = side.release
        if release is None or release.scaling is None:
            continue
        if release.scaling.alarms is None and release.scaling.has_alarms:
            yield f"{side.colour}: the cloud does not report the state of its alarms."
        if release.scaling.wants_more and side.members.total >= release.max:
            yield (
                f"{side.colour} is at its maximum of {release.max} servers, and its load calls "
                f"for more: bluegreen scale {side.colour} --max N"
            )
    yield from _not_as_they_should_scale(application)


def incomplete(application: Application) -> Iterator[str]:
    """Yield what no command leaves so unless it is at work or was interrupted, with what leads on.

    What a person did with the cloud's own tools is among it.
    """
    name, live, preview = application.name, application.live, application.preview
    resume = f"bluegreen resume {name}"
    if live is None:
        yield f"No side is live: {way_to_a_live_side(application)}"
    idle = application.idle
    if idle and preview is None:
        yield f"There is no preview address: {way_to_a_side(idle)}"
    elif idle and preview and idle.balancer and preview.port_id != idle.balancer.vip_port_id:
        yield f"Preview is not on {idle.colour}, the idle side: {resume}"
    yield from _unfinished(application)
    if live and live.members.at_most == 0:
        yield f"{live.colour} is live, but none of its servers is healthy: {resume}"


def _unfinished(application: Application) -> Iterator[str]:
    """Yield the stacks that Heat failed at or deletes, and what is missing or closed on a side.

    A check that failed says nothing of what the stack has made.
    """
    resume = f"bluegreen resume {application.name}"
    own = application.stack
    if own and own.status.startswith("DELETE"):
        yield f"{own.name} is {own.status}: openstack stack failures list {own.name}"
    elif own and own.status in ("CREATE_FAILED", "UPDATE_FAILED") and application.live:
        yield f"{own.name} is {own.status}: {way_to_a_side(application.live)}"
    for side in application.sides:
        if side.balancer is None and application.live and not application.adopted:
            yield f"{side.colour} has no load balancer: {way_to_a_side(side)}"
        elif side.stack and side.stack.status in ("CREATE_FAILED", "UPDATE_FAILED"):
            yield f"{side.stack.name} is {side.stack.status}: {way_to_a_side(side)}"
        elif side.stack and side.stack.status.startswith("DELETE"):
            yield f"{side.stack.name} is {side.stack.status}: {resume}"
        if side.balancer and not side.balancer.listener_id:
            yield f"{side.colour}'s load balancer has no listener: {way_to_a_side(side)}"
        elif side.balancer and not side.balancer.listens:
            yield f"{side.colour}'s listener is closed: {resume}"
        if len(side.releases) > 1:
            names = " and ".join(release.name for release in side.releases)
            yield f"{side.colour} has {names}, as in the middle of a deploy: {resume}"
        for release in side.releases:
            if release.stack.state in (StackState.FAILED, StackState.DELETING):
                yield f"{release.stack.name} is {release.stack.status}: {resume}"


def way_to_a_side(side: Side, version: str = "VERSION") -> str:
    """Return the command that makes what a side lacks: with the version that it has, if any.

    What was adopted is adopted again, which allocates a preview address and sets the tags.
    """
    if side.balancer and side.adopted:
        return f"bluegreen adopt {side.balancer.application}"
    version = side.release.version if side.release else version
    return f"bluegreen up {version} --sides {side.colour}"


def way_to_a_live_side(application: Application, version: str = "VERSION") -> str:
    """Return the commands after which a side is live, of an application with none.

    `version` is what to build where nothing is built.
    """
    name, production = application.name, application.production
    side = likely_side(application)
    if side is None:
        way = f"bluegreen up {version}"
    elif production is None and application.adopted:
        way = f"bluegreen adopt {name} --production ADDRESS"
    elif production is None:
        version = side.release.version if side.release else version
        way = f"bluegreen up {version} --sides {side.colour}, then bluegreen resume {name}"
    else:
        way = f"bluegreen switch {name} --to {side.colour}"
        if not side.members.at_most:
            way = f"bluegreen repair {side.colour} {name}, then {way}"
    if production is None or production.port_id is None:
        return way
    return (
        f"openstack floating ip unset --port {production.floating_ip}, if nobody else needs it "
        f"there, then {way}"
    )


def likely_side(application: Application) -> Side | None:
    """Return the side that can serve and is not on preview; people may know better.

    Where none can, one that has a release, and None where there is none.
    """
    shown = application.side_at(application.preview)
    fit = [side for side in application.sides if side.members.at_most]
    built = [side for side in application.sides if side.balancer and side.releases]
    candidates = fit or built
    return next((side for side in candidates if side is not shown), next(iter(candidates), None))


def oddities(application: Application) -> Iterator[str]:
    """Yield what carries the application's tags and does not fit, with what leads on."""
    for odd in application.oddities:
        yield f"{odd.sentence[0].upper()}{odd.sentence[1:]}: {odd.next_step}"


def _not_as_they_should_scale(application: Application) -> Iterator[str]:
    """Yield where alarms are held that should act, or act that should be held."""
    next_step = f"bluegreen resume {application.name}"
    for side in application.sides if application.live else ():
        scaling = side.release.scaling if side.release else None
        if scaling is None or scaling.alarms is None:
            continue
        if side is application.live and not scaling.is_active:
            yield (
                f"{side.colour} is live, but its autoscaling is not active in both directions: "
                f"{next_step}"
            )
        if side is application.idle and not scaling.is_suspended:
            yield f"{side.colour} is idle, but its alarms may still change its size: {next_step}"


def _servers(side: Side) -> str:
    if side.members.unmonitored:
        return side.members.in_words
    return f"{side.members.healthy} of {side.wanted} healthy"
