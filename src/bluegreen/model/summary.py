# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""How an application is doing, in words: its state, one sentence, and what a person should know."""

from __future__ import annotations

from collections.abc import Iterator

from bluegreen.model.application import Application, Side


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
    """Return how a side is doing: the first thing that is not as it should be."""
    if side.stack is None and not side.adopted:
        return "absent"
    for stack in (side.stack, *(release.stack for release in side.releases)):
        if stack and stack.state != "complete":
            return f"{stack.name}: {stack.status}"
    if side.balancer is None:
        return "no load balancer"
    if side.balancer.provisioning != "ACTIVE":
        return f"load balancer {side.balancer.provisioning}"
    if not side.balancer.listener_id:
        return "no listener"
    if not side.balancer.listens:
        return "listener closed"
    if side.release is None and not side.adopted:
        return "empty"
    if side.members.unmonitored:
        return "no health monitor"
    return "healthy" if side.members.healthy >= side.wanted else "degraded"


def warnings(application: Application) -> Iterator[str]:
    """Yield what a person should know, a sentence each: stray tags, how sides scale."""
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
