# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The plans for connections that stay on the old side: wait for their end, or end them. Pure.

They are plans of their own, after the one that moved production: whatever happens to them, the
move stays.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from bluegreen.model.application import Application
from bluegreen.model.balancer import CutMethod
from bluegreen.model.tags import Colour
from bluegreen.operations.drain.cut import CloseListener, OpenListener, ReloadBalancer
from bluegreen.operations.drain.wait import WaitUntilDrained
from bluegreen.operations.plan import Plan, Step, what_is_on
from bluegreen.operations.prechecks import Precheck
from bluegreen.operations.verify_idle import VerifyIdle

CUT_LIMIT = timedelta(seconds=60)
"""How long connections have to end once they were cut: longer than idle clients may stay silent
with the default idle limit of 50 s, which is when a graceful reload lets the last of them go."""


def plan_drain(
    application: Application,
    colour: Colour,
    limit: timedelta,
    technique: CutMethod | None = None,
    before: int | None = None,
) -> Plan:
    """Return the plan that waits so long until nobody is connected to a side any more.

    `technique` is the way in which its connections were ended just now, of `before` many.
    """
    balancer, production = application.side(colour).balancer, application.production
    return Plan(
        title=f"drain of {application.name} {colour}",
        application=application.name,
        event="drain",
        **what_is_on(application.side(colour)),
        steps=(WaitUntilDrained(production, balancer, limit, technique, before),)
        if balancer and production
        else (),
        goes_back=False,
        without_heat=bool(application.unread),
    )


def plan_cut(application: Application, colour: Colour, technique: CutMethod) -> Plan:
    """Return the plan that ends the connections on a side that is not live."""
    return Plan(
        title=f"cut of {application.name} {colour}",
        application=application.name,
        event="cut",
        **what_is_on(application.side(colour)),
        prechecks=tuple(_cut_prechecks(application, colour)),
        steps=tuple(_steps_of_cut(application, colour, technique)),
        goes_back=False,
        without_heat=bool(application.unread),
    )


def _cut_prechecks(application: Application, colour: Colour) -> Iterator[Precheck]:
    other = application.side(colour.other)
    yield Precheck(
        "others-serve",
        other.members.at_most >= 1,
        f"{other.colour}, which clients must reach instead, has {other.members.in_words}",
        f"bluegreen status {application.name}",
    )


def _steps_of_cut(application: Application, colour: Colour, technique: CutMethod) -> Iterator[Step]:
    old, new = application.side(colour).balancer, application.side(colour.other).balancer
    if not (old and new):
        return
    yield VerifyIdle(old, new, ignore_connections=True)
    if technique is CutMethod.LISTENER_DOWN:
        yield CloseListener(old)
        yield OpenListener(old)
    else:
        yield ReloadBalancer(old, technique)
