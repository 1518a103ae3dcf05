# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""A real HTTP server on 127.0.0.1 that answers as a test says, and keeps what it was asked."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True)
class Asked:
    """One request as it arrived; `number` counts from 0."""

    number: int
    method: str
    path: str
    headers: Message
    body: bytes


@dataclass(frozen=True)
class Say:
    """One answer to give."""

    body: str = ""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


Respond = Callable[[Asked], Say]


class WebServer(ThreadingHTTPServer):
    """The server; `asked` holds every request so far."""

    daemon_threads = True

    def __init__(self, respond: Respond) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.respond = respond
        self.asked: list[Asked] = []
        self.address = f"127.0.0.1:{self.server_port}"
        self.url = f"http://{self.address}"


class _Handler(BaseHTTPRequestHandler):
    server: WebServer

    def do_GET(self) -> None:
        """Answer as the test says."""
        length = int(self.headers.get("Content-Length", 0))
        number = len(self.server.asked)
        asked = Asked(number, self.command, self.path, self.headers, self.rfile.read(length))
        self.server.asked.append(asked)
        answer = self.server.respond(asked)
        body = answer.body.encode()
        self.send_response(answer.status)
        for name, value in {"Content-Length": str(len(body)), **answer.headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(b"" if self.command == "HEAD" else body)

    do_POST = do_PUT = do_HEAD = do_GET  # noqa: N815 - the names are http.server's

    def log_message(self, *_: object) -> None:
        """Stay silent."""


@contextmanager
def web_server(respond: Respond) -> Iterator[WebServer]:
    """Serve for as long as the block runs."""
    with WebServer(respond) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield server
        server.shutdown()


@contextmanager
def web_servers() -> Iterator[Callable[[Respond], WebServer]]:
    """Give a function that starts a server; each serves for as long as the block runs."""
    with ExitStack() as servers:
        yield lambda respond: servers.enter_context(web_server(respond))
