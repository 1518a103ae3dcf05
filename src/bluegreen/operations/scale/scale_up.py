# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""A side that is smaller than the live one: how many servers it lacks, and what adds them.

Pure: an observation in, values out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bluegreen.model.application import Application
from bluegreen.model.plural import plural
from bluegreen.model.quota import Needs, Shortage
from bluegreen.model.tags import Colour
from bluegreen.operations.prechecks import Precheck
from bluegreen.operations.scale.resize import ResizeRelease
from bluegreen.operations.scale.size_check import servers_needed
from bluegreen.operations.step import Step
from bluegreen.operations.waits.servers_healthy import WaitUntilHealthy


def size_to_match(application: Application, *, way_back: bool = False) -> int:
    """Return how many servers a side needs to be as large as the live one is now; 0 without one."""
    live = application.live
    return servers_needed(live.members, count_unhealthy=not way_back) if live else 0


def servers_to_make(application: Application, to: Colour, *, way_back: bool = False) -> int:
    """Return how many servers a side lacks to take over from the live side as that is now.

    0 when Heat does not answer: then none can be made.
    """
    live = application.live
    if live is None or live.colour is to or application.unread:
        return 0
    needed = size_to_match(application, way_back=way_back)
    return max(0, needed - application.side(to).members.total)


def scale_out_needs(parameters: Mapping[str, Any], servers: int) -> Needs:
    """Return what more servers of a release take, from the parameters of its stack."""
    return Needs(
        image=parameters["image"],
        flavor=parameters["flavor"],
        external_network=None,
        key_pair=parameters["key_pair"] or None,
        servers=servers,
        releases=0,
    )


def scale_out_steps(
    application: Application, to: Colour, *, way_back: bool = False
) -> Iterator[Step]:
    """Yield the steps after which a side has as many healthy servers as the live side has now.

    None when it has them. Servers that are there and do not answer yet are waited for.
    """
    live, side = application.live, application.side(to)
    if live is None or live.colour is to or side.release is None:
        return
    needed, now = size_to_match(application, way_back=way_back), side.members.total
    if side.members.at_most >= needed:
        return
    if now < needed:
        yield ResizeRelease(side.release, now=now, wanted=needed, only_idle=True)
    yield WaitUntilHealthy(application.name, to, side.release.stack.name, needed)


def scale_out_prechecks(
    application: Application,
    to: Colour,
    shortages: Sequence[Shortage],
    or_else: str = "",
    *,
    way_back: bool = False,
) -> Iterator[Precheck]:
    """Yield the prechecks that a side can become as large as the live side; none when it is.

    `or_else` is a way on where it cannot.
    """
    live, side = application.live, application.side(to)
    if not any(scale_out_steps(application, to, way_back=way_back)) or live is None:
        return
    lacking = "; ".join(shortage.what for shortage in shortages)
    healthy = side.members.healthy
    needed = size_to_match(application, way_back=way_back)
    yield Precheck(
        "can-grow",
        not shortages,
        f"{to} has {plural(healthy, 'healthy server')}, {live.colour} has {needed}: "
        + (f"{to} cannot scale out ({lacking})" if shortages else f"{to} scales out first"),
        "; ".join(filter(None, (*dict.fromkeys(s.look for s in shortages), or_else))),
    )
