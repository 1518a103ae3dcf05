# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""How the answers passed from one side to the other."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Self

from bluegreen.probe.record import Record


@dataclass(frozen=True, slots=True)
class Crossing:
    """How fresh connections passed from the old side to the new one.

    `first_new` is the end of the first answer by the new side (monotonic clock; None without one),
    the moment from which the new side is known to be reachable. Two counts of answers by the old
    side follow from it:

    `old_started_after`: the request *started* after `first_new`. Its connection was opened when the
    new side had already answered, so a client really went back. A clean switch has none.

    `old_ended_after`: the answer *ended* after `first_new`, whenever its request started. This
    holds the ones above, and requests that were on their way to the old side while the address
    moved and were simply slower: a clean switch may have some.

    Kept-alive connections are left out: they stay with the old side by design until they are
    drained. A switch and its rollback are two crossings: count each from its own part of the
    records.
    """

    old: str
    new: str
    first_new: float | None
    old_started_after: int
    old_ended_after: int

    @classmethod
    def of(cls, fresh: Sequence[Record], old: str, new: str) -> Self:
        """Count the crossing from old to new in these records of fresh connections."""
        first_new = min((record.ended for record in fresh if record.side == new), default=None)
        if first_new is None:
            return cls(old, new, None, 0, 0)
        by_old = [record for record in fresh if record.side == old and record.ended > first_new]
        return cls(
            old,
            new,
            first_new,
            old_started_after=sum(record.started > first_new for record in by_old),
            old_ended_after=len(by_old),
        )

    def as_dict(self, began: float) -> dict[str, Any]:
        """Give the figures as plain values for JSON, `first_new` in seconds since `began`."""
        first_new = None if self.first_new is None else round(self.first_new - began, 6)
        return asdict(self) | {"first_new": first_new}
