# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Which side answered: three ways to tell."""

import re
from dataclasses import dataclass
from email.message import Message
from typing import Protocol

WELL_KNOWN_PATH = "/.well-known/bluegreen"
SIDE_HEADER = "X-Bluegreen-Side"


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP answer that arrived whole.

    `body` holds at most the first 64 KiB of the `size` bytes that arrived; `closes` says that the
    server announced the end of the connection with this answer.
    """

    status: int
    headers: Message
    body: bytes = b""
    size: int = 0
    closes: bool = False


class Identity(Protocol):
    """A way to tell from an answer which side gave it."""

    def side_of(self, answer: Answer) -> str | None:
        """Name the side, or None when the answer does not tell."""


@dataclass(frozen=True, slots=True)
class ByRedirect:
    """The load balancer's own word: a redirect to `http://bluegreen.invalid/<application>/<side>`.

    It needs no help from the servers behind the load balancer. With `application` given, the answer
    of another application's load balancer does not count.
    """

    application: str | None = None

    def side_of(self, answer: Answer) -> str | None:
        """Name the side from the Location header of a 302."""
        location = answer.headers.get("Location", "")
        match = re.fullmatch(r"http://bluegreen\.invalid/([^/]+)/([^/]+)", location)
        if answer.status != 302 or match is None:
            return None
        application, side = match.groups()
        return side if self.application in (None, application) else None


@dataclass(frozen=True, slots=True)
class ByHeader:
    """A header of the answer whose value is the side."""

    name: str = SIDE_HEADER

    def side_of(self, answer: Answer) -> str | None:
        """Name the side from the header's value."""
        return answer.headers.get(self.name, "").strip() or None


@dataclass(frozen=True, slots=True)
class ByBody:
    """A pattern with a group named `side`, searched in the first 64 KiB of the body.

    Raises ValueError for a pattern without that group.
    """

    pattern: re.Pattern[str]

    def __post_init__(self) -> None:
        if "side" not in self.pattern.groupindex:
            raise ValueError("the pattern has no group named side, as in (?P<side>blue|green)")

    def side_of(self, answer: Answer) -> str | None:
        """Name the side from the pattern's group."""
        match = self.pattern.search(answer.body.decode("utf-8", errors="replace"))
        return match["side"] if match else None
