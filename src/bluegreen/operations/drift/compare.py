# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Drift: what should be there, compared with what is there. Pure: values in, differences out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from bluegreen.model.application import Application, Release, Side
from bluegreen.model.drift import Difference, DriftKind, Mending
from bluegreen.model.resource import Built, Resource, ResourceKind, StackRecord
from bluegreen.model.stack import Stack
from bluegreen.model.tags import Colour
from bluegreen.operations.drift import foreign, wanted
from bluegreen.operations.drift.mending import how_mended, way_of_release
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
    parameters = {**record.parameters, **wish.sides.get(side.colour, {})}
    parts = wanted.of_side(parameters, pool=record.id_of("pool"))
    more = {"listener": wish.listener, "health_monitor": wish.monitor}
    asked = (replace(one, properties={**one.properties, **more.get(one.part, {})}) for one in parts)
    yield from _stack(side.stack, side.colour, asked, built)
    yield from _tags(side.stack, side.colour, record, built)
    yield from _flavor(side, record, wish)
    yield from foreign.on_balancer(side.colour, record, built)
    for release in side.releases:
        yield from _release(side, release, built, wish)
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
        yield from _changed(one, resource, stack, side)


def _missing(one: Wanted, stack: Stack, side: Colour | None) -> Difference:
    return Difference(_named(one), DriftKind.MISSING, side, stack=stack.name, part=one.part)


def _changed(
    one: Wanted, resource: Resource, stack: Stack, side: Colour | None
) -> Iterator[Difference]:
    for key, value in one.properties.items():
        have = resource.properties.get(key)
        if text(value) != text(have):
            yield Difference(
                _named(one),
                DriftKind.CHANGED,
                side,
                key,
                wanted=text(value),
                found=text(have),
                since=resource.changed,
                stack=stack.name,
                part=one.part,
                resource=resource,
                value=value,
            )


def _named(one: Wanted) -> str:
    return {"lease_network": "network for the lease"}.get(one.part, str(one.kind))


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


def _flavor(side: Side, record: StackRecord, wish: Wish) -> Iterator[Difference]:
    """Yield a load balancer's flavor that differs; Octavia shows its id, and not its name."""
    asked = wish.sides.get(side.colour, {}).get("load_balancer_flavor", "")
    kept = record.parameters.get("load_balancer_flavor", "")
    if wish.sides and text(asked) != text(kept):
        yield Difference(
            str(ResourceKind.BALANCER),
            DriftKind.CHANGED,
            side.colour,
            "flavor",
            wanted=text(asked),
            found=text(kept),
        )


def _release(side: Side, release: Release, built: Built, wish: Wish) -> Iterator[Difference]:
    record = built.records.get(release.stack.name)
    if record is None:
        return
    if "network" not in built.unread:
        yield from _rules(side, release, record, built)
    if "load balancer" not in built.unread:
        yield from _members(side, release, record, built)
    for key, value in wish.releases.get(release.stack.name, {}).items():
        if not _same(value, record.parameters.get(key)):
            yield way_of_release(side, release, key, value, record.parameters.get(key))


def _same(asked: Any, kept: Any) -> bool:
    """Tell whether Heat, which gives everything back as text, has kept the same."""
    if isinstance(asked, list):
        return bool(asked == wanted.as_list(kept))
    return text(asked) == text(kept) or _number(asked) == _number(kept) is not None


def _number(value: Any) -> float | None:
    try:
        return float(value)
    except (TypeError, ValueError):
        return None


def _rules(side: Side, release: Release, record: StackRecord, built: Built) -> Iterator[Difference]:
    number = record.id_of("security_group")
    group = built.get(number)
    on = f"security group of {release.name}"
    if group is None:
        if number:
            yield Difference(
                on,
                DriftKind.MISSING,
                side.colour,
                stack=release.stack.name,
                part="security_group",
            )
        return
    asked = wanted.rules_of_release(record.parameters)
    found = built.parts_of(group.id, ResourceKind.RULE)
    for rule in asked:
        if not any(_is(one, rule) for one in found):
            yield Difference(
                f"{on}: the rule for {_of_rule(rule)}",
                DriftKind.MISSING,
                side.colour,
                stack=release.stack.name,
                part="rule",
                resource=group,
                value=rule,
            )
    for one in found:
        into = one.properties["direction"] == "ingress"
        if into and not any(_is(one, rule) for rule in asked):
            yield Difference(
                f"{on}: a rule for {_of_rule(one.properties)}",
                DriftKind.FOREIGN,
                side.colour,
                since=one.made,
                part="rule",
                resource=one,
            )


def _is(one: Resource, rule: Mapping[str, Any]) -> bool:
    return all(text(one.properties.get(key)) == text(value) for key, value in rule.items())


def _of_rule(rule: Mapping[str, Any]) -> str:
    port = f" port {rule['from_port']}" if rule.get("from_port") else ""
    return f"{rule.get('protocol') or 'any protocol'}{port} from {rule.get('from') or 'anywhere'}"


def _members(
    side: Side, release: Release, record: StackRecord, built: Built
) -> Iterator[Difference]:
    """Yield the members of a release that the pool lacks, and those that are not as they should be.

    While the pool itself is missing, or another one than the release joined, that says it all.
    """
    of_side = built.records[side.stack.name] if side.stack else None
    pool = built.get(of_side.id_of("pool")) if of_side else None
    if pool is None:
        return
    if text(record.parameters.get("pool")) != pool.id:
        yield Difference(
            f"release {release.name}",
            DriftKind.CHANGED,
            side.colour,
            "pool",
            wanted=pool.id,
            found=text(record.parameters.get("pool")),
            part="pool_of_release",
            stack=release.stack.name,
        )
        return
    for entry in record.resources:
        if entry.name != "pool_member" or not entry.physical_id:
            continue
        found = built.get(entry.physical_id)
        one = Wanted("pool_member", ResourceKind.MEMBER, wanted.member(record.parameters))
        if found is None:
            yield Difference(
                f"member of {release.name}",
                DriftKind.MISSING,
                side.colour,
                stack=release.stack.name,
                part=one.part,
                entry=entry,
            )
        else:
            for each in _changed(one, found, release.stack, side.colour):
                at = found.properties.get("address")
                yield replace(each, on=f"member {at} of {release.name}")
