# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The final answer to an HTTP request; the interim ones before it are skipped."""

from http.client import HTTPException, HTTPResponse

SWITCHING_PROTOCOLS = 101
MOST_INTERIM_ANSWERS = 100
"""Interim answers to one request; a server that sends more is not understood."""


def is_interim(status: int) -> bool:
    """Tell whether another answer follows one with this status (RFC 9110, 15.2).

    101 is the last one in HTTP: what follows it is of another protocol.
    """
    return 100 <= status < 200 and status != SWITCHING_PROTOCOLS


class TooManyInterimAnswers(HTTPException):
    """A server sends interim answers without an end."""

    def __init__(self) -> None:
        super().__init__(f"more than {MOST_INTERIM_ANSWERS} interim answers")


class FinalResponse(HTTPResponse):
    """An answer that is read from its first line on; http.client itself skips only 100."""

    def begin(self) -> None:
        """Read the status and the headers of the final answer. Raises HTTPException."""
        for _ in range(MOST_INTERIM_ANSWERS + 1):
            super().begin()
            if not is_interim(self.status):
                return
            self.headers = self.msg = None  # type: ignore[assignment] # nothing is read with them
        raise TooManyInterimAnswers
