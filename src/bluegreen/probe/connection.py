# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""One TCP connection to the target, on which bytes move within the limits of a request."""

import io
import select
import socket
import ssl
import struct
from contextlib import suppress
from typing import Any

from bluegreen.probe import source_ports
from bluegreen.probe.limits import Deadline
from bluegreen.probe.target import Target

PIECE = 64 * 1024
RESET_AT_CLOSE = struct.pack("ii", 1, 0)


class Connection:
    """A connection that is opened at once, within the deadline of its first request.

    `received` counts the bytes that arrived since the request began; `ended` once the server has
    closed; `reused` once a request other than the first has begun. Raises OSError.
    """

    def __init__(self, target: Target, deadline: Deadline) -> None:
        self.received = 0
        self.ended = False
        self.reused = False
        self._deadline = deadline
        self._socket = source_ports.OWN.connect(target, deadline)

    def reuse(self, deadline: Deadline) -> None:
        """Begin another request."""
        self._deadline = deadline
        self.received = 0
        self.reused = True

    def send(self, raw: bytes) -> None:
        """Send all these bytes; each piece that is taken is progress. Raises OSError."""
        unsent = memoryview(raw)
        while unsent:
            with self._deadline.over(self._socket):
                sent = self._socket.send(unsent[:PIECE])
            unsent = unsent[sent:]

    def receive_into(self, buffer: Any) -> int:
        """Wait for bytes, and say how many came: 0 when the server has closed. Raises OSError."""
        with self._deadline.over(self._socket):
            size = self._socket.recv_into(buffer)
        self.received += size
        self.ended = size == 0
        return size

    def certificate(self, context: ssl.SSLContext) -> bytes:
        """Begin TLS, and return the server's certificate as DER. Raises OSError, ssl.SSLError."""
        with self._deadline.over(self._socket):
            self._socket = context.wrap_socket(self._socket)
            return self._socket.getpeercert(binary_form=True) or b""

    def was_ended_while_idle(self) -> bool:
        """Tell whether the server ended a kept-alive connection on which nothing was asked.

        Anything to read on it now is an end: a close, a reset, or a parting word such as 408.
        """
        poll = select.poll()
        poll.register(self._socket, select.POLLIN)
        return bool(poll.poll(0))

    def close(self) -> None:
        """End it with a reset, so that the server is not left with a TIME_WAIT of this port.

        Whatever was sent before and has not left this machine is lost: for an end that is announced
        in words there is `close_in_order`.
        """
        with suppress(OSError):  # a TLS handshake that failed has closed it already
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET_AT_CLOSE)
        self._socket.close()

    def close_in_order(self) -> None:
        """End it as TCP does, after what was sent."""
        self._socket.close()


class Incoming(io.RawIOBase):
    """What arrives on a connection, as a stream; closing the stream leaves the connection open."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def makefile(self, _mode: str) -> io.BufferedReader:
        """Give the stream to http.client, which asks a socket for it in this way."""
        return io.BufferedReader(self)

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Wait for bytes."""
        return self._connection.receive_into(buffer)
