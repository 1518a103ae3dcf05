# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""One request and its answer over one connection, with one deadline for all of it.

A socket's timeout limits each call; a server that sends a byte now and then would hold a request
for ever. So every read here gets only what is left until the deadline.
"""

import io
import select
import socket
import time
from http.client import HTTPException, HTTPResponse
from typing import Any, cast

from bluegreen.probe.identity import Answer
from bluegreen.probe.outcome import ClosedBeforeAnswerError, MalformedAnswerError
from bluegreen.probe.target import Target

BODY_KEPT = 64 * 1024


def connect(target: Target, deadline: float) -> socket.socket:
    """Open a connection; `deadline` is a time of the monotonic clock. Raises OSError."""
    connection = socket.socket(target.family, socket.SOCK_STREAM)
    try:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection.settimeout(_left_until(deadline))
        connection.connect((target.address, target.port))
    except OSError:
        connection.close()
        raise
    return connection


def ask(connection: socket.socket, target: Target, deadline: float, *, last: bool) -> Answer:
    """Send the target's GET and read the whole answer.

    `last` asks the server to close the connection after it. Raises OSError,
    ClosedBeforeAnswerError or MalformedAnswerError.
    """
    connection.settimeout(_left_until(deadline))
    connection.sendall(_request(target, last=last))
    incoming = _Incoming(connection, deadline)
    response = HTTPResponse(cast(socket.socket, incoming), method="GET")
    try:
        return _whole_answer(response, incoming)
    except HTTPException as error:
        if incoming.ended:
            raise ClosedBeforeAnswerError(str(error)) from error
        raise MalformedAnswerError(str(error)) from error
    finally:
        response.close()


def was_ended_while_idle(connection: socket.socket) -> bool:
    """Tell whether the server ended a kept-alive connection on which nothing was asked.

    Anything to read on it now is an end: a close, a reset, or a parting word such as 408.
    """
    poll = select.poll()
    poll.register(connection, select.POLLIN)
    return bool(poll.poll(0))


def _request(target: Target, *, last: bool) -> bytes:
    return (
        f"GET {target.path} HTTP/1.1\r\n"
        f"Host: {target.host}\r\n"
        "User-Agent: bluegreen-probe\r\n"
        "Accept: */*\r\n"
        f"Connection: {'close' if last else 'keep-alive'}\r\n\r\n"
    ).encode("ascii")


def _whole_answer(response: HTTPResponse, incoming: "_Incoming") -> Answer:
    response.begin()
    framed = bool(response.chunked) or response.length is not None
    # http.client takes headers cut off by a close, and a body shorter than announced, as whole.
    if incoming.ended:
        raise ClosedBeforeAnswerError("within the headers")
    kept = response.read(BODY_KEPT)
    while response.read(BODY_KEPT):
        pass
    if response.length or (framed and incoming.ended):
        raise ClosedBeforeAnswerError("within the body")
    return Answer(response.status, response.headers, kept, bool(response.will_close))


class _Incoming(io.RawIOBase):
    """What arrives on a connection until a deadline; `ended` once the server has closed."""

    def __init__(self, connection: socket.socket, deadline: float) -> None:
        self._connection = connection
        self._deadline = deadline
        self.ended = False

    def makefile(self, _mode: str) -> io.BufferedReader:
        return io.BufferedReader(self)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._connection.settimeout(_left_until(self._deadline))
        size = self._connection.recv_into(buffer)
        self.ended = size == 0
        return size


def _left_until(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError("the deadline has passed")
    return left
