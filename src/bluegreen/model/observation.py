# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What the cloud says now, as plain values.

Nothing here talks to a cloud, and nothing here is remembered: which side is live *is* the port
that the production address points at.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from bluegreen.model.scaling import Scaling

MARK = "bluegreen"
"""The tag that every resource of every application carries."""


class Colour(StrEnum):
    """The two sides of an application."""

    BLUE = "blue"
    GREEN = "green"

    @property
    def other(self) -> Colour:
        """Return the opposite side."""
        return Colour.GREEN if self is Colour.BLUE else Colour.BLUE


class Role(StrEnum):
    """What a floating IP is for."""

    PRODUCTION = "production"
    PREVIEW = "preview"


def tags_for(application: str, **facts: str | None) -> list[str]:
    """Return the tags of a resource: the mark, its application, and each given fact."""
    named = {"application": application, **facts}
    return [MARK, *(f"{MARK}:{name}={value}" for name, value in named.items() if value is not None)]


def facts_in(tags: Iterable[str]) -> dict[str, str]:
    """Return the facts that a resource's tags state, such as `{"application": "shop"}`."""
    prefix = f"{MARK}:"
    stated = (tag.removeprefix(prefix) for tag in tags if tag.startswith(prefix) and "=" in tag)
    return dict(fact.split("=", 1) for fact in stated)


@dataclass(frozen=True)
class Address:
    """One floating IP of an application.

    `revision` is Neutron's revision number, for `If-Match`; None where it counts none. `allocated`
    says that `up` made the address, so that `down` may give it back.
    """

    id: str
    role: Role
    application: str
    floating_ip: str
    fixed_ip: str | None
    port_id: str | None
    router_id: str | None
    revision: int | None
    allocated: bool = True
    paused: bool = False


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
            return f"{self.total} servers, and no health monitor that says how many are healthy"
        return f"{self.healthy} healthy servers"

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
class Serving:
    """The servers of one release in a side's pool, as the tags of the pool's members say."""

    release: str
    version: str
    servers: int


@dataclass(frozen=True)
class Server:
    """One server of an application: where it answers, and what the cloud says of it.

    `status` is Nova's, such as ACTIVE or ERROR; `fault` is why, in Nova's words, or "". `made` is
    when Nova began with it, None when that is not known.
    """

    name: str
    addresses: frozenset[str]
    status: str
    fault: str = ""
    id: str = ""
    made: datetime | None = None


@dataclass(frozen=True)
class GroupMember:
    """One place in the group of a release's servers: Heat fills it anew when it is unhealthy.

    `group` is the path of the group's own stack, `NAME/ID`; `server` is Nova's id of what fills
    the place, "" for nothing yet. `failed` says that Heat failed with it, or was told that it is
    unhealthy, and `reason` what was said then.
    """

    name: str
    group: str
    server: str
    failed: bool = False
    reason: str = ""


class StackState(StrEnum):
    """The few states of a Heat stack that a decision depends on."""

    COMPLETE = "complete"
    IN_PROGRESS = "in progress"
    DELETING = "deleting"
    FAILED = "failed"
    UNREAD = "not read"
    """Heat did not answer; that there is a release is known from its members."""


@dataclass(frozen=True)
class Stack:
    """One Heat stack, with the facts that its tags state."""

    name: str
    id: str
    state: StackState
    status: str
    reason: str
    facts: Mapping[str, str] = field(default_factory=dict)

    @property
    def application(self) -> str:
        """The application that the stack belongs to."""
        return self.facts.get("application", "")


@dataclass(frozen=True)
class Release:
    """One version on one side: a stack of servers.

    `wanted` is the number of servers that it was last asked to have; `min` and `max` bound what
    scaling may make of it, and stay what was specified. `scaling` is None when nothing but this
    program sizes it.
    """

    number: int
    version: str
    colour: Colour
    wanted: int
    min: int
    max: int
    stack: Stack
    scaling: Scaling | None = None

    @property
    def name(self) -> str:
        """The name people use, such as `r42`."""
        return f"r{self.number}"

    @property
    def was_complete(self) -> bool:
        """Whether it has been complete once; one that is, or was, given another size has been."""
        return self.stack.state is StackState.COMPLETE or self.stack.status.startswith("UPDATE")


