# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""A client that says nothing: it opens a connection and reads what the server says of itself."""

import ssl
from email.message import Message

from bluegreen.probe.client import Client, Course
from bluegreen.probe.connection import Connection
from bluegreen.probe.identity import ByCertificate, HttpAnswer
from bluegreen.probe.limits import Deadline
from bluegreen.probe.outcome import ClosedBeforeAnswerError, MalformedAnswerError

LONGEST_LINE = 1024


class GreetingClient(Client):
    """A client whose every request is a connection of its own, of which only the beginning is read.

    That is the server's first line, or the certificate of its TLS handshake. No server name is
    sent in the handshake, and the certificate is not verified: it only has to tell the side.
    """

    def hang_up(self) -> None:
        """Do nothing: no connection is kept."""

    def _answer(self, deadline: Deadline, course: Course) -> HttpAnswer:
        course.connected = True
        connection = Connection(self._target, deadline)
        try:
            greeting = (
                connection.certificate(_untrusting())
                if isinstance(self._target.identity, ByCertificate)
                else _first_line(connection)
            )
        except ssl.SSLError as error:
            raise MalformedAnswerError(str(error)) from error
        finally:
            connection.close()
        return HttpAnswer(0, Message(), greeting, len(greeting), closes=True)

    def _accepts(self, status: int) -> bool:  # noqa: ARG002
        return True  # a greeting has no status


def _first_line(connection: Connection) -> bytes:
    """Read until the end of a line, the longest line, or the end of the connection."""
    line, piece = b"", bytearray(LONGEST_LINE)
    while b"\n" not in line and len(line) < LONGEST_LINE:
        size = connection.receive_into(piece)
        if size == 0:
            break
        line += bytes(piece[:size])
    if not line:
        raise ClosedBeforeAnswerError("no banner arrived")
    return line.partition(b"\n")[0]


def _untrusting() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context
