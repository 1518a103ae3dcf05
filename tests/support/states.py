# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What is so of an application, in the words of the tests: it serves, it is in a good state."""

from __future__ import annotations

from bluegreen.model.application import Application
from bluegreen.model.stack import StackState


def standing(application: Application) -> object:
    """Return where the addresses point, each stack and its state, each side's size and alarms."""
    addresses = (application.production, application.preview)
    stacks = [s.stack for s in (*application.sides, *application.releases)]
    sizes = [side.members.total for side in application.sides]
    alarms = [r.scaling.alarms for r in application.releases if r.scaling]
    return (
        [a and a.port_id for a in addresses],
        [s and (s.name, s.state) for s in stacks],
        sizes,
        alarms,
    )


def serves(application: Application) -> bool:
    """Tell whether production points at one side that listens and has healthy servers."""
    live = application.live
    listens = live is not None and live.balancer is not None and live.balancer.listens
    return live is not None and listens and live.members.healthy > 0


def good(application: Application) -> bool:
    """Tell whether an application is in a good state, or not there at all."""
    return good_but_for_alarms(application) and scales_while_live(application)


def whole(application: Application) -> bool:
    """Tell whether an application is in a good state, and has both sides with all their servers.

    The idle side may run nothing. A check of a stack that failed says nothing of what it has made.
    """
    stacks = [application.stack, *(p.stack for p in (*application.sides, *application.releases))]
    return (
        application.exists
        and good(application)
        and all(stack and stack.status.endswith(("_COMPLETE", "CHECK_FAILED")) for stack in stacks)
        and all(side.balancer is not None for side in application.sides)
        and all(side.members.healthy >= side.wanted for side in application.sides)
    )


def good_but_for_alarms(application: Application) -> bool:
    """Tell whether nothing is left of an interrupted command, but perhaps for alarms held."""
    if not application.exists:
        return True
    idle = application.idle
    previewed = application.side_at(application.preview) is idle
    return (
        serves(application)
        and idle is not None
        and (previewed or idle.balancer is None)
        and all(side.balancer is None or side.balancer.listens for side in application.sides)
        and all(len(side.releases) <= 1 for side in application.sides)
        and all(r.stack.state is StackState.COMPLETE for r in application.releases)
    )


def scales_while_live(application: Application) -> bool:
    """Tell whether every alarm of the live side acts, and every other one is held."""
    return all(
        release.scaling is None
        or (release.scaling.is_active if side is application.live else release.scaling.is_suspended)
        for side in application.sides
        for release in side.releases
    )
