# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The measured cutover: how soon the new side answers after the address was told to move."""

import time
from dataclasses import dataclass
from typing import Self

from bluegreen.probe.prober import Prober
from bluegreen.probe.report import Report
from bluegreen.probe.target import Target

RATE = 20.0
"""Requests per second: few enough for any application, and a resolution of 50 ms."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What fresh connections met while the address moved.

    `seconds` runs from the moment the move was asked for to the end of the first answer by the new
    side (None without one); it is known to within one interval of the prober, `resolution`.
    `old_after_new` counts requests that were started after that answer and still reached the old
    side. `report` holds the whole probing.
    """

    seconds: float | None
    resolution: float
    requests: int
    failed: int
    old_after_new: int
    report: Report


class Cutover:
    """Probes an address at a low rate while it moves.

    with Cutover(target, old="blue", new="green") as cutover:
        cutover.begins()
        move the address, prove the new side
    measured = cutover.measured()
    """

    def __init__(
        self, target: Target, *, old: str, new: str, rate: float = RATE, timeout: float = 5.0
    ) -> None:
        self._old, self._new, self._rate = old, new, rate
        self._prober = Prober(target, rate=rate, timeout=timeout)
        self._asked: float | None = None

    def __enter__(self) -> Self:
        self._prober.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._prober.stop()

    def begins(self) -> None:
        """Note that the address is told to move now; call it just before the request that does."""
        self._asked = time.monotonic()

    def measured(self) -> Measured:
        """Stop probing, and say how the cutover went. Raises RuntimeError if it never began."""
        if self._asked is None:
            raise RuntimeError("measured() before begins(): nothing was asked to move")
        report = self._prober.stop()
        crossing = report.crossing(self._old, self._new)
        return Measured(
            seconds=None if crossing.first_new is None else crossing.first_new - self._asked,
            resolution=1 / self._rate,
            requests=len(report.records),
            failed=report.failed,
            old_after_new=crossing.old_started_after,
            report=report,
        )
