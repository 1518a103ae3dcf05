# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What stands beside an application's own resources, made by somebody else. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from bluegreen.model.application import Application, Side
from bluegreen.model.drift import Difference, DriftKind
from bluegreen.model.resource import Built, Resource, ResourceKind, StackRecord
from bluegreen.model.tags import Colour

BLOCKS = (ResourceKind.LISTENER, ResourceKind.POOL, ResourceKind.PORT, ResourceKind.INTERFACE)
"""What keeps a load balancer, a network or a router from being deleted."""


def on_balancer(colour: Colour, record: StackRecord, built: Built) -> Iterator[Difference]:
    """Yield the listeners and pools of a side's load balancer that its stack has not made."""
    own = {one.physical_id for one in record.resources}
    balancer, listener = record.id_of("load_balancer"), record.id_of("listener")
    beside = (
        *built.parts_of(balancer, ResourceKind.LISTENER, ResourceKind.POOL),
        *built.parts_of(listener, ResourceKind.POLICY),
    )
    for one in beside:
        if one.id not in own:
            yield _foreign(colour, one)


def in_pool(side: Side, record: StackRecord, built: Built) -> Iterator[Difference]:
    """Yield the members of a side's pool that no release of it has made."""
    stacks = [release.stack.name for release in side.releases]
    if any(name not in built.records for name in stacks):
        return
    own = {one.physical_id for name in stacks for one in built.records[name].resources}
    for one in built.parts_of(record.id_of("pool"), ResourceKind.MEMBER):
        if one.id not in own and "release" not in one.facts:
            yield _foreign(side.colour, one, str(one.properties.get("address")))


def on_networks(application: Application, built: Built) -> Iterator[Difference]:
    """Yield the ports on an application's networks, and the interfaces of its router, of others."""
    sides = {
        record.id_of("network"): side
        for side in application.sides
        if side.stack and (record := built.records.get(side.stack.name))
    }
    interfaces = {
        built.records[s.stack.name].id_of("router_interface") for s in sides.values() if s.stack
    }
    routers = {
        record.id_of("router") for record in built.records.values() if record.id_of("router")
    }
    for one in built.resources:
        if one.kind is ResourceKind.PORT and one.parent in sides and not one.facts:
            yield _foreign(sides[one.parent].colour, one, one.name)
        beside = one.kind is ResourceKind.INTERFACE and one.parent in routers
        if beside and len(sides) == 2 and one.id not in interfaces:
            yield _foreign(None, one, f"to the subnet {one.properties.get('subnet')}")


def _foreign(colour: Colour | None, one: Resource, called: str = "") -> Difference:
    named = called or one.name or one.id
    return Difference(
        f"{one.kind} {named}", DriftKind.FOREIGN, colour, since=one.made, resource=one
    )
