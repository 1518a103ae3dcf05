# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Servers of a side that are dead, and the plan that replaces them. Pure, as every plan."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bluegreen.model.application import Application, Release, Side
from bluegreen.model.quota import Shortage
from bluegreen.model.stack import GroupMember, Server, StackState
from bluegreen.model.tags import Colour
from bluegreen.operations.plan import Plan, Step, what_is_on
from bluegreen.operations.prechecks import Precheck, built_here, runs_nothing
from bluegreen.operations.repair.replace import MarkUnhealthy, ReplaceUnhealthy
from bluegreen.operations.scale.plan import capacity_prechecks, steps_while_held
from bluegreen.operations.waits.servers_healthy import HEALTH_LIMIT, WaitUntilHealthy

DEAD = ("ERROR", "SHUTOFF", "DELETED", "SOFT_DELETED")
"""Nova's states of a server that does not come back on its own."""


@dataclass(frozen=True)
class Broken:
    """A place of the group whose server is to be replaced: what fills it now, and what is wrong."""

    member: GroupMember
    server: str
    why: str

    def __str__(self) -> str:
        return f"{self.server} {self.why}"


@dataclass(frozen=True)
class Diagnosis:
    """What is wrong with the servers of a side, and which may only be booting yet."""

    broken: tuple[Broken, ...] = ()
    booting: tuple[Server, ...] = ()

    def of_places(self, group: Sequence[GroupMember]) -> Diagnosis:
        """Return what is wrong with those servers that are still in their places."""
        there = {(member.name, member.server) for member in group}
        left = (one for one in self.broken if (one.member.name, one.member.server) in there)
        return replace(self, broken=tuple(left))


def diagnose(
    side: Side, group: Sequence[GroupMember], servers: Sequence[Server], now: datetime
) -> Diagnosis:
    """Return what is wrong with a side's servers, by the balancer, Nova and Heat together.

    A server that is running and as young as a new one may be that is waited for is not broken.
    While Heat works on the release, places are between two servers, and nothing is known of them.
    """
    if side.release is None or side.release.stack.state is StackState.IN_PROGRESS:
        return Diagnosis()
    failing = side.members.failing_addresses
    known = {server.id: server for server in servers}
    broken: list[Broken] = []
    booting: list[Server] = []
    for member in group:
        server = known.get(member.server)
        if server and not member.failed and server.status not in DEAD and _is_young(server, now):
            if server.addresses & failing:
                booting.append(server)
        elif why := _problem(member, server, failing):
            name = server.name if server else member.name
            broken.append(Broken(member, name, why))
    return Diagnosis(tuple(broken), tuple(booting))


def _problem(member: GroupMember, server: Server | None, failing: frozenset[str]) -> str:
    if member.server and server is None:
        return "is gone: Nova does not know it"
    if server and server.status in DEAD:
        return f"is {server.status}" + (f" ({server.fault})" if server.fault else "")
    if server and server.addresses & failing:
        return f"fails its health check and is {server.status}"
    return f"has failed in Heat ({member.reason})" if member.failed else ""


def _is_young(server: Server, now: datetime) -> bool:
    return server.made is not None and now - server.made < HEALTH_LIMIT


def plan_repair(
    application: Application,
    colour: Colour,
    diagnosis: Diagnosis,
    shortages: Sequence[Shortage] = (),
) -> Plan:
    """Return the plan that replaces the broken servers of a side; the others serve on.

    It ends as well what an interrupted repair has left: a stack that Heat is not done with, alarms
    that are held. Nothing is left to do when neither is there.
    """
    side = application.side(colour)
    return Plan(
        title=f"repair of {application.name} {colour}",
        application=application.name,
        event="repair",
        **what_is_on(side),
        prechecks=tuple(_prechecks(application, side, shortages)),
        steps=tuple(_steps(application, side, diagnosis)),
    )


def _prechecks(
    application: Application, side: Side, shortages: Sequence[Shortage]
) -> Iterator[Precheck]:
    yield from built_here(application)
    if side.release is None:
        yield runs_nothing(side.colour)
        return
    states = ", ".join(f"{release.name} ({release.stack.state})" for release in side.releases)
    yield Precheck(
        "one-release",
        len(side.releases) == 1 and side.release.was_complete,
        f"{side.colour} has {states}",
        f"bluegreen resume {application.name}, to finish the interrupted deploy",
    )
    yield from capacity_prechecks(shortages, "each new server starts before the old one goes: ")


def _steps(application: Application, side: Side, diagnosis: Diagnosis) -> Iterator[Step]:
    release = side.release
    if release is None:
        return
    scaling = release.scaling if application.live is side else None
    repairs = bool(diagnosis.broken) or not release.stack.may_be_complete
    repair = tuple(_steps_of_repair(application, release, diagnosis)) if repairs else ()
    yield from steps_while_held(release, scaling, repair)


def _steps_of_repair(
    application: Application, release: Release, diagnosis: Diagnosis
) -> Iterator[Step]:
    unmarked = [one for one in diagnosis.broken if not one.member.failed]
    if unmarked:
        yield MarkUnhealthy(release.stack, {one.member.name: str(one) for one in unmarked})
    yield ReplaceUnhealthy(release, tuple(one.server for one in diagnosis.broken))
    yield WaitUntilHealthy(application.name, release.colour, release.stack.name)
