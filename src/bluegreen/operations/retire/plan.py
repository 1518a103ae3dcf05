# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The plan that ends a release's time on the idle side. Pure, as every plan."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from bluegreen.model.application import Application, Side
from bluegreen.model.balancer import connections_on
from bluegreen.model.quota import Shortage
from bluegreen.operations.build.stacks import RemoveStack
from bluegreen.operations.plan import Plan, Step, the_other_side, what_is_on
from bluegreen.operations.prechecks import Precheck, built_here, way_to_the_other
from bluegreen.operations.scale.resize import ResizeRelease
from bluegreen.operations.verify_idle import VerifyIdle

Fate = Literal["warm", "remove", "keep"]


def plan_retire(
    application: Application,
    *,
    to: Fate = "warm",
    servers: int = 1,
    connections: int = 0,
    ignore_connections: bool = False,
    shortages: Sequence[Shortage] = (),
) -> Plan:
    """Return the plan that shrinks the idle side to so many servers, removes its releases, or not.

    `connections` is how many are open on the idle side, read just now; each other number than 0
    refuses, unless `ignore_connections`. `shortages` is what keeps Heat from shrinking it. Raises
    Refused when no side is live, so none is idle.
    """
    idle = application.side(the_other_side(application, "retire"))
    return Plan(
        title=f"retire of {application.name} {idle.colour} to {to}",
        application=application.name,
        event="retire",
        **what_is_on(idle),
        prechecks=(
            *_prechecks(application, idle, to, connections, ignore_connections=ignore_connections),
            *_shrink_prechecks(application, idle, to, shortages),
        ),
        steps=tuple(_steps(application, idle, to, servers, ignore_connections=ignore_connections)),
    )


def _prechecks(
    application: Application,
    idle: Side,
    to: Fate,
    connections: int,
    *,
    ignore_connections: bool,
) -> Iterator[Precheck]:
    live = application.side(idle.colour.other)
    yield from built_here(application)
    yield Precheck(
        "live-serves",
        live.members.at_most >= 1,
        f"{live.colour} is live and has {live.members.in_words}",
        way_to_the_other(application),
    )
    if to == "keep":
        return
    if len(live.releases) > 1:
        held = " and ".join(release.name for release in live.releases)
        yield Precheck(
            "live-is-one-release",
            holds=False,
            sentence=f"{live.colour} is live with {held}, so the rollback target must stay",
            next_step=f"bluegreen resume {application.name}",
        )
    yield Precheck(
        "connections",
        connections == 0 or ignore_connections,
        connections_on(idle.colour, connections),
        "run the same command later, or with --ignore-connections",
    )


def _shrink_prechecks(
    application: Application, idle: Side, to: Fate, shortages: Sequence[Shortage]
) -> Iterator[Precheck]:
    """Yield what must hold so that Heat can take servers away and leave the others."""
    if to != "warm":
        return
    held = [f"{r.name} ({r.stack.state_in_words})" for r in idle.releases]
    yield Precheck(
        "one-release",
        len(idle.releases) <= 1 and all(release.was_complete for release in idle.releases),
        f"{idle.colour} has {' and '.join(held) or 'no release'}",
        f"bluegreen resume {application.name}, to finish the interrupted deploy",
    )
    if shortages:
        looks = dict.fromkeys(shortage.look for shortage in shortages)
        yield Precheck(
            "can-shrink",
            holds=False,
            sentence=f"Heat cannot take servers from {idle.colour} and keep the others: "
            + "; ".join(shortage.what for shortage in shortages),
            next_step=f"{'; '.join(looks)}; or bluegreen retire {application.name} --to remove, "
            "which needs nothing, and after which there is no rollback",
        )


def _steps(
    application: Application, idle: Side, to: Fate, servers: int, *, ignore_connections: bool
) -> Iterator[Step]:
    live = application.side(idle.colour.other).balancer
    if to == "keep" or idle.release is None or idle.balancer is None or live is None:
        return
    look = VerifyIdle(idle.balancer, live, ignore_connections)
    if to == "remove":
        meanwhile = "without it there is no rollback"
        yield look
        yield from (RemoveStack(release.stack, meanwhile) for release in idle.releases)
        return
    release, now = idle.release, idle.members.total
    done = release.stack.may_be_complete and max(now, release.wanted) <= servers
    if not done:
        yield look
        yield ResizeRelease(release, now=max(now, release.wanted), wanted=servers, only_idle=True)