@dataclass(frozen=True)
class Side:
    """One side: its long-lived stack and balancer, and the releases on it, newest first."""

    colour: Colour
    stack: Stack | None
    balancer: Balancer | None
    releases: tuple[Release, ...] = ()

    @property
    def release(self) -> Release | None:
        """The newest release on this side."""
        return self.releases[0] if self.releases else None

    @property
    def wanted(self) -> int:
        """How many healthy servers this side should have.

        Of an adopted side, and of one that scales, all that there are: what the latter was last
        asked to have is history.
        """
        if self.release is None:
            return self.members.total if self.adopted else 0
        scaled = self.members.total if self.release.scaling else 0
        return scaled or self.release.wanted

    @property
    def adopted(self) -> bool:
        """Whether the side was there before, and its servers are made elsewhere."""
        return self.balancer is not None and self.balancer.adopted

    @property
    def members(self) -> Members:
        """The members of the side's balancer; none while there is no balancer."""
        return self.balancer.members if self.balancer else Members(0, 0, 0)


@dataclass(frozen=True)
class Oddity:
    """Something that carries the tags of an application and does not fit, and what mends it.

    `is_double` says that it is one of two where there should be one; `in_doubt` that nothing tells
    which of the two is meant.
    """

    sentence: str
    way_on: str
    is_double: bool = False
    in_doubt: bool = False


@dataclass(frozen=True)
class Application:
    """Everything that the cloud holds of one application.

    `oddities` are what carries its tags beside that. `unread` says why the stacks could not be
    read, "" when they were: what runs on the sides is then what their members' tags say.
    """

    name: str
    stack: Stack | None
    production: Address | None
    preview: Address | None
    blue: Side
    green: Side
    unread: str = ""
    oddities: tuple[Oddity, ...] = ()

    def side(self, colour: Colour) -> Side:
        """Return the side of that colour."""
        return self.blue if colour is Colour.BLUE else self.green

    @property
    def sides(self) -> tuple[Side, Side]:
        """Both sides, blue first."""
        return (self.blue, self.green)

    def side_at(self, address: Address | None) -> Side | None:
        """Return the side that an address points at, or None when it points at neither."""
        if address is None or address.port_id is None:
            return None
        return next(
            (s for s in self.sides if s.balancer and s.balancer.vip_port_id == address.port_id),
            None,
        )

    @property
    def live(self) -> Side | None:
        """The side that the production address points at."""
        return self.side_at(self.production)

    @property
    def idle(self) -> Side | None:
        """The other side, when one is live."""
        return self.side(self.live.colour.other) if self.live else None

    @property
    def newcomer(self) -> Release | None:
        """The idle side's release when it is newer than the live one, and another version.

        It is still to come, unless it was live before. An older one is the way back, also in the
        middle of a deploy.
        """
        live, idle = self.live, self.idle
        if not (live and live.release and idle and idle.release):
            return None
        newer = idle.releases[-1].number > live.release.number
        return idle.release if newer and idle.release.version != live.release.version else None

    @property
    def releases(self) -> tuple[Release, ...]:
        """The releases of both sides, newest first."""
        return tuple(sorted(self.blue.releases + self.green.releases, key=lambda r: -r.number))

    @property
    def paused(self) -> bool:
        """Whether a person has asked that nothing be done by itself."""
        return self.production is not None and self.production.paused

    @property
    def adopted(self) -> bool:
        """Whether any side was there before, so that nothing of the application is built here."""
        return any(side.adopted for side in self.sides)

    @property
    def exists(self) -> bool:
        """Whether the cloud holds anything at all under this name."""
        return any(self.parts())

    def parts(self) -> Iterator[object]:
        """Yield each part of the application that is there."""
        own = (self.stack, self.production, self.preview)
        of_sides = (part for side in self.sides for part in (side.stack, side.balancer))
        yield from (part for part in (*own, *of_sides, *self.releases) if part is not None)
