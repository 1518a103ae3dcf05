# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""One HTTP request and its answer over one connection."""

import socket
from http.client import HTTPException
from typing import cast

from bluegreen.probe.connection import Connection, Incoming
from bluegreen.probe.final_response import FinalResponse
from bluegreen.probe.identity import HttpAnswer
from bluegreen.probe.outcome import (
    ClosedBeforeAnswerError,
    MalformedAnswerError,
    StaleConnectionError,
)
from bluegreen.probe.target import Target

BODY_KEPT = 64 * 1024


def ask(connection: Connection, target: Target, *, last: bool) -> HttpAnswer:
    """Send the target's request and read the whole answer.

    `last` asks the server to close the connection after it. Raises OSError,
    ClosedBeforeAnswerError, StaleConnectionError or MalformedAnswerError.
    """
    headers = target.head({"Accept": "*/*", "Connection": "close" if last else "keep-alive"})
    try:
        for piece in target.request.raw(target.path, headers):
            connection.send(piece)
        return _answer(connection, target.request.method)
    except (ConnectionError, ClosedBeforeAnswerError) as error:
        if connection.reused and not connection.received:
            raise StaleConnectionError(str(error)) from error
        raise


def _answer(connection: Connection, method: str) -> HttpAnswer:
    response = FinalResponse(cast(socket.socket, Incoming(connection)), method=method)
    try:
        return _whole_answer(response, connection)
    except HTTPException as error:
        if connection.ended:
            raise ClosedBeforeAnswerError(str(error)) from error
        raise MalformedAnswerError(str(error)) from error
    finally:
        response.close()


def _whole_answer(response: FinalResponse, connection: Connection) -> HttpAnswer:
    response.begin()
    framed = bool(response.chunked) or response.length is not None
    # http.client takes headers cut off by a close, and a body shorter than announced, as whole.
    if connection.ended:
        raise ClosedBeforeAnswerError("within the headers")
    kept = response.read(BODY_KEPT)
    size = len(kept)
    while piece := response.read(BODY_KEPT):
        size += len(piece)
    if response.length or (framed and connection.ended):
        raise ClosedBeforeAnswerError("within the body")
    return HttpAnswer(response.status, response.headers, kept, size, bool(response.will_close))
