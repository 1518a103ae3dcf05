# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Everything that the cloud holds of one application, as plain values.

Nothing here talks to a cloud, and nothing here is remembered: which side is live *is* the port
that the production address points at.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bluegreen.model.address import Address
from bluegreen.model.balancer import Balancer, Members
from bluegreen.model.scaling import Scaling
from bluegreen.model.stack import Stack
from bluegreen.model.tags import Colour


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
        """Whether all of its servers were there once."""
        return self.stack.was_complete


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
    next_step: str
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
        """Whether an operator has suspended automatic actions."""
        return self.production is not None and self.production.paused

    @property
    def one_router(self) -> bool | None:
        """Whether both addresses are on one router; None while one of them is on none."""
        production, preview = self.production, self.preview
        if not (production and preview and production.router_id and preview.router_id):
            return None
        return production.router_id == preview.router_id

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
