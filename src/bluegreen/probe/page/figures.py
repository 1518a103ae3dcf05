# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The figures of the page: who answered, and how fast, across the switch."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from bluegreen.probe.page.chart import BOTTOM, TOP, Axis, Chart
from bluegreen.probe.page.curves import Latency, Stretches, failures, share_by
from bluegreen.probe.record import Kind, Record
from bluegreen.probe.report import Report

NAMES = {
    Kind.FRESH: "new connections",
    Kind.KEPT_ALIVE: "kept-alive connections",
    Kind.WEBSOCKET: "WebSockets",
}
STYLES = {Kind.FRESH: "fresh", Kind.KEPT_ALIVE: "kept", Kind.WEBSOCKET: "websocket"}


@dataclass(frozen=True, slots=True)
class Moment:
    """What lies at 0 of the time axis: when (monotonic clock), its name, and the old side then.

    Without an old side nothing is known to have moved.
    """

    at: float
    name: str
    old: str | None

    @classmethod
    def of(cls, report: Report, switched_at: float | None) -> "Moment":
        """Take the switch, else the new side's first answer, else the start of probing."""
        if switched_at is not None:
            answers = report.of_kind(Kind.FRESH) or report.records
            before = [r for r in answers if r.side is not None and r.ended <= switched_at]
            latest = max(before, key=lambda record: record.ended, default=None)
            return cls(switched_at, "switch", latest.side if latest else None)
        crossing = report.only_crossing
        if crossing is not None and crossing.first_new is not None:
            return cls(crossing.first_new, f"first answer by {crossing.new}", crossing.old)
        return cls(report.began, "", None)


class Figures:
    """Draws each figure of a report over the same stretches of time around a moment."""

    def __init__(self, report: Report, moment: Moment) -> None:
        self._moment = moment
        self._records: Mapping[Kind, Sequence[Record]] = {
            kind: records for kind in NAMES if (records := report.of_kind(kind))
        }
        self._stretches = Stretches.of(moment.at, report.seconds, 4 / report.rate)
        # A client that keeps its connection asks in turn with the others: a stretch must hold some.
        self._rounds = Stretches.of(moment.at, report.seconds, 25 / report.rate)
        self._span = (report.began - moment.at, report.stopped - moment.at)

    def all(self) -> Iterator[str]:
        """Give each figure as HTML."""
        if self._moment.old is not None:
            yield self._share(self._moment.old)
        for kind in self._records:
            yield self._latency(kind)

    def _share(self, old: str) -> str:
        scale = Axis(0, 1, BOTTOM, TOP)
        chart = Chart(*self._span, scale, {0: "0 %", 0.5: "50 %", 1: "100 %"})
        for kind, records in self._records.items():
            stretches = self._stretches if kind is Kind.FRESH else self._rounds
            chart.curve(share_by(old, records, stretches), STYLES[kind], NAMES[kind])
        return self._figure(
            chart,
            f"Share of requests answered by {old}",
            f"By the start of each request, in intervals of {self._stretches.length:g} s for new "
            f"connections and {self._rounds.length:g} s for others. Kept connections stay with "
            "the old side until they end.",
        )

    def _latency(self, kind: Kind) -> str:
        latency = Latency.of(self._records[kind], self._stretches)
        powers = _powers_of_ten_around(
            stretch.value for stretch in (*latency.median, *latency.longest)
        )
        scale = Axis(10.0 ** powers[0], 10.0 ** powers[-1], BOTTOM, TOP + 12, logarithmic=True)
        chart = Chart(*self._span, scale, {10.0**power: _duration(power) for power in powers})
        chart.curve(latency.longest, "longest", "longest")
        chart.curve(latency.median, STYLES[kind], "median")
        chart.failures(failures(self._records[kind], self._stretches))
        return self._figure(
            chart,
            f"Latency over {NAMES[kind]}",
            "From the planned start to the last byte, of good answers, by planned start.",
        )

    def _figure(self, chart: Chart, title: str, caption: str) -> str:
        first, last = self._span
        if self._moment.name and first <= 0 <= last:
            chart.mark(self._moment.name)
        return (
            f"<figure><h2>{escape(title)}</h2>{chart.svg(title)}"
            f"<figcaption>{escape(caption)}</figcaption></figure>"
        )


def _powers_of_ten_around(values: Iterable[float]) -> range:
    """Give the exponents of at least two powers of ten that enclose the values."""
    logarithms = [math.log10(max(value, 1e-6)) for value in values] or [-3.0]
    lowest = math.floor(min(logarithms))
    return range(lowest, max(math.ceil(max(logarithms)), lowest + 1) + 1)


def _duration(power: int) -> str:
    return f"{10**power:g} s" if power >= 0 else f"{10.0 ** (power + 3):g} ms"
