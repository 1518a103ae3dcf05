# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""A client that sends requests one at a time and turns whatever happens into a record."""

import socket
import time
from datetime import timedelta
from typing import Self

from bluegreen.probe.exchange import ask, connect, was_ended_while_idle
from bluegreen.probe.identity import Answer
from bluegreen.probe.outcome import FAILURES, Outcome, outcome_of
from bluegreen.probe.record import Kind, Record
from bluegreen.probe.target import Target


class Client:
    """One client of the target; `timeout` limits a request from connect to last byte.

    A kept-alive client holds its connection from one request to the next, and opens a new one when
    the server ended it. Use it from one thread.
    """

    def __init__(self, target: Target, kind: Kind, timeout: timedelta) -> None:
        self._target = target
        self._kind = kind
        self._timeout = timeout.total_seconds()
        self._connection: socket.socket | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._hang_up()

    def request(self, planned: float | None = None) -> Record:
        """Send one request now; a failure is a record too, never an exception."""
        started = time.monotonic()
        planned = started if planned is None else planned
        found_closed = self._connection is not None and was_ended_while_idle(self._connection)
        if found_closed:
            self._hang_up()
        connected = self._connection is None
        status = side = None
        try:
            answer = self._answer(deadline=started + self._timeout)
        except FAILURES as failure:
            self._hang_up()
            outcome = outcome_of(failure)
        else:
            status, side = answer.status, self._target.identity.side_of(answer)
            outcome = Outcome.OK if self._target.accepts(status) else Outcome.WRONG_STATUS
        ended = time.monotonic()
        return Record(
            self._kind, planned, started, ended, outcome, status, side, connected, found_closed
        )

    def _answer(self, deadline: float) -> Answer:
        fresh = self._kind is Kind.FRESH
        if self._connection is None:
            self._connection = connect(self._target, deadline)
        answer = ask(self._connection, self._target, deadline, last=fresh)
        if fresh or answer.closes:
            self._hang_up()
        return answer

    def _hang_up(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def ask_once(target: Target, timeout: timedelta, planned: float | None = None) -> Record:
    """Send one request over a connection of its own."""
    with Client(target, Kind.FRESH, timeout) as client:
        return client.request(planned)
