# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The single resources that an application is made of, as their services have them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from bluegreen.model.stack import StackResource


class ResourceKind(StrEnum):
    """What a resource is, in the words of its service."""

    ROUTER = "router"
    INTERFACE = "router interface"
    NETWORK = "network"
    SUBNET = "subnet"
    PORT = "port"
    SECURITY_GROUP = "security group"
    RULE = "security group rule"
    BALANCER = "load balancer"
    POOL = "pool"
    MONITOR = "health monitor"
    LISTENER = "listener"
    POLICY = "L7 policy"
    L7_RULE = "L7 rule"
    MEMBER = "member"


@dataclass(frozen=True)
class Resource:
    """One resource that a service has.

    `parent` is the id of what it is a part of: the network of a subnet and of a port, the router
    of an interface, the load balancer of a pool and a listener, the pool of a health monitor and a
    member, the listener of a policy, the policy or the security group of a rule. `properties` go
    by the keys of bluegreen.yaml where it has one. `made` is when, as the service writes it.
    """

    kind: ResourceKind
    id: str
    parent: str = ""
    name: str = ""
    properties: Mapping[str, Any] = field(default_factory=dict)
    facts: Mapping[str, str] = field(default_factory=dict)
    made: str = ""
    changed: str = ""


@dataclass(frozen=True)
class StackRecord:
    """What Heat has written down of a stack: the parameters that it was last made with, as text.

    `resources` are its own and those of the stacks nested in it.
    """

    parameters: Mapping[str, Any]
    resources: tuple[StackResource, ...]

    def id_of(self, name: str) -> str:
        """Return the id of a resource by its name in the template; "" for one that is not there."""
        return next((r.physical_id for r in self.resources if r.name == name), "") or ""


@dataclass(frozen=True)
class Built:
    """What was really built of an application, as far as the services answered.

    `records` go by the name of the stack. `unread` says why a service did not answer, by its
    name: what it has is not known then.
    """

    resources: tuple[Resource, ...]
    records: Mapping[str, StackRecord]
    unread: Mapping[str, str] = field(default_factory=dict)

    def get(self, resource_id: str) -> Resource | None:
        """Return the resource of that id, or None."""
        return next((one for one in self.resources if one.id == resource_id), None)

    def parts_of(self, parent: str, *kinds: ResourceKind) -> tuple[Resource, ...]:
        """Return what is a part of something, of those kinds."""
        return tuple(r for r in self.resources if r.parent == parent and r.kind in kinds)
