# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""An application and a plan as people read them; the one place where their words are chosen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from bluegreen.model.address import Address, Role
from bluegreen.model.application import Application, Side
from bluegreen.model.scaling import Scaling
from bluegreen.operations.plan import Plan
from bluegreen.operations.prechecks import Guard

if TYPE_CHECKING:
    from bluegreen.release.dry_run import Foreseen

SIDE_COLUMNS = (
    "Side",
    "Role",
    "Version",
    "Release",
    "Healthy",
    "Wanted",
    "Floating IP",
    "Fixed IP",
    "Network",
    "State",
)

SCALING_COLUMNS = ("Size", "Limits", "Alarms", "Last Scaling")
"""What is shown besides of an application that scales with load."""

APPLICATION_COLUMNS = (
    "Application",
    "Live",
    "Blue",
    "Blue Healthy",
    "Green",
    "Green Healthy",
    "Production",
    "Production Fixed IP",
    "Preview",
    "Preview Fixed IP",
    "State",
)


def side_row(application: Application, side: Side) -> tuple[str | int | None, ...]:
    """Return one side of an application, as SIDE_COLUMNS names the values."""
    address = _address_at(application, side)
    return (
        str(side.colour),
        _role(application, side),
        side.release.version if side.release else None,
        side.release.name if side.release else None,
        None if side.members.unmonitored else side.members.healthy,
        side.wanted,
        address.floating_ip if address else None,
        side.balancer.vip_address if side.balancer else None,
        _network(application, side),
        side_state(side),
    )


def scaling_row(side: Side) -> tuple[str | int | None, ...]:
    """Return how one side scales, as SCALING_COLUMNS names the values."""
    release = side.release
    if release is None or release.scaling is None:
        return (side.members.total, None, None, None)
    scaling = release.scaling
    return (
        side.members.total,
        f"{release.min}-{release.max}",
        _alarms(scaling),
        str(scaling.last) if scaling.last else None,
    )


def warnings(application: Application) -> Iterator[str]:
    """Yield what a person should know besides, a sentence each: stray tags, how sides scale."""
    yield from oddities(application)
    for side in application.sides:
        release = side.release
        if release is None or release.scaling is None:
            continue
        if release.scaling.alarms is None and release.scaling.has_alarms:
            yield f"{side.colour}: the cloud does not say how its alarms are."
        if release.scaling.wants_more and side.members.total >= release.max:
            yield (
                f"{side.colour} is at its maximum of {release.max} servers, and its load asks for "
                f"more: bluegreen scale {side.colour} --max N"
            )
    yield from _not_as_they_should_scale(application)


def oddities(application: Application) -> Iterator[str]:
    """Yield what carries the application's tags and does not fit, with what leads on."""
    for odd in application.oddities:
        yield f"{odd.sentence[0].upper()}{odd.sentence[1:]}: {odd.way_on}"


def application_row(application: Application) -> tuple[str | None, ...]:
    """Return one application in a line, as APPLICATION_COLUMNS names the values."""
    return (
        application.name,
        str(application.live.colour) if application.live else None,
        _version(application.blue),
        _health(application.blue),
        _version(application.green),
        _health(application.green),
        *_floating_and_fixed(application.production),
        *_floating_and_fixed(application.preview),
        application_state(application),
    )


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
        f"{_version(live) or 'no release'}, {_servers(live)}."
    )


def _servers(side: Side) -> str:
    if side.members.unmonitored:
        return side.members.in_words
    return f"{side.members.healthy} of {side.wanted} healthy"


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
    if not side.balancer.listens:
        return "listener closed"
    if side.release is None and not side.adopted:
        return "empty"
    if side.members.unmonitored:
        return "no health monitor"
    return "healthy" if side.members.healthy >= side.wanted else "degraded"


def application_state(application: Application) -> str:
    """Return how an application is doing: its sides' states, said once where they are the same."""
    states = [side_state(side) for side in application.sides]
    if application.live is None:
        return "not live"
    return states[0] if states[0] == states[1] else f"blue {states[0]}, green {states[1]}"


def plan_lines(plan: Plan) -> Iterator[str]:
    """Return a plan as people read it: what was checked, what will happen, what undoes it."""
    yield f"Plan: {plan.title}"
    for guard in plan.guards:
        yield guard_line(guard)
    if not plan.steps:
        yield "  Nothing is left to do."
    parts = [part for step in plan.steps for part in step.parts]
    for number, step in enumerate(parts, 1):
        yield f"  {number:2}. {step.change}"
        if step.point_of_no_return and plan.goes_back:
            yield "      the point of no return: what is before it is no longer undone"
        if step.way_back and plan.goes_back:
            yield f"      undo: {step.way_back}"
    if parts and not plan.goes_back:
        yield "  Nothing is undone when a step fails; the same command goes on from there."


def stage_lines(foreseen: Foreseen) -> Iterator[str]:
    """Return what a stage would do as people read it."""
    yield f"Stage {foreseen.stage}"
    for plan in foreseen.plans:
        yield from plan_lines(plan)
    yield from (f"  {sentence}" for sentence in foreseen.sentences)


def guard_line(guard: Guard) -> str:
    """Return what a guard found, in a line."""
    return f"  {'ok' if guard.holds else 'NO':3} {guard.sentence}"


def _alarms(scaling: Scaling) -> str:
    if not scaling.has_alarms:
        return "your own"
    if scaling.alarms is None:
        return "not known"
    return ", ".join(sorted((str(alarm) for alarm in scaling.alarms), reverse=True)) or "none"


def _not_as_they_should_scale(application: Application) -> Iterator[str]:
    """Yield where alarms are held that should act, or act that should be held."""
    way_on = f"bluegreen resume {application.name}"
    for side in application.sides if application.live else ():
        scaling = side.release.scaling if side.release else None
        if scaling is None or scaling.alarms is None:
            continue
        if side is application.live and not scaling.is_let:
            yield f"{side.colour} is live and does not scale with load in both directions: {way_on}"
        if side is application.idle and not scaling.is_held:
            yield f"{side.colour} is idle, and its alarms may change its size: {way_on}"


def _role(application: Application, side: Side) -> str:
    if application.live is None:
        return "-"
    return "live" if side.colour is application.live.colour else "idle"


def _address_at(application: Application, side: Side) -> Address | None:
    addresses = {Role.PRODUCTION: application.production, Role.PREVIEW: application.preview}
    pointing = (a for a in addresses.values() if application.side_at(a) is side)
    return next(pointing, None)


def _network(application: Application, side: Side) -> str | None:
    """Return the name that `up` gives to a network, or the id of one that was there before."""
    if side.stack:
        return f"{application.name}-{side.colour}"
    return side.balancer.network_id if side.balancer else None


def _floating_and_fixed(address: Address | None) -> tuple[str | None, str | None]:
    return (address.floating_ip, address.fixed_ip) if address else (None, None)


def _version(side: Side) -> str | None:
    return side.release.version if side.release else None


def _health(side: Side) -> str | None:
    return str(side.members) if side.release else None
