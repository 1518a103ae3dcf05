# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The plans that remove an application. Pure, as every plan."""

from __future__ import annotations

from collections.abc import Iterable

from bluegreen.model.address import Address
from bluegreen.model.application import Application
from bluegreen.model.drift import NOTHING_DIFFERS, Difference, Drift, DriftKind
from bluegreen.operations.build.allocation import RemoveAddress
from bluegreen.operations.build.stacks import RemoveStack
from bluegreen.operations.drift.foreign import BLOCKS
from bluegreen.operations.drift.steps import RemoveForeign
from bluegreen.operations.parallel import InParallel
from bluegreen.operations.plan import Plan, Step
from bluegreen.operations.prechecks import Precheck, built_here


def plan_down(
    application: Application,
    *,
    allow_live: bool,
    drift: Drift = NOTHING_DIFFERS,
    remove_foreign: bool = False,
) -> Plan:
    """Return the plan that takes an application out of service: addresses, releases, sides.

    What somebody else has made, and what would keep a load balancer or a network from being
    deleted, refuses it before anything is removed, or is removed first with `remove_foreign`. The
    lease is a port on the network of the application's own stack, which `plan_down_to_nothing`
    removes.
    """
    live = application.live
    releases = tuple(RemoveStack(release.stack) for release in application.releases)
    sides = _remove_sides(application) if application.stack else ()
    in_the_way = what_is_in_the_way(drift)
    stages: list[tuple[Step, ...]] = [
        *((RemoveForeign(one),) for one in in_the_way if remove_foreign),
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
            *(
                _keeps_it(application, one, allow_live=allow_live)
                for one in in_the_way
                if not remove_foreign
            ),
        ),
        steps=tuple(InParallel(stage) for stage in stages if stage),
        goes_back=False,
    )


def what_is_in_the_way(drift: Drift) -> list[Difference]:
    """Return what somebody else made that keeps a part from being deleted, listeners first."""
    foreign = [
        one
        for one in drift.differences
        if one.kind is DriftKind.FOREIGN and one.resource and one.resource.kind in BLOCKS
    ]
    return sorted(foreign, key=lambda one: BLOCKS.index(one.resource.kind) if one.resource else 0)


def _keeps_it(application: Application, one: Difference, *, allow_live: bool) -> Precheck:
    name = application.name
    although = f" --live {name}" if allow_live else ""
    return Precheck(
        "nothing-foreign",
        holds=False,
        sentence=f"{one.sentence}, and could not be left without its load balancer or network",
        next_step=f"bluegreen down {name}{although} --remove-foreign, which removes it too",
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
