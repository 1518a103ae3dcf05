# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The measured cutover: how soon the new side answers after the address was told to move."""

import time
from datetime import timedelta
from typing import Self

from bluegreen.model.data_plane import Cutover
from bluegreen.probe.prober import REQUEST_TIMEOUT, Prober
from bluegreen.probe.report import Report
from bluegreen.probe.target import Target

RATE = 20.0
"""Requests per second: few enough for any application, and a resolution of 50 ms."""


class CutoverProbe:
    """Probes an address at a low rate while it moves.

    Enter it before the move, call `mark` just before the request that moves the address, prove the
    new side, then ask for what was `measured`::

        with Cutover(target) as cutover:
            cutover.mark()
            ...
            measured = cutover.measured(old="blue", new="green")
    """

    def __init__(
        self, target: Target, *, rate: float = RATE, timeout: timedelta = REQUEST_TIMEOUT
    ) -> None:
        self._rate = rate
        self._prober = Prober(target, rate=rate, timeout=timeout)
        self._marked: float | None = None

    def __enter__(self) -> Self:
        self._prober.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._prober.stop()

    def mark(self) -> None:
        """Note that the move of the address is requested now."""
        self._marked = time.monotonic()

    def failed_so_far(self) -> int:
        """Count the requests that have failed until now, but for those that this machine failed."""
        progress = self._prober.progress()
        return progress.failed - progress.own

    def unknown_so_far(self) -> int:
        """Count the requests that this machine failed until now."""
        return self._prober.progress().own

    def measured(self, *, old: str, new: str) -> Cutover:
        """Stop probing, and say how the cutover went. Raises RuntimeError without a mark.

        `seconds` is an upper limit: it runs to the end of the first answer by the new side, and the
        true moment lies at most `resolution` seconds and one answer earlier.
        """
        if self._marked is None:
            raise RuntimeError("nothing was measured: mark() was never called")
        report = self.report()
        crossing = report.crossing(old, new)
        first_new = crossing.first_new
        return Cutover(
            # Where the new side answered before the mark, there was nothing left to move.
            seconds=None if first_new is None else max(0.0, first_new - self._marked),
            resolution=1 / self._rate,
            requests=len(report.records),
            failed=report.failed,
            old_after_new=crossing.old_started_after,
        )

    def report(self) -> Report:
        """Stop probing, and return the whole of it."""
        return self._prober.stop()
