# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""One probed request, as it is kept."""

from dataclasses import dataclass
from enum import StrEnum

from bluegreen.probe.outcome import Outcome


class Kind(StrEnum):
    """How a request reaches the server: over a connection of its own, or one that is kept."""

    FRESH = "fresh"
    KEPT_ALIVE = "kept alive"


@dataclass(frozen=True, slots=True)
class Record:
    """One request: when it was meant to start, when it did, when it ended, and how.

    Times are seconds of the monotonic clock; `ended` is the arrival of the answer's last byte, or
    of the failure. `side` is None when no answer told it. `connected`: a new connection was tried
    for it. `found_closed`: the server had ended the client's idle connection since the request
    before; that alone loses nothing, because the request goes out on a new connection.
    """

    kind: Kind
    planned: float
    started: float
    ended: float
    outcome: Outcome
    status: int | None = None
    side: str | None = None
    connected: bool = True
    found_closed: bool = False

    @property
    def failed(self) -> bool:
        """Tell whether the request was not well answered."""
        return self.outcome is not Outcome.OK
