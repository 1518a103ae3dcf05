# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What happened to the connections on a side that went out of service."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bluegreen.model.plural import plural
from bluegreen.model.tags import Colour


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
