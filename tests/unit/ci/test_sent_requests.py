# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Which moves of an address count, of those that `--debug` shows."""

from __future__ import annotations

import json
import logging

import pytest
from keystoneauth1.adapter import Adapter
from keystoneauth1.noauth import NoAuth
from keystoneauth1.session import Session
from support.sent_requests import SentMove, moves_that_took_effect, sent_moves
from support.web_server import Say, web_server

PARKED, MOVED = ("preview", None), ("production", "green")


def test_each_move_is_read_with_its_answer_from_what_keystoneauth_logs(caplog):
    """By the request's id, since other threads log in between; a PUT of tags is no move."""
    statuses = iter([200, 412, 200, 200])
    ids = iter("abcd")

    def answer(asked):
        return Say(status=next(statuses), headers={"X-Openstack-Request-Id": f"req-{next(ids)}"})

    with web_server(answer) as server, caplog.at_level(logging.DEBUG, "keystoneauth"):
        session = Session(auth=NoAuth(endpoint=f"{server.url}/v2.0"))
        network = Adapter(session, service_type="network")
        for path, port in [("p", None), ("q", "green"), ("q/tags/mark", None), ("q", "green")]:
            body = {"floatingip": {"port_id": port}}
            network.put(f"/floatingips/{path}", json=body, raise_exc=False)
    shown = "\n".join(record.getMessage() for record in caplog.records)

    assert json.dumps({"floatingip": {"port_id": None}}) in shown
    assert sent_moves(shown) == [
        SentMove("p", None, 200),
        SentMove("q", "green", 412),
        SentMove("q", "green", 200),
    ]


def test_a_move_that_was_refused_by_412_counts_once():
    """The address had changed since it was read, and the same move took effect then."""
    sent = [SentMove(*PARKED, 200), SentMove(*MOVED, 412), SentMove(*MOVED, 200)]

    assert moves_that_took_effect(sent) == [sent[0], sent[2]]


@pytest.mark.parametrize(
    "answers", [(200, 200), (503, 200), (412, 412), (412,), (503,)], ids=lambda a: str(a)
)
def test_no_other_repetition_is_excused_and_none_may_be_given_up(answers):
    """A move that took effect is not sent again, and a refusal is followed by a success."""
    with pytest.raises(AssertionError):
        moves_that_took_effect([SentMove(*MOVED, answer) for answer in answers])
