# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""A client that sends requests one at a time and turns whatever happens into a record."""

import time
from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import timedelta
from typing import Self

from bluegreen.model.text import printable
from bluegreen.probe.identity import HttpAnswer
from bluegreen.probe.limits import Deadline, Limits
from bluegreen.probe.outcome import FAILURES, RequestOutcome, outcome_of
from bluegreen.probe.record import Kind, Record
from bluegreen.probe.target import Target

SLACK = timedelta(seconds=1)
"""How late a machine that has processor to spare may come to something."""

LONGEST_SIDE = 60
"""Characters of the name that an answer gives to its side."""


@dataclass(slots=True)
class Course:
    """What a request met on its way, noted as it happens, so that a failure does not lose it."""

    connected: bool = False
    found_closed: bool = False
    retried: bool = False


class Client(ABC):
    """One client of the target; `limits` are those of each request. Use it from one thread."""

    def __init__(self, target: Target, kind: Kind, limits: Limits) -> None:
        self._target = target
        self._kind = kind
        self._limits = limits

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.hang_up()

    def request(self, planned: float | None = None) -> Record:
        """Send one request now; a failure is a record too, never an exception."""
        started = time.monotonic()
        course = Course()
        status, side, received = None, None, 0
        try:
            answer = self._answer(Deadline(self._limits), course)
        except FAILURES as failure:
            self.hang_up()
            outcome = outcome_of(failure)
        else:
            status, side, received = answer.status, self._side_of(answer), answer.size
            outcome = RequestOutcome.OK if self._accepts(status) else RequestOutcome.WRONG_STATUS
        ended = time.monotonic()
        planned = started if planned is None else planned
        if outcome in (RequestOutcome.TIMED_OUT, RequestOutcome.STALLED) and self._held_up(
            planned, started, ended
        ):
            outcome = RequestOutcome.HELD_UP
        return Record(
            self._kind,
            planned,
            started,
            ended,
            outcome,
            status,
            side,
            course.connected,
            course.found_closed,
            course.retried,
            received,
        )

    def _held_up(self, planned: float, started: float, ended: float) -> bool:
        """Tell whether this machine came to a request late, so that its limit says nothing.

        A client that keeps its connection begins late when the target stalls; a fresh one does not.
        """
        late = started - planned if self._kind is Kind.FRESH else 0.0
        over = ended - started - self._limits.whole.total_seconds()
        return max(late, over) > SLACK.total_seconds()

    def not_sent(self, planned: float) -> Record:
        """Record that the time for a planned request never came."""
        now = time.monotonic()
        return Record(self._kind, planned, now, now, RequestOutcome.NOT_SENT, connected=False)

    @abstractmethod
    def hang_up(self) -> None:
        """End the connection, if there is one."""

    @abstractmethod
    def _answer(self, deadline: Deadline, course: Course) -> HttpAnswer:
        """Ask and read the answer, or raise one of FAILURES."""

    def _side_of(self, answer: HttpAnswer) -> str | None:
        """Return the side that the answer names: a server's own text, so short and printable."""
        side = self._target.identity.side_of(answer)
        return None if side is None else printable(side, LONGEST_SIDE)

    def _accepts(self, status: int) -> bool:
        return self._target.accepts(status)
