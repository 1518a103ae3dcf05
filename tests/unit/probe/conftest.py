# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Real servers on 127.0.0.1 that do, connection by connection, what a test's script says."""

import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from typing import cast

import pytest

FIN_WAIT2 = 5  # include/net/tcp_states.h


class Visit:
    """One connection that the server accepted; `number` counts them from 0."""

    def __init__(self, connection: socket.socket, number: int) -> None:
        self.number = number
        self.request = b""
        self._connection = connection

    def asked(self) -> bool:
        """Wait for a whole request; False when the client has gone."""
        self.request = b""
        while not self.request.endswith(b"\r\n\r\n"):
            try:
                received = self._connection.recv(65536)
            except OSError:
                return False
            if not received:
                return False
            self.request += received
        return True

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
