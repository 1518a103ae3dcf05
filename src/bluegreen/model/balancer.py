# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The load balancers of the sides and the servers behind them, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from bluegreen.model.plural import plural
from bluegreen.model.tags import Colour


@dataclass(frozen=True)
class Members:
    """How many servers a balancer has, and how many of them answer their health check.

    `at_least` and `at_most` differ when the cloud was asked for a summary and said "degraded"
    (some fail, it did not say how many), and by the `unmonitored`: no health monitor asks those,
    so whether they answer is not known.
    """

    total: int
    at_least: int
    at_most: int
    healthy_addresses: frozenset[str] = frozenset()
    failing_addresses: frozenset[str] = frozenset()
    unmonitored: int = 0

    @property
    def healthy(self) -> int:
        """The number that is certainly healthy."""
        return self.at_least

    @property
    def in_words(self) -> str:
        """How many are healthy, as the end of a sentence such as `blue has 2 healthy servers`."""
        if self.unmonitored:
            return (
                f"{plural(self.total, 'server')}, but no health monitor to count the healthy ones"
            )
        return plural(self.healthy, "healthy server")

    def __str__(self) -> str:
        count = (
            f"{self.at_least}"
            if self.at_least == self.at_most
            else f"{self.at_least}-{self.at_most}"
        )
        return f"{count}/{self.total}"


@dataclass(frozen=True)
class Balancer:
    """The load balancer of one side.

    `listens` is the listener's administrative state: only a cut that was interrupted leaves it off.
    `reports_every` is how old its count of connections may be. `adopted` says that it was there
    before, and that its servers are made elsewhere. `network_id` and `subnet_id` are those of the
    fixed IP.
    """

    id: str
    listener_id: str
    application: str
    colour: Colour
    vip_address: str
    vip_port_id: str
    provisioning: str
    operating: str
    protocol: str
    port: int
    members: Members
    flavor_id: str | None = None
    provider: str = "amphora"
    listens: bool = True
    reports_every: timedelta = timedelta(seconds=10)
    adopted: bool = False
    network_id: str = ""
    subnet_id: str = ""


@dataclass(frozen=True)
class Network:
    """Where a balancer has its fixed IP: the network's name, and the subnet as a CIDR."""

    name: str
    cidr: str


@dataclass(frozen=True)
class ServedRelease:
    """The servers of one release in a side's pool, as the tags of the pool's members say."""

    release: str
    version: str
    servers: int


@dataclass(frozen=True)
class BalancerSettings:
    """What Heat has no properties for (Heat 27), and Octavia is therefore told directly."""

    balancer_id: str
    listener_id: str
    monitor_id: str
    application: str
    colour: Colour
    idle_timeout: timedelta
    unhealthy_after: int
    forwards_client_address: bool
