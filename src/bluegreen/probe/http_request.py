# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""One HTTP request, with one time limit for all of it and plain words for whatever goes wrong.

The limit holds for looking up the name, connecting, and the last byte alike. A socket's own
timeout cannot promise that, so the request runs in a thread that is left behind when it is late.
"""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from email.message import Message
from http.client import (
    HTTPConnection,
    HTTPException,
    HTTPResponse,
    HTTPSConnection,
    IncompleteRead,
    InvalidURL,
)
from queue import Empty, SimpleQueue
from urllib.error import URLError
from urllib.request import HTTPHandler, HTTPSHandler, OpenerDirector, ProxyHandler, Request

from bluegreen.probe.client import SLACK
from bluegreen.probe.connection import RESET_AT_CLOSE
from bluegreen.probe.final_response import FinalResponse
from bluegreen.probe.outcome import outcome_of

BODY_KEPT = 1024 * 1024


@dataclass(frozen=True)
class Ask:
    """What to ask: by default a POST when there is a body, else a GET.

    `direct` leaves the proxies of the environment out, and ends the connection with a reset once
    the answer is read (why: `bluegreen.probe.source_ports`).
    """

    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None
    direct: bool = False
    method: str | None = None


@dataclass(frozen=True)
class Answer:
    """An answer of any status; `body` holds at most its first MiB.

    `seconds` ran from before connecting to the last byte that was read.
    """

    status: int
    headers: Message
    body: bytes
    seconds: float


class NoAnswer(Exception):
    """There is no whole answer; the text says why, in words that hold no secret."""


class NotAsked(NoAnswer):
    """Nothing is known of who was to be asked: this machine could not, or was late to do it."""


def ask(what: Ask, limit: timedelta) -> Answer:
    """Send one request and return its answer; redirects are answers. Raises NoAnswer, NotAsked."""
    outcomes: SimpleQueue[Answer | NoAnswer] = SimpleQueue()
    seconds = limit.total_seconds()
    planned = time.monotonic()
    began: list[float] = []

    def send() -> None:
        began.append(time.monotonic())
        try:
            outcomes.put(_answer(what, seconds))
        except (OSError, HTTPException, ValueError) as failure:
            kind = NotAsked if _is_own(failure) else NoAnswer
            outcomes.put(kind(_in_words(failure)))

    try:
        threading.Thread(target=send, daemon=True).start()
    except RuntimeError as none:
        raise NotAsked("this machine cannot start another thread") from none
    try:
        outcome = outcomes.get(timeout=seconds)
    except Empty:
        late = (began or [time.monotonic()])[0] - planned
        over = time.monotonic() - planned - seconds
        if max(late, over) > SLACK.total_seconds():
            raise NotAsked(f"this machine sent it {max(late, over):.1f} s late") from None
        raise NoAnswer(f"no complete answer within {seconds:g} s") from None
    if isinstance(outcome, NoAnswer):
        raise outcome
    return outcome


def _answer(what: Ask, seconds: float) -> Answer:
    headers = {"User-Agent": "bluegreen", **what.headers}
    # The opener knows http(s) only.
    request = Request(what.url, what.body, headers, method=what.method)  # noqa: S310
    began = time.monotonic()
    response = _opener(direct=what.direct).open(request, timeout=seconds)
    if response is None:
        raise InvalidURL
    with response:
        body = response.read(BODY_KEPT)
        if len(body) < BODY_KEPT and response.length:
            raise IncompleteRead(b"")  # http.client takes a body shorter than announced as whole
    return Answer(response.status, response.headers, body, time.monotonic() - began)


def _opener(*, direct: bool) -> OpenerDirector:
    opener = OpenerDirector()
    http = _HttpHandler(_DirectConnection if direct else _HttpConnection)
    for handler in (ProxyHandler({} if direct else None), http, _HttpsHandler()):
        opener.add_handler(handler)
    return opener


class _HttpConnection(HTTPConnection):
    response_class = FinalResponse


class _DirectConnection(_HttpConnection):
    def connect(self) -> None:
        super().connect()
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET_AT_CLOSE)


class _HttpsConnection(HTTPSConnection):
    response_class = FinalResponse


class _HttpHandler(HTTPHandler):
    def __init__(self, connection: type[HTTPConnection]) -> None:
        super().__init__()
        self._connection = connection

    def http_open(self, request: Request) -> HTTPResponse:
        return self.do_open(self._connection, request)


class _HttpsHandler(HTTPSHandler):
    def https_open(self, request: Request) -> HTTPResponse:
        return self.do_open(_HttpsConnection, request)


def _is_own(failure: BaseException) -> bool:
    """Tell whether this machine is at fault: no descriptor, no port, no route, no name."""
    match failure:
        case URLError(reason=Exception() as cause):
            return _is_own(cause)
        case socket.gaierror() | InvalidURL():
            return True
        case OSError() if failure.errno is not None:
            return outcome_of(failure).is_own
    return False


def _in_words(failure: BaseException) -> str:
    """Name the failure. Exceptions that quote URLs or headers are not repeated."""
    match failure:
        case URLError(reason=Exception() as cause):
            return _in_words(cause)
        case TimeoutError():
            return "no complete answer in time"
        case ConnectionRefusedError():
            return "connection refused"
        case ConnectionError() | IncompleteRead():
            return "the connection closed before the answer was complete"
        case socket.gaierror():
            return "the name does not resolve to an address"
        case ssl.SSLCertVerificationError():
            return f"the certificate is not valid: {failure.verify_message}"
        case OSError() if failure.strerror:
            return failure.strerror.lower()
        case InvalidURL() | ValueError():
            return "the request cannot be sent: check its URL and headers"
    return "the answer is not HTTP"
