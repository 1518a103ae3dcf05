# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Drift: what should be there, compared with what is there. Pure: values in, differences out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from bluegreen.model.application import Application, Side
from bluegreen.model.drift import Difference, DriftKind, Mending
from bluegreen.model.resource import Built, ResourceKind, StackRecord
from bluegreen.model.stack import Stack
from bluegreen.model.tags import Colour
from bluegreen.operations.drift import foreign, wanted
from bluegreen.operations.drift.mending import how_mended
from bluegreen.operations.drift.of_release import of_release
from bluegreen.operations.drift.properties import changed, named
from bluegreen.operations.drift.wanted import Wanted, text

LOAD_BALANCING = (
    ResourceKind.BALANCER,
    ResourceKind.POOL,
    ResourceKind.MONITOR,
    ResourceKind.LISTENER,
    ResourceKind.POLICY,
    ResourceKind.L7_RULE,
    ResourceKind.MEMBER,
)

FIXED_WHEN_MADE = {"protocol": "protocol", "load_balancer_flavor": "flavor"}
"""The parameters of a side that its load balancer keeps for ever, and their keys."""


@dataclass(frozen=True)
class Wish:
    """What the specification asks for beside what Heat has kept; nothing without one.

    `sides` are the parameters of each side's stack, `releases` those of each release's by its
    stack's name, for the keys that only a new release changes. `listener` and `monitor` are what
    Heat has no properties for.
    """

    sides: Mapping[Colour, Mapping[str, Any]] = field(default_factory=dict)
    releases: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    listener: Mapping[str, Any] = field(default_factory=dict)
    monitor: Mapping[str, Any] = field(default_factory=dict)


def compare(
    application: Application, built: Built, wish: Wish | None = None
) -> tuple[Difference, ...]:
    """Return every difference: of what both sides share, then of the idle side, the live one last.

    Nothing is compared of what was adopted, which other tools make, nor of what a service did not
    show: that is not known.
    """
    if application.adopted or not application.exists:
        return ()
    wish = wish or Wish()
    order = [side for side in application.sides if side is not application.live]
    order += [application.live] if application.live else []
    found = [
        *_unread(built),
        *_addresses(application, order),
        *_shared(application, built),
        *(one for side in order for one in _side(side, built, wish)),
        *foreign.on_networks(application, built),
    ]
    return tuple(how_mended(application, one) for one in found)


def _unread(built: Built) -> Iterator[Difference]:
    for service, why in built.unread.items():
        yield Difference(
            f"resources of the {service} service",
            DriftKind.UNKNOWN,
            why=why,
            mending=Mending.NOTHING,
        )


def _addresses(application: Application, order: list[Side]) -> Iterator[Difference]:
    roles = (("production", application.production), ("preview", application.preview))
    built = any(side.stack for side in order)
    for role, address in roles:
        if address is None and built:
            yield Difference(f"{role} address", DriftKind.MISSING, part=role)


def _shared(application: Application, built: Built) -> Iterator[Difference]:
    if application.stack:
        yield from _stack(application.stack, None, wanted.of_application(), built)


def _side(side: Side, built: Built, wish: Wish) -> Iterator[Difference]:
    record = built.records.get(side.stack.name) if side.stack else None
    if side.stack is None or record is None:
        return
    kept = {key: record.parameters.get(key, "") for key in FIXED_WHEN_MADE}
    parameters = {**record.parameters, **wish.sides.get(side.colour, {}), **kept}
    parts = wanted.of_side(parameters, pool=record.id_of("pool"))
    recorded = wanted.of_side(record.parameters, pool=record.id_of("pool"))
    before = {one.part: one.properties for one in recorded}
    more = {"listener": wish.listener, "health_monitor": wish.monitor}
    asked = (
        replace(
            one,
            properties={**one.properties, **more.get(one.part, {})},
            recorded=before.get(one.part, {}),
        )
        for one in parts
    )
    yield from _stack(side.stack, side.colour, asked, built)
    yield from _tags(side.stack, side.colour, record, built)
    yield from _fixed(side, record, wish)
    yield from foreign.on_balancer(side.colour, record, built)
    for release in side.releases:
        yield from of_release(side, release, built, wish.releases.get(release.stack.name, {}))
    if "load balancer" not in built.unread:
        yield from foreign.in_pool(side, record, built)


def _stack(
    stack: Stack, side: Colour | None, asked: Iterable[Wanted], built: Built
) -> Iterator[Difference]:
    """Yield what is missing of a stack's resources, and what is not as it should be."""
    record = built.records.get(stack.name)
    if record is None:
        return
    missing: set[str] = set()
    for one in asked:
        service = "load balancer" if one.kind in LOAD_BALANCING else "network"
        number = record.id_of(one.part)
        if service in built.unread or not number:
            continue
        resource = built.get(number)
        if resource is None:
            missing.add(one.part)
            if one.within not in missing:
                yield _missing(one, stack, side)
            continue
        yield from (
            each
            for each in changed(one, resource, stack, side)
            if each.key not in missing  # a listener whose pool is gone has none
        )


def _missing(one: Wanted, stack: Stack, side: Colour | None) -> Difference:
    return Difference(named(one), DriftKind.MISSING, side, stack=stack.name, part=one.part)


def _tags(stack: Stack, side: Colour, record: StackRecord, built: Built) -> Iterator[Difference]:
    """Yield that a load balancer's tags do not say whose it is: it is not found without them."""
    balancer = built.get(record.id_of("load_balancer"))
    asked = {"application": stack.application, "side": str(side)}
    if balancer and not asked.items() <= balancer.facts.items():
        yield Difference(
            str(ResourceKind.BALANCER),
            DriftKind.CHANGED,
            side,
            "tags",
            wanted=text([f"{key}={value}" for key, value in asked.items()]),
            found=text([f"{key}={value}" for key, value in balancer.facts.items()]),
            stack=stack.name,
            part="tags",
        )


def _fixed(side: Side, record: StackRecord, wish: Wish) -> Iterator[Difference]:
    """Yield what was said of a load balancer when it was made, and nothing can change since."""
    for parameter, key in FIXED_WHEN_MADE.items():
        kept = record.parameters.get(parameter, "")
        asked = wish.sides.get(side.colour, {}).get(parameter, kept)
        if text(asked) != text(kept):
            yield Difference(
                str(ResourceKind.BALANCER),
                DriftKind.CHANGED,
                side.colour,
                key,
                wanted=text(asked),
                found=text(kept),
            )
