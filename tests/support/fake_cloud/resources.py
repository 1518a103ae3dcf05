# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The single resources, as Neutron and Octavia have them, in memory."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bluegreen.cloud.errors import NotFound
from bluegreen.model.resource import Resource, ResourceKind
from support.fake_cloud import made
from support.fake_cloud.state import Changing

OF_NETWORK = (
    ResourceKind.ROUTER,
    ResourceKind.INTERFACE,
    ResourceKind.NETWORK,
    ResourceKind.SUBNET,
    ResourceKind.PORT,
    ResourceKind.SECURITY_GROUP,
    ResourceKind.RULE,
)


@dataclass
class FakeResources(Changing):
    """What stacks have made, and hands."""

    def of_network(self, ids: frozenset[str]) -> list[Resource]:
        """Return what Neutron has of those ids, and their parts."""
        self.project.called("resources.of_network")
        held = [one for one in made.all_of(self.project) if one.kind in OF_NETWORK]
        return [one for one in held if one.id in ids or one.parent in ids]

    def of_balancers(self, balancer_ids: frozenset[str]) -> list[Resource]:
        """Return what Octavia has of those balancers: parts come after what they are a part of."""
        self.project.called("resources.of_balancers")
        seen, found = set(balancer_ids), []
        for one in made.all_of(self.project):
            if one.kind not in OF_NETWORK and (one.id in balancer_ids or one.parent in seen):
                seen.add(one.id)
                found.append(one)
        return found

    def set(self, resource: Resource, properties: Mapping[str, Any]) -> None:
        """Change properties."""
        call = f"resources.set {resource.kind}"
        self.changes(call)
        if not any(one.id == resource.id for one in made.all_of(self.project)):
            raise NotFound(f"no {resource.kind} {resource.id}")
        changed = self.project.by_hand.changed
        changed[resource.id] = {**changed.get(resource.id, {}), **properties}
        if "enabled" in properties and resource.kind is ResourceKind.LISTENER:
            self.project.closed_listeners.discard(resource.parent)
        self.project.fault("after", call)

    def remove(self, resource: Resource) -> None:
        """Remove something."""
        call = f"resources.remove {resource.kind}"
        self.changes(call)
        if self.project.by_hand.foreign.pop(resource.id, None) is None:
            self.project.by_hand.gone.add(resource.id)
        self.project.fault("after", call)

    def add_rule(self, group: Resource, properties: Mapping[str, Any]) -> None:
        """Add a rule, unless it is there."""
        call = "resources.add_rule"
        self.changes(call)
        rules = (one for one in made.all_of(self.project) if one.parent == group.id)
        if not any(dict(one.properties) == dict(properties) for one in rules):
            number = f"rule-{next(self.project.ids)}"
            self.project.by_hand.rules[number] = {"group": group.id, **properties}
        self.project.fault("after", call)
