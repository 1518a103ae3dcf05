# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""As much of a WebSocket (RFC 6455) as a prober needs: to open it, to ping, and to close it."""

import base64
import hashlib
import io
import os
import struct
from contextlib import suppress
from enum import IntEnum
from http.client import HTTPException, parse_headers

from bluegreen.probe.connection import Connection, Incoming
from bluegreen.probe.final_response import (
    MOST_INTERIM_ANSWERS,
    SWITCHING_PROTOCOLS,
    TooManyInterimAnswers,
    is_interim,
)
from bluegreen.probe.identity import HttpAnswer
from bluegreen.probe.limits import Deadline
from bluegreen.probe.outcome import FAILURES, ClosedBeforeAnswerError, MalformedAnswerError
from bluegreen.probe.target import Target

LARGEST_FRAME = 16 * 1024 * 1024
SUBPROTOCOL = "Sec-WebSocket-Protocol"
"""The header of the subprotocols that are offered, separated by commas, or of the chosen one."""
_LARGEST_LINE = 64 * 1024
_ACCEPT_SUFFIX = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"  # RFC 6455 section 1.3


def _upgrade(key: bytes) -> dict[str, str]:
    return {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": key.decode(),
    }


class _Opcode(IntEnum):
    """The frames that matter here (RFC 6455 section 5.2); all others are skipped."""

    CLOSE = 0x8
    PING = 0x9
    PONG = 0xA


class WebSocket:
    """A WebSocket that is opened at once; `answer` is the server's answer to the handshake.

    Only a status of 101 opened it; the body of any other answer is not read.
    Raises OSError, ClosedBeforeAnswerError or MalformedAnswerError.
    """

    def __init__(self, target: Target, deadline: Deadline) -> None:
        self._connection = Connection(target, deadline)
        self._incoming = io.BufferedReader(Incoming(self._connection))
        try:
            self.answer = self._shake_hands(target)
        except FAILURES:
            self.hang_up()
            raise

    def ping(self, deadline: Deadline) -> None:
        """Send a ping and wait for its pong, which every server owes (RFC 6455 section 5.5.3).

        Pings of the server are answered on the way, and its messages skipped.
        Raises OSError, MalformedAnswerError, or ClosedBeforeAnswerError when the server ends the
        WebSocket, with a closing handshake or without.
        """
        self._connection.reuse(deadline)
        expected = os.urandom(8)
        self._send(_Opcode.PING, expected)
        while True:
            opcode, payload = self._next_frame()
            if opcode == _Opcode.PONG and payload == expected:
                return
            if opcode == _Opcode.PING:
                self._send(_Opcode.PONG, payload)
            if opcode == _Opcode.CLOSE:
                raise ClosedBeforeAnswerError("the server closed the WebSocket")

    def close(self, deadline: Deadline) -> None:
        """Say with a Close frame of status 1000 that this end is meant, and hang up."""
        self._connection.reuse(deadline)
        # Where it cannot be said any more, the next ping would have been the one to fail.
        with suppress(OSError):
            self._send(_Opcode.CLOSE, struct.pack("!H", 1000))
        self.hang_up()

    def hang_up(self) -> None:
        """End the connection without a closing handshake."""
        self._connection.close_in_order()

    def _shake_hands(self, target: Target) -> HttpAnswer:
        """Do the opening handshake (RFC 6455 section 4.1)."""
        key = base64.b64encode(os.urandom(16))
        self._connection.send(
            f"GET {target.path} HTTP/1.1\r\n{target.head(_upgrade(key))}\r\n".encode("ascii")
        )
        try:
            answer = self._final_answer()
        except (HTTPException, ValueError) as error:
            if self._connection.ended:
                raise ClosedBeforeAnswerError("within the handshake") from error
            raise MalformedAnswerError(str(error)) from error
        if self._connection.ended:
            raise ClosedBeforeAnswerError("within the handshake")
        digest = hashlib.sha1(key + _ACCEPT_SUFFIX, usedforsecurity=False).digest()
        accepted = answer.headers.get("Sec-WebSocket-Accept", "").encode() == base64.b64encode(
            digest
        )
        if answer.status == SWITCHING_PROTOCOLS and not accepted:
            raise MalformedAnswerError("the handshake's Sec-WebSocket-Accept is wrong")
        offered = [name.strip() for name in target.headers.get(SUBPROTOCOL, "").split(",")]
        named = answer.headers.get(SUBPROTOCOL)
        if offered != [""] and named is not None and named.strip() not in offered:
            # RFC 6455, 4.1: a client fails the connection then.
            raise MalformedAnswerError("the server chose a subprotocol that was not offered")
        return answer

    def _final_answer(self) -> HttpAnswer:
        for _ in range(MOST_INTERIM_ANSWERS + 1):
            answer = self._head_of_answer()
            if not is_interim(answer.status):
                return answer
        raise TooManyInterimAnswers

    def _head_of_answer(self) -> HttpAnswer:
        status_line = self._incoming.readline(_LARGEST_LINE)
        version, status, *_ = status_line.decode("ascii").split(" ", 2)
        if version != "HTTP/1.1" or not 100 <= int(status) <= 599:
            raise ValueError("the first line is not an HTTP/1.1 status line")
        return HttpAnswer(int(status), parse_headers(self._incoming))

    def _next_frame(self) -> tuple[int, bytes]:
        first, second = self._exactly(2)
        size = second & 0x7F
        if second & 0x80:
            raise MalformedAnswerError("a server must not mask its frames")
        if size == 126:
            (size,) = struct.unpack("!H", self._exactly(2))
        elif size == 127:
            (size,) = struct.unpack("!Q", self._exactly(8))
        if size > LARGEST_FRAME:
            raise MalformedAnswerError(f"a frame of {size} bytes")
        return first & 0x0F, self._exactly(size)

    def _exactly(self, size: int) -> bytes:
        raw = self._incoming.read(size)
        if len(raw) < size:
            raise ClosedBeforeAnswerError("the connection ended without a closing handshake")
        return raw

    def _send(self, opcode: _Opcode, payload: bytes) -> None:
        """Send a frame, masked as a client must (RFC 6455 section 5.3); at most 125 bytes."""
        mask = os.urandom(4)
        masked = bytes(byte ^ mask[place % 4] for place, byte in enumerate(payload))
        self._connection.send(bytes([0x80 | opcode, 0x80 | len(payload)]) + mask + masked)
