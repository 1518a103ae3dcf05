# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""One application with all that a page about it shows, as plain values."""

from __future__ import annotations

from dataclasses import dataclass

from bluegreen.errors import CloudError
from bluegreen.model.address import Address, Role
from bluegreen.model.application import Application, Side
from bluegreen.model.balancer import Network
from bluegreen.model.journal import JournalRun
from bluegreen.model.lease import Holder
from bluegreen.model.tags import Colour


@dataclass(frozen=True)
class SideSnapshot:
    """One side as observed, with what only a page asks for; None for what could not be read.

    `address` is the one that points at the side, in its `role`; `connections` is how many are open,
    and `servers` are Nova's ids.
    """

    observed: Side
    role: Role | None
    address: Address | None
    live: bool
    network: Network | None
    connections: int | None
    servers: tuple[str, ...]

    @property
    def colour(self) -> Colour:
        """The side's colour."""
        return self.observed.colour


@dataclass(frozen=True)
class ApplicationSnapshot:
    """An application, who holds its lease, both of its sides, and the newest runs on it.

    `history` is as long as was asked for, newest first; it is empty where the journal could not be
    read, and `history_error` says why.
    """

    application: Application
    holder: Holder | None
    sides: tuple[SideSnapshot, SideSnapshot]
    history: tuple[JournalRun, ...] = ()
    history_error: CloudError | None = None

    @property
    def holder_at_work(self) -> Holder | None:
        """The holder of the lease, as long as it still renews it."""
        return self.holder if self.holder and not self.holder.expired else None

    @property
    def interrupted(self) -> JournalRun | None:
        """The newest run when it has not ended and nobody is at work: it was killed."""
        newest = self.history[0] if self.history else None
        return newest if newest and not newest.ended and not self.holder_at_work else None

    def side(self, colour: Colour) -> SideSnapshot:
        """Return the side of that colour."""
        return self.sides[0] if colour is Colour.BLUE else self.sides[1]

    @property
    def connections_on_idle(self) -> int:
        """How many connections are open on the idle side, as far as is known."""
        idle = self.application.idle
        return (self.side(idle.colour).connections or 0) if idle else 0
