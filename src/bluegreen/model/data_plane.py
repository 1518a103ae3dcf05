# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What connections through the addresses show: how much is asked for, and what was seen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Literal

WELL_KNOWN_PATH = "/.well-known/bluegreen"
"""The path at which the load balancer of a side itself says which side it is."""


SIDE_HEADER = "X-Bluegreen-Side"
"""The header in which an application says which side answers."""


GOOD_ANSWERS = "200-399"
"""The status codes of a good answer, by default."""


@dataclass(frozen=True)
class RequestSpec:
    """How an application is asked over HTTP; `host` None leaves the address in the header Host.

    Headers and body may hold secrets, and are not shown.
    """

    path: str = "/"
    method: str = "GET"
    host: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: str | None = field(default=None, repr=False)
    expect: str = GOOD_ANSWERS

    @property
    def unsendable(self) -> str | None:
        """The name of a header with characters that no header may have; None without one."""
        values = {**self.headers, "Host": self.host or ""}
        return next((n for n, v in values.items() if not (v.isascii() and v.isprintable())), None)


def is_among(status: int, codes: str) -> bool:
    """Tell whether a status is one of these codes: 200, 200,204 or 200-299."""
    first, dash, last = codes.partition("-")
    return int(first) <= status <= int(last) if dash else str(status) in codes.split(",")


@dataclass(frozen=True)
class ProofSpec:
    """How much proof is asked for, within a limit: fresh connections in a row, or statistics.

    By probe, what tells the sides apart is the first of these that is there: `certificate` (by
    side, a name in the TLS certificate), `banner` (by side, a text in the first line that a server
    sends); the load balancer itself at `WELL_KNOWN_PATH`; at any other path the application, in
    the header of that name.
    `request` says how the application is asked at that path; None is a plain GET.
    By statistics, the load balancers' own counts of connections are read, and nothing is sent.
    `allow_unknown` says that a person has decided about servers of which nobody knows how they are.
    """

    in_a_row: int = 5
    limit: timedelta = timedelta(seconds=30)
    path: str = WELL_KNOWN_PATH
    by: Literal["probe", "statistics"] = "probe"
    header: str = SIDE_HEADER
    certificate: Mapping[str, str] | None = None
    banner: Mapping[str, str] | None = None
    request: RequestSpec | None = None
    allow_unknown: bool = False

    @property
    def probes(self) -> bool:
        """Whether this machine connects to the addresses."""
        return self.by == "probe"

    @property
    def of_balancer(self) -> bool:
        """Whether the load balancer itself is asked."""
        return self.speaks_http and self.path == WELL_KNOWN_PATH

    @property
    def asks_servers(self) -> bool:
        """Whether what answers is a server: the application, and not the load balancer itself."""
        return self.probes and not self.of_balancer

    @property
    def speaks_http(self) -> bool:
        """Whether requests are sent, and not connections opened only."""
        return not (self.certificate or self.banner)


@dataclass(frozen=True)
class Proof:
    """Whether a side answered so many fresh connections in a row, and what was seen, in words.

    `is_unknown` says that this machine could send none, so that nothing is known.
    """

    proved: bool
    seen: str
    is_unknown: bool = False


@dataclass(frozen=True)
class Cutover:
    """What a steady stream of fresh connections met while an address moved.

    `seconds` runs from the moment the move was asked for to the first answer by the new side, and
    is known to within `resolution` seconds; None when the new side never answered. `old_after_new`
    counts requests that started after that answer and still reached the old side.
    """

    seconds: float | None
    resolution: float
    requests: int
    failed: int
    old_after_new: int


@dataclass(frozen=True)
class LongLivedOutcome:
    """What happened to connections that were held while the address moved.

    `stayed` went on being answered by the old side over the same connection; `hung` got no answer
    within their time limit; `ended` were closed or reset. `slowest` is the longest wait for an
    answer, in seconds; `failed` counts the requests that got none.
    """

    opened: int
    stayed: int
    hung: int
    ended: int
    failed: int
    slowest: float
