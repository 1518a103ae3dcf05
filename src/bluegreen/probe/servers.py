# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Whether servers answer, where nobody else says how they are."""

from __future__ import annotations

from datetime import timedelta

from bluegreen.model.data_plane import Proof
from bluegreen.probe.http_request import Ask, NoAnswer, NotAsked, ask

IN_A_ROW = 5
REQUEST_LIMIT = timedelta(seconds=5)
SERVER_ERROR = 500
"""A load balancer without a working server answers 502, 503 or 504 (RFC 9110, 15.6)."""


def servers_answer(url: str) -> Proof:
    """Ask on new connections; any status below 500 is a server's, whatever it says of the path."""
    statuses = set()
    for _ in range(IN_A_ROW):
        try:
            answer = ask(Ask(url, direct=True), REQUEST_LIMIT)
        except NoAnswer as none:
            seen, own = f"{url} was not answered: {none}", isinstance(none, NotAsked)
            return Proof(proved=False, seen=seen, is_unknown=own)
        if answer.status >= SERVER_ERROR:
            return Proof(proved=False, seen=f"{url} was answered with status {answer.status}")
        statuses.add(str(answer.status))
    seen = f"{url} is answered by its servers (status {', '.join(sorted(statuses))})"
    return Proof(proved=True, seen=seen)
