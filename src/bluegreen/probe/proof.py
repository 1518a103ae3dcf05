# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Proof through the data plane that a side serves an address: the API's status proves nothing."""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta

from bluegreen.clock import Clock, SteadyClock
from bluegreen.probe.ask_once import ask_once
from bluegreen.probe.limits import Limits
from bluegreen.probe.outcome import RequestOutcome
from bluegreen.probe.target import Target

PAUSE = timedelta(milliseconds=50)


@dataclass(frozen=True, slots=True)
class ProbeProof:
    """Whether one side answered so many fresh connections in a row, and what was seen until then.

    `began`, `first_new_at` (the end of the side's first good answer) and `ended` are seconds of the
    clock that was used. `failures` counts failed requests by outcome, `answers` good answers by
    side, None for an answer that named no side.
    """

    proved: bool
    side: str
    in_a_row: int
    began: float
    first_new_at: float | None
    ended: float
    failures: dict[RequestOutcome, int]
    answers: dict[str | None, int]

    @property
    def failed(self) -> int:
        """How many requests failed."""
        return sum(self.failures.values())

    @property
    def is_unknown(self) -> bool:
        """Whether this machine is at fault for every request, so that nothing is known."""
        return not self.answers and all(outcome.is_own for outcome in self.failures)

    @property
    def attempts(self) -> int:
        """How many requests were sent."""
        return self.failed + sum(self.answers.values())

    def __str__(self) -> str:
        """Say in one sentence what was proved, or what was seen instead."""
        if self.proved:
            return f"{self.side} answered {self.in_a_row} new connections in a row"
        seen = [f"{number} by {side or 'no named side'}" for side, number in self.answers.items()]
        seen += [f"{number} {outcome}" for outcome, number in self.failures.items()]
        return (
            f"{self.side} did not answer {self.in_a_row} new connections in a row within "
            f"{self.ended - self.began:.1f} s; of {self.attempts}: {', '.join(seen)}"
        )


def prove(
    target: Target,
    side: str,
    *,
    in_a_row: int = 5,
    timeout: timedelta = timedelta(seconds=30),
    request_timeout: timedelta = timedelta(seconds=5),
    clock: Clock | None = None,
) -> ProbeProof:
    """Open fresh connections, one after the other, until `side` answered `in_a_row` of them well.

    Gives up once `timeout` has passed; at least one request is always sent. It never raises for
    what the network does: the result says whether it is a proof.
    """
    clock = clock or SteadyClock()
    began = clock.now()
    failures: Counter[RequestOutcome] = Counter()
    answers: Counter[str | None] = Counter()
    first_new_at: float | None = None
    row = 0
    while True:
        record = ask_once(target, Limits(request_timeout))
        if record.failed:
            failures[record.outcome] += 1
        else:
            answers[record.side] += 1
        row = row + 1 if record.side == side and not record.failed else 0
        if row and first_new_at is None:
            first_new_at = clock.now()
        if row == in_a_row or clock.now() - began >= timeout.total_seconds():
            break
        clock.sleep(PAUSE.total_seconds())
    proved = row == in_a_row
    return ProbeProof(
        proved, side, in_a_row, began, first_new_at, clock.now(), dict(failures), dict(answers)
    )
