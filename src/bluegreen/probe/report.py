# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What a prober found: its records, and the figures computed from them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from bluegreen.model.text import neutral
from bluegreen.probe.crossing import Crossing
from bluegreen.probe.record import Kind, Record
from bluegreen.probe.records import Records
from bluegreen.probe.tally import Tally

COLUMNS = (
    "kind",
    "planned",
    "started",
    "ended",
    "outcome",
    "status",
    "side",
    "connected",
    "found_closed",
    "retried",
    "received",
)


@dataclass(frozen=True)
class Report:
    """Every record of a probing, and what they add up to.

    `began` and `stopped` are times of the monotonic clock, as in the records; `began_at` is the
    same moment as `began` in seconds of the Unix epoch. `rate` is requests per second and kind.
    """

    url: str
    rate: float
    began_at: float
    began: float
    stopped: float
    records: Sequence[Record]

    @property
    def seconds(self) -> float:
        """How long requests were planned."""
        return self.stopped - self.began

    @property
    def failed(self) -> int:
        """How many requests of any kind failed."""
        return sum(tally.failed for tally in self.tallies.values())

    @property
    def failed_without_retry(self) -> int:
        """How many would have failed for clients that never send an idempotent request again."""
        return sum(tally.failed_without_retry for tally in self.tallies.values())

    @property
    def fresh(self) -> Tally | None:
        """The figures of fresh connections, or None when there were none."""
        return self.tallies.get(Kind.FRESH)

    @property
    def kept_alive(self) -> Tally | None:
        """The figures of kept-alive connections, or None when there were none."""
        return self.tallies.get(Kind.KEPT_ALIVE)

    @property
    def websocket(self) -> Tally | None:
        """The figures of pings on WebSockets, or None when there were none."""
        return self.tallies.get(Kind.WEBSOCKET)

    @property
    def download(self) -> Tally | None:
        """The figures of the long download, one request, or None when there was none."""
        return self.tallies.get(Kind.DOWNLOAD)

    @cached_property
    def tallies(self) -> dict[Kind, Tally]:
        """The figures of each kind that was probed."""
        return {
            kind: Tally.of(records, self.began, self.stopped)
            for kind in Kind
            if (records := self.of_kind(kind))
        }

    def of_kind(self, kind: Kind) -> Records:
        """Pick the records of one kind."""
        return self._by_kind[kind]

    def crossing(self, old: str, new: str) -> Crossing:
        """Count how fresh connections passed from old to new."""
        return Crossing.of(self.of_kind(Kind.FRESH), old, new)

    @cached_property
    def only_crossing(self) -> Crossing | None:
        """The crossing between the two sides that answered fresh connections, if just two did.

        The side that answered first counts as the old one.
        """
        sides = self.fresh.sides if self.fresh else {}
        return self.crossing(*sides) if len(sides) == 2 else None

    def between(self, start: float, end: float) -> "Report":
        """Cut out the requests planned from `start` until before `end` (monotonic clock)."""
        start, end = max(start, self.began), min(end, self.stopped)
        part = Records.of(record for record in self.records if start <= record.planned < end)
        began_at = self.began_at + start - self.began
        return Report(self.url, self.rate, began_at, start, end, part)

    def as_dict(self) -> dict[str, Any]:
        """Give the figures as plain values for JSON; times in seconds since probing began."""
        crossing = self.only_crossing
        return {
            "url": self.url,
            "began_at": datetime.fromtimestamp(self.began_at, UTC).isoformat(),
            "seconds": round(self.seconds, 6),
            "rate": self.rate,
            "failed": self.failed,
            "failed_without_retry": self.failed_without_retry,
            **{_key(kind): None for kind in Kind},
            **{_key(kind): tally.as_dict() for kind, tally in self.tallies.items()},
            "crossing": crossing.as_dict(self.began) if crossing else None,
        }

    def rows(self) -> Iterator[tuple[Any, ...]]:
        """Give every record as cells of CSV for COLUMNS, times in seconds since probing began."""
        for record in self.records:
            times = (record.planned, record.started, record.ended)
            yield (
                str(record.kind),
                *(round(at - self.began, 6) for at in times),
                str(record.outcome),
                record.status,
                None if record.side is None else neutral(record.side),
                record.connected,
                record.found_closed,
                record.retried,
                record.received,
            )

    @cached_property
    def _by_kind(self) -> dict[Kind, Records]:
        by_kind = {kind: Records() for kind in Kind}
        for record in self.records:
            by_kind[record.kind].append(record)
        return by_kind


def _key(kind: Kind) -> str:
    return kind.replace(" ", "_")
