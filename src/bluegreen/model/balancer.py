# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The load balancers of the sides, the servers behind them, and the connections that they count."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from bluegreen.model.tags import Colour
from bluegreen.model.text import plural


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
    Where somebody has deleted the listener, its id and the protocol are "", and the port is 0.
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

    @property
    def serves(self) -> bool:
        """Whether it passes requests on to servers, as Octavia says of its operation."""
        return self.operating in ("ONLINE", "DEGRADED")

    @property
    def is_doubtful(self) -> bool:
        """Whether Octavia failed with its last change of a load balancer that serves all the same.

        It takes no further change until it is repaired.
        """
        return self.provisioning == "ERROR" and self.serves


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
    """What Heat has no properties for (Heat 27), and Octavia is therefore told directly.

    `health_host` is the Host that health checks send; None leaves them without one, as HTTP/1.0.
    """

    balancer_id: str
    listener_id: str
    monitor_id: str
    application: str
    colour: Colour
    idle_timeout: timedelta
    unhealthy_after: int
    forwards_client_address: bool
    health_host: str | None = None


class CutMethod(StrEnum):
    """A way to end the connections of a side; docs/connections.md says what each costs."""

    GRACEFUL_RELOAD = "graceful reload"
    """Each connection is answered once more, and closed with that answer."""
    RELOAD = "reload"
    """Idle connections are closed at once, busy ones with the answer that they wait for."""
    LISTENER_DOWN = "closing the listener"
    """As a reload; and for a moment the side takes no new connection."""


class DrainOutcome(StrEnum):
    """Why the counting of a side's connections ended."""

    EMPTY = "no connections remain"
    DEADLINE = "the deadline has passed"
    INTERRUPTED = "the operator stopped waiting"
    LIVE_AGAIN = "the side is live again"


@dataclass(frozen=True)
class Drained:
    """What was counted, as the load balancer reports it.

    `most` is the highest count that was seen and `remaining` the last one; None when the cloud
    never said. `technique` is the way in which connections were ended, None when they were let be.
    """

    side: Colour
    ending: DrainOutcome
    most: int | None
    remaining: int | None
    technique: str | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nobody is connected to the side any more."""
        return self.ending is DrainOutcome.EMPTY

    @property
    def cut(self) -> int:
        """How many connections have ended since they were told to."""
        ended = (self.most or 0) - (self.remaining or 0)
        return max(0, ended) if self.technique else 0

    def __str__(self) -> str:
        if self.ending is DrainOutcome.LIVE_AGAIN:
            return f"{self.side} is live again, so its connections may stay"
        ended = f", {self.cut} ended by {self.technique}" if self.technique else ""
        if self.is_empty:
            return f"no connections remain on {self.side}{ended}"
        if self.remaining is None:
            return f"the number of connections on {self.side} is unknown{ended}"
        return f"{connections_on(self.side, self.remaining)}{ended}"


def connections_on(colour: Colour, connections: int) -> str:
    """Return how many connections are open on a side, as a sentence."""
    return f"{colour} has {plural(connections, 'open connection')}"
