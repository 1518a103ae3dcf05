# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The plans that remove an application. Pure, as every plan."""

from __future__ import annotations

from collections.abc import Iterable

from bluegreen.model.address import Address
from bluegreen.model.application import Application
from bluegreen.operations.build.allocation import RemoveAddress
from bluegreen.operations.build.stacks import RemoveStack
from bluegreen.operations.parallel import InParallel
from bluegreen.operations.plan import Plan, Step
from bluegreen.operations.prechecks import Precheck, built_here


def plan_down(application: Application, *, allow_live: bool) -> Plan:
    """Return the plan that takes an application out of service: addresses, releases, sides.

    The lease is a port on the network of the application's own stack, which `plan_down_to_nothing`
    removes.
    """
    live = application.live
    releases = tuple(RemoveStack(release.stack) for release in application.releases)
    sides = _remove_sides(application) if application.stack else ()
    stages: list[tuple[Step, ...]] = [
        *((step,) for step in _remove_addresses(application)),
        releases,
        sides,
    ]
    return Plan(
        title=f"down of {application.name}",
        application=application.name,
        event="down",
        prechecks=(
            *built_here(application),
            Precheck(
                "not-live",
                live is None or allow_live,
                f"production points at {live.colour if live else 'no side'}",
                f"bluegreen down {application.name} --live {application.name}, to remove it all "
                "the same",
            ),
            *(
                Precheck("one-of-each", holds=False, sentence=odd.sentence, next_step=odd.next_step)
                for odd in application.oddities
                if odd.is_double
            ),
        ),
        steps=tuple(InParallel(stage) for stage in stages if stage),
        goes_back=False,
    )


def plan_down_to_nothing(application: Application) -> Plan:
    """Return the plan that removes what `plan_down` left, the network of the lease with it.

    Neutron keeps a network with a port, so the lease is given back first (`LastLease`). Without a
    stack of its own the application has its lease on a side's network.
    """
    rest = (RemoveStack(application.stack),) if application.stack else _remove_sides(application)
    return Plan(
        title=f"end of {application.name}",
        application=application.name,
        event="down",
        steps=(InParallel(rest),) if rest else (),
        goes_back=False,
    )


def _remove_sides(application: Application) -> tuple[Step, ...]:
    return tuple(RemoveStack(side.stack) for side in application.sides if side.stack)


def _remove_addresses(application: Application) -> Iterable[RemoveAddress]:
    held: tuple[Address | None, ...] = (application.production, application.preview)
    return (RemoveAddress(address) for address in held if address)
