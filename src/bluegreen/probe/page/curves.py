# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Records as curves: one value for each short stretch of time, however many records there are."""

import math
from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from bluegreen.probe.record import Record

MOST_STRETCHES = 200


@dataclass(frozen=True, slots=True)
class Stretch:
    """One value of a curve, which holds from `begin` until `end`."""

    begin: float
    end: float
    value: float


@dataclass(frozen=True, slots=True)
class Stretches:
    """Time cut into stretches of equal length, in seconds.

    One of them begins at `zero` (monotonic clock), so that none mixes before and after.
    """

    zero: float
    length: float

    @classmethod
    def of(cls, zero: float, seconds: float, shortest: float) -> Self:
        """Cut so that none is shorter than given, and all together are not too fine to draw."""
        return cls(zero, round_up(max(seconds / MOST_STRETCHES, shortest)))

    def number_at(self, time: float) -> int:
        """Number the stretch that holds this time; the one that begins at zero is 0."""
        return math.floor((time - self.zero) / self.length)

    def curve(self, values: dict[int, float]) -> list[Stretch]:
        """Lay out values by the numbers of their stretches, in order."""
        return [
            Stretch(number * self.length, (number + 1) * self.length, values[number])
            for number in sorted(values)
        ]


def share_by(old: str, records: Iterable[Record], stretches: Stretches) -> list[Stretch]:
    """Give the share (0 to 1) of answers by the old side, by when their requests started.

    Answers that name no side are left out.
    """
    by_old: dict[int, int] = {}
    answers: dict[int, int] = {}
    for record in records:
        if record.side is not None:
            number = stretches.number_at(record.started)
            by_old[number] = by_old.get(number, 0) + (record.side == old)
            answers[number] = answers.get(number, 0) + 1
    return stretches.curve({number: by_old[number] / answers[number] for number in answers})


@dataclass(frozen=True, slots=True)
class Latency:
    """Latencies of good answers in seconds, by when they were planned, as two curves."""

    median: list[Stretch]
    longest: list[Stretch]

    @classmethod
    def of(cls, records: Iterable[Record], stretches: Stretches) -> Self:
        """Rank the latencies of each stretch."""
        seconds: dict[int, array[float]] = {}
        for record in records:
            if not record.failed:
                number = stretches.number_at(record.planned)
                seconds.setdefault(number, array("d")).append(record.ended - record.planned)
        return cls(
            stretches.curve({n: sorted(each)[(len(each) - 1) // 2] for n, each in seconds.items()}),
            stretches.curve({n: max(each) for n, each in seconds.items()}),
        )


def failures(records: Iterable[Record], stretches: Stretches) -> list[Stretch]:
    """Count the failed requests, by when they were planned; stretches without any are left out."""
    failed: dict[int, float] = {}
    for record in records:
        if record.failed:
            number = stretches.number_at(record.planned)
            failed[number] = failed.get(number, 0) + 1
    return stretches.curve(failed)


def round_up(length: float) -> float:
    """Round up to 1, 2 or 5 times a power of ten."""
    power = 10.0 ** math.floor(math.log10(length))
    return next(step * power for step in (1, 2, 5, 10) if step * power >= length * (1 - 1e-9))
