# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""One probed request, as it is reported."""

from enum import StrEnum
from typing import NamedTuple

from bluegreen.probe.outcome import RequestOutcome


class Kind(StrEnum):
    """How a request reaches the server.

    Over a connection of its own, over one that is kept, as a ping on a WebSocket, or as the one
    long download that a probing may have.
    """

    FRESH = "fresh"
    KEPT_ALIVE = "kept alive"
    WEBSOCKET = "websocket"
    DOWNLOAD = "download"


class Record(NamedTuple):
    """One request: when it was meant to start, when it did, when it ended, and how.

    Times are seconds of the monotonic clock; `ended` is the arrival of the answer's last byte, or
    of the failure. `side` is None when no answer told it; a WebSocket's pings have the side that
    its handshake told. `connected`: a new connection was tried for it. `found_closed`: the server
    had ended the client's idle connection since the request before; that alone loses nothing,
    because the request goes out on a new connection. `retried`: the request met a stale connection
    and was sent once more on a new one, so outcome and times are of both together. `received`
    counts the bytes of the answer's body.
    """

    kind: Kind
    planned: float
    started: float
    ended: float
    outcome: RequestOutcome
    status: int | None = None
    side: str | None = None
    connected: bool = True
    found_closed: bool = False
    retried: bool = False
    received: int = 0

    @property
    def is_own(self) -> bool:
        """Tell whether this machine is at fault: not where a client waited for its last answer."""
        return self.outcome.is_own and self.kind is Kind.FRESH

    @property
    def failed(self) -> bool:
        """Tell whether the request was not well answered."""
        return self.outcome is not RequestOutcome.OK
