# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Proof through the data plane that a side serves an address: the API's status proves nothing."""

import time
from collections import Counter
from dataclasses import dataclass
from typing import Protocol

from bluegreen.probe.client import ask_once
from bluegreen.probe.outcome import Outcome
from bluegreen.probe.record import Record
from bluegreen.probe.target import Target


class Clock(Protocol):
    """The two functions of the time module that a wait needs; the module itself is one."""

    def monotonic(self) -> float:
        """Give seconds that never go back."""

    def sleep(self, seconds: float, /) -> None:
        """Wait."""


@dataclass(frozen=True, slots=True)
class Proof:
    """Whether one side answered so many fresh connections in a row, and what was seen until then.

    `began`, `first_at` (the end of the side's first good answer) and `ended` are times of the clock
    that was used. `failed` counts requests by outcome, good answers left out; `answers` counts good
    answers by side, None for an answer that named no side.
    """

    proved: bool
    side: str
    in_a_row: int
    attempts: int
    began: float
    first_at: float | None
    ended: float
    failed: dict[Outcome, int]
    answers: dict[str | None, int]

    def __str__(self) -> str:
        """Say in one sentence what was proved, or what was seen instead."""
        if self.proved:
            return f"{self.in_a_row} fresh connections in a row were answered by {self.side}"
        seen = [f"{number} by {side or 'no named side'}" for side, number in self.answers.items()]
        seen += [f"{number} {outcome}" for outcome, number in self.failed.items()]
        return (
            f"{self.side} did not answer {self.in_a_row} fresh connections in a row"
            f" within {self.ended - self.began:.1f} s; of {self.attempts}: {', '.join(seen)}"
        )


def prove(
    target: Target,
    side: str,
    *,
    in_a_row: int = 5,
    timeout: float = 30.0,
    request_timeout: float = 5.0,
    pause: float = 0.05,
    clock: Clock = time,
) -> Proof:
    """Open fresh connections, one after the other, until `side` answered `in_a_row` of them well.

    Gives up once `timeout` seconds have passed; at least one request is always sent. It never
    raises for what the network does: the result says whether it is a proof.
    """
    began = clock.monotonic()
    seen: list[Record] = []
    first_at: float | None = None
    row = 0
    while True:
        record = ask_once(target, clock.monotonic(), request_timeout)
        seen.append(record)
        row = row + 1 if _by(record, side) else 0
        if row and first_at is None:
            first_at = clock.monotonic()
        if row == in_a_row or clock.monotonic() - began >= timeout:
            break
        clock.sleep(pause)
    return Proof(
        row == in_a_row,
        side,
        in_a_row,
        len(seen),
        began,
        first_at,
        clock.monotonic(),
        dict(Counter(record.outcome for record in seen if record.failed)),
        dict(Counter(record.side for record in seen if not record.failed)),
    )


def _by(record: Record, side: str) -> bool:
    return record.outcome is Outcome.OK and record.side == side
