# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""A client of plain HTTP: with a connection for each request, or one that it keeps."""

from bluegreen.probe.client import Client, Course
from bluegreen.probe.connection import Connection
from bluegreen.probe.exchange import ask
from bluegreen.probe.identity import HttpAnswer
from bluegreen.probe.limits import Deadline, Limits
from bluegreen.probe.outcome import StaleConnectionError
from bluegreen.probe.record import Kind
from bluegreen.probe.target import Target


class HttpClient(Client):
    """A client that does with its connection what a browser or a proxy does.

    A kept-alive client holds its connection from one request to the next, and opens a new one when
    the server ended it. Where it sees the end only after sending, it sends an idempotent request
    once more on a new connection, and never a second time (RFC 9112 section 9.3.1); any other
    request is lost. The limits hold for both sendings together.
    """

    def __init__(self, target: Target, kind: Kind, limits: Limits) -> None:
        super().__init__(target, kind, limits)
        self._keeps = kind is Kind.KEPT_ALIVE
        self._connection: Connection | None = None

    def hang_up(self) -> None:
        """End the connection, if there is one."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _answer(self, deadline: Deadline, course: Course) -> HttpAnswer:
        if self._connection is not None and self._connection.was_ended_while_idle():
            self.hang_up()
            course.found_closed = True
        try:
            return self._answer_to_one_sending(deadline, course)
        except StaleConnectionError:
            if not self._target.request.idempotent:
                raise
            self.hang_up()
            course.retried = True
            return self._answer_to_one_sending(deadline, course)

    def _answer_to_one_sending(self, deadline: Deadline, course: Course) -> HttpAnswer:
        if self._connection is None:
            course.connected = True
            self._connection = Connection(self._target, deadline)
        else:
            self._connection.reuse(deadline)
        answer = ask(self._connection, self._target, last=not self._keeps)
        if answer.closes or not self._keeps:
            self.hang_up()
        return answer
