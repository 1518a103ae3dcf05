# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What a command sent, as `--debug` shows it: every move of an address, with its answer."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from itertools import groupby

REQUEST = re.compile(r"-X PUT \S*/floatingips/([^/\s\"]+)\"? .*? -d '(\{.*?\})'")
IDENTIFIED = re.compile(r"PUT call to .*/floatingips/([^/\s]+) used request id (\S+)")
ANSWER = re.compile(r"\[(\d+)\] .* X-Openstack-Request-Id: (\S+)", re.IGNORECASE)


@dataclass(frozen=True)
class SentMove:
    """One PUT that points an address at a port, or at nothing, and the status of its answer."""

    address: str
    port: str | None
    answer: int


def sent_moves(shown: str) -> list[SentMove]:
    """Return every move that was sent, in order. Raises AssertionError where one has no answer."""
    statuses = {request: int(status) for status, request in ANSWER.findall(shown)}
    answers = [(address, statuses[request]) for address, request in IDENTIFIED.findall(shown)]
    sent = [(address, json.loads(body)) for address, body in REQUEST.findall(shown)]
    assert [address for address, _ in sent] == [address for address, _ in answers], shown
    return [
        SentMove(address, body["floatingip"]["port_id"], status)
        for (address, body), (_, status) in zip(sent, answers, strict=True)
    ]


def moves_that_took_effect(sent: list[SentMove]) -> list[SentMove]:
    """Return the moves without those that were refused by 412, each of which is followed by the
    same move. Raises AssertionError where a move is repeated, or given up, for any other reason.
    """
    took = []
    for _, group in groupby(sent, lambda move: (move.address, move.port)):
        *refused, last = group
        assert [move.answer for move in refused] == [412] * len(refused), sent
        assert last.answer == 200, sent
        took.append(last)
    return took
