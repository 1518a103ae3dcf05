# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What is asked of the single resources that an application is made of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from bluegreen.cloud.permit import changes, reads
from bluegreen.model.resource import Resource


class Resources(Protocol):
    """The resources that stacks have made, and what hands have made beside them."""

    @reads
    def of_network(self, ids: frozenset[str]) -> list[Resource]:
        """Return the routers, networks, subnets and security groups of those ids, and their parts.

        Parts are a router's interfaces, a group's rules, and the ports on a network that no service
        has made for itself. What is not there is left out.
        """

    @reads
    def of_balancers(self, balancer_ids: frozenset[str]) -> list[Resource]:
        """Return those load balancers, as far as they are there, and all of their parts."""

    @changes
    def set(self, resource: Resource, properties: Mapping[str, Any]) -> None:
        """Give a resource other values of the named properties.

        Raises Conflict while Octavia is still working on the balancer: ask again; NotFound.
        """

    @changes
    def remove(self, resource: Resource) -> None:
        """Remove a resource; gone already is as good. Raises Conflict as `set` does."""

    @changes
    def add_rule(self, group: Resource, properties: Mapping[str, Any]) -> None:
        """Add a rule to a security group; one that is there already is as good."""
