# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Real servers on 127.0.0.1 that do, connection by connection, what a test's script says."""

import base64
import hashlib
import re
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from typing import cast

import pytest

TEXT, CLOSE, PING, PONG = 0x1, 0x8, 0x9, 0xA  # RFC 6455 section 5.2
WEBSOCKET_GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
FIN_WAIT2 = 5  # include/net/tcp_states.h


class Visit:
    """One connection that the server accepted; `number` counts them from 0."""

    def __init__(self, connection: socket.socket, number: int) -> None:
        self.number = number
        self.request = b""
        self._connection = connection

    def asked(self) -> bool:
        """Wait for a whole request without a body; False when the client has gone."""
        return self.asked_until(lambda request: request.endswith(b"\r\n\r\n"))

    def asked_until(self, whole: Callable[[bytes], bool]) -> bool:
        """Wait for a request that is whole by this rule; False when the client has gone."""
        self.request = b""
        while not whole(self.request):
            try:
                received = self._connection.recv(65536)
            except OSError:
                return False
            if not received:
                return False
            self.request += received
        return True

    def open_websocket(self, side: str = "blue", extra: str = "") -> bool:
        """Answer the opening handshake of RFC 6455, naming the side, with extra headers.

        A request for anything else gets an ordinary answer, and the result is False.
        """
        asked = self.asked() and re.search(rb"Sec-WebSocket-Key: (\S+)\r\n", self.request)
        if not asked:
            self.answer(side=side)
            return False
        key = asked[1]
        accept = base64.b64encode(
            hashlib.sha1(key + WEBSOCKET_GUID, usedforsecurity=False).digest()
        ).decode()
        self.send(
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Accept: {accept}\r\nX-Bluegreen-Side: {side}\r\n{extra}\r\n".encode()
        )
        return True

    def next_frame(self) -> tuple[int, bytes] | None:
        """Wait for a frame of the client: opcode and unmasked payload; None when it has gone."""
        if not self.asked_until(lambda got: len(got) >= 6 and len(got) >= 6 + (got[1] & 0x7F)):
            return None
        mask, payload = self.request[2:6], self.request[6:]
        assert self.request[1] & 0x80, "a client must mask its frames"
        unmasked = bytes(byte ^ mask[place % 4] for place, byte in enumerate(payload))
        return self.request[0] & 0x0F, unmasked

    def send_frame(self, opcode: int, payload: bytes, final: bool = True) -> None:
        """Send a frame, unmasked as a server must, with a length of 1, 3 or 9 bytes."""
        size = len(payload)
        if size < 126:
            length = bytes([size])
        elif size < 65536:
            length = b"\x7e" + struct.pack("!H", size)
        else:
            length = b"\x7f" + struct.pack("!Q", size)
        self.send(bytes([0x80 * final | opcode]) + length + payload)

    def answer_pings(self) -> None:
        """Send a pong for every ping, for as long as the client keeps pinging."""
        while (frame := self.next_frame()) and frame[0] == PING:
            self.send_frame(PONG, frame[1])

    def send(self, raw: bytes) -> None:
        """Send these bytes; a client that has gone is no error."""
        try:
            self._connection.sendall(raw)
        except OSError:
            self.close()

    def answer(self, status: int = 200, side: str = "blue", extra: str = "") -> None:
        """Send a whole answer with a body, naming the side in a header."""
        head = (
            f"HTTP/1.1 {status} Any\r\nX-Bluegreen-Side: {side}\r\nContent-Length: 5\r\n{extra}\r\n"
        )
        self.send(head.encode() + b"hello")

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def reset(self) -> None:
        """Reset the connection."""
        linger_for_nothing = struct.pack("ii", 1, 0)
        self._connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger_for_nothing)
        self._connection.close()

    def end_and_see_it_arrive(self) -> None:
        """End the connection, and wait until the client's kernel has acknowledged that."""
        self._connection.shutdown(socket.SHUT_WR)
        while self._connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 1)[0] != FIN_WAIT2:
            time.sleep(0.001)

    def wait_until_client_left(self) -> None:
        """Hold the connection open for as long as the client does."""
        while self.asked():
            pass


Script = Callable[[Visit], None]
Serve = Callable[[Script], str]


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Serve a script, and give the server's URL."""
    listeners: list[socket.socket] = []

    def start(script: Script) -> str:
        listener = socket.create_server(("127.0.0.1", 0), backlog=512)
        listeners.append(listener)
        threading.Thread(target=_accept, args=(listener, script), daemon=True).start()
        return f"http://127.0.0.1:{listener.getsockname()[1]}/page"

    yield start
    for listener in listeners:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()


def _accept(listener: socket.socket, script: Script) -> None:
    number = 0
    while True:
        try:
            connection, _ = listener.accept()
        except OSError:
            return
        visit = Visit(connection, number)
        threading.Thread(target=_visit, args=(visit, script), daemon=True).start()
        number += 1


def _visit(visit: Visit, script: Script) -> None:
    script(visit)
    visit.close()


@pytest.fixture
def refusing_url() -> Iterator[str]:
    """Give the URL of a port that is taken but not listened on, so that it refuses."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{cast(int, taken.getsockname()[1])}/page"


def answer_every_request(visit: Visit) -> None:
    """Answer well, for as long as the client keeps asking."""
    while visit.asked():
        visit.answer()


@pytest.fixture
def good_url(serve: Serve) -> str:
    """Give the URL of a server that answers every request well, as side blue."""
    return serve(answer_every_request)
