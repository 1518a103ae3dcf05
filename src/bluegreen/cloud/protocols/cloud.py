# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""One project of one cloud: all the adapters together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta

from bluegreen.clock import Clock
from bluegreen.cloud.calls import WHILE_CHANGING
from bluegreen.cloud.permit import Permit
from bluegreen.cloud.protocols.adoption import Adoption
from bluegreen.cloud.protocols.alarms import Alarms
from bluegreen.cloud.protocols.credentials import Credentials
from bluegreen.cloud.protocols.data_plane import DataPlane
from bluegreen.cloud.protocols.floating_ips import Addresses
from bluegreen.cloud.protocols.inventory import Inventory
from bluegreen.cloud.protocols.journal import Journal
from bluegreen.cloud.protocols.lease import Leases
from bluegreen.cloud.protocols.load_balancers import Balancers
from bluegreen.cloud.protocols.resources import Resources
from bluegreen.cloud.protocols.servers import Servers
from bluegreen.cloud.protocols.stacks import Stacks
from bluegreen.cloud.protocols.tenancy import Tenancy


@dataclass(frozen=True)
class Asking:
    """How the adapters of a cloud ask: by whose permit they change something, and how patiently.

    Without a permit they only read. `limit` is for how long one request is repeated that gets no
    answer.
    """

    clock: Clock
    limit: timedelta
    permit: Permit | None = None


@dataclass(frozen=True)
class Adapters:
    """The ways into one project of one cloud, one for each kind of thing."""

    addresses: Addresses
    balancers: Balancers
    stacks: Stacks
    inventory: Inventory
    data_plane: DataPlane
    leases: Leases
    journal: Journal
    tenancy: Tenancy
    credentials: Credentials
    adoption: Adoption
    alarms: Alarms
    servers: Servers
    resources: Resources


@dataclass(frozen=True, kw_only=True)
class Cloud(Adapters):
    """One project of one cloud, and the way to it that clients take.

    As it is connected it only reads: what changes an application goes through `under`.
    """

    asking: Asking
    rebuilt: Callable[[Asking], Cloud] = field(repr=False, compare=False)

    def under(self, permit: Permit | None, clock: Clock) -> Cloud:
        """Return the same cloud, which asks that permit before each request of a change.

        None is a cloud that only reads. Waiting goes by `clock`.
        """
        limit = WHILE_CHANGING if permit else self.asking.limit
        return self.rebuilt(Asking(clock, limit, permit))

    def for_so_long(self, limit: timedelta) -> Cloud:
        """Return the same cloud, which repeats a request without an answer for that long."""
        return self.rebuilt(replace(self.asking, limit=limit))
