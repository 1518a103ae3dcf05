# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The figures of one kind of connection, computed from its records."""

import math
from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import Any, Self

from bluegreen.probe.outcome import RequestOutcome
from bluegreen.probe.record import Record


@dataclass(frozen=True, slots=True)
class Spread:
    """Nearest-rank percentiles of durations, in seconds."""

    p50: float
    p90: float
    p99: float
    longest: float

    @classmethod
    def of(cls, durations: Iterable[float]) -> Self | None:
        """Rank the durations; None when there are none."""
        ranked = sorted(durations)
        if not ranked:
            return None
        p50, p90, p99 = (ranked[math.ceil(part * len(ranked)) - 1] for part in (0.5, 0.9, 0.99))
        return cls(p50, p90, p99, ranked[-1])


@dataclass(frozen=True, slots=True)
class SideAnswers:
    """How many answers a side gave, well or not, and when the first and the last one ended."""

    answers: int
    first: float
    last: float


@dataclass(frozen=True, slots=True)
class Tally:
    """What happened to the requests of one kind. Times are seconds since probing began.

    `outcomes` names every outcome, at 0 too. `connections` counts new connections tried;
    `found_closed` the kept-alive connections that the server had ended between two requests, which
    alone fails no request: the client opens a new one. `retried` counts requests that met a
    stale connection and were sent once more, as browsers do; `failed_without_retry` is what
    `failed` would have been for clients that do not. `received` is bytes of answers' bodies.
    `latency` runs from the *planned* start to the answer's last byte, so that a stall is felt by
    every request that should have started in it; it is of well answered requests, None without any.
    `lateness` is how long after its plan each request started. `longest_gap` is the longest time
    without the end of a well answered request, the start and the end of probing included.
    """

    requests: int
    failed: int
    retried: int
    failed_without_retry: int
    outcomes: dict[RequestOutcome, int]
    sides: dict[str, SideAnswers]
    connections: int
    found_closed: int
    received: int
    latency: Spread | None
    lateness: Spread | None
    longest_gap: float

    @classmethod
    def of(cls, records: Sequence[Record], began: float, stopped: float) -> Self:
        """Count records between two times of the monotonic clock."""
        outcomes: Counter[RequestOutcome] = Counter()
        latency, lateness, ends = array("d"), array("d"), array("d", (began, max(began, stopped)))
        retried = failed_without_retry = connections = found_closed = received = 0
        for record in records:
            outcomes[record.outcome] += 1
            retried += record.retried
            failed_without_retry += record.failed or record.retried
            connections += record.connected
            found_closed += record.found_closed
            received += record.received
            lateness.append(record.started - record.planned)
            if not record.failed:
                latency.append(record.ended - record.planned)
                ends.append(record.ended)
        return cls(
            requests=len(records),
            failed=len(records) - outcomes[RequestOutcome.OK],
            retried=retried,
            failed_without_retry=failed_without_retry,
            outcomes={outcome: outcomes[outcome] for outcome in RequestOutcome},
            sides=_answers_by_side(records, began),
            connections=connections,
            found_closed=found_closed,
            received=received,
            latency=Spread.of(latency),
            lateness=Spread.of(lateness),
            longest_gap=max(later - earlier for earlier, later in pairwise(sorted(ends))),
        )

    def as_dict(self) -> dict[str, Any]:
        """Give the figures as plain values, whose keys are plain too: for JSON and for YAML."""
        outcomes = {str(outcome): count for outcome, count in self.outcomes.items()}
        return asdict(self, dict_factory=_rounded) | {"outcomes": outcomes}


def _rounded(items: list[tuple[str, Any]]) -> dict[str, Any]:
    return {key: round(item, 6) if isinstance(item, float) else item for key, item in items}


def _answers_by_side(records: Iterable[Record], began: float) -> dict[str, SideAnswers]:
    ends: dict[str, array[float]] = {}
    for record in records:
        if record.side is not None:
            ends.setdefault(record.side, array("d")).append(record.ended - began)
    found = {side: SideAnswers(len(at), min(at), max(at)) for side, at in ends.items()}
    return dict(sorted(found.items(), key=lambda item: item[1].first))
