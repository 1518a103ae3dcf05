# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""A client that holds a WebSocket and pings it."""

from bluegreen.probe.client import Client, Course
from bluegreen.probe.final_response import SWITCHING_PROTOCOLS
from bluegreen.probe.identity import HttpAnswer
from bluegreen.probe.limits import Deadline, Limits
from bluegreen.probe.record import Kind
from bluegreen.probe.target import Target
from bluegreen.probe.websocket import WebSocket


class WebSocketClient(Client):
    """A client whose requests are pings on one WebSocket, each answered by its pong.

    An application holds state in a WebSocket, so one that ends without the client's own close is a
    loss, also between two pings: the next ping is then the failed request, and the one after it
    opens a new WebSocket. The answer to the opening handshake tells who answers.
    """

    def __init__(self, target: Target, limits: Limits) -> None:
        super().__init__(target, Kind.WEBSOCKET, limits)
        self._websocket: WebSocket | None = None

    def __exit__(self, *_: object) -> None:
        if self._websocket is not None:
            self._websocket.close(Deadline(self._limits))

    def hang_up(self) -> None:
        """End the connection, if there is one, without a closing handshake."""
        if self._websocket is not None:
            self._websocket.hang_up()
            self._websocket = None

    def _answer(self, deadline: Deadline, course: Course) -> HttpAnswer:
        if self._websocket is None:
            course.connected = True
            self._websocket = WebSocket(self._target, deadline)
        answer = self._websocket.answer
        if self._accepts(answer.status):
            self._websocket.ping(deadline)
        else:
            self.hang_up()
        return answer

    def _accepts(self, status: int) -> bool:
        return status == SWITCHING_PROTOCOLS
