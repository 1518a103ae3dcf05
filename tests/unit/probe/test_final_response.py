# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Interim answers (RFC 9110, 15.2) are skipped for every caller: the final one counts."""

from datetime import timedelta

import pytest

from bluegreen.model.verdict import CheckOutcome
from bluegreen.probe import Kind, Limits, RequestOutcome, Target
from bluegreen.probe.final_response import MOST_INTERIM_ANSWERS
from bluegreen.probe.http_client import HttpClient
from bluegreen.probe.http_request import Ask, NoAnswer, ask
from bluegreen.probe.warm_up import warm_up
from bluegreen.probe.websocket_client import WebSocketClient

ENOUGH = timedelta(seconds=30)
INTERIM = (
    b"HTTP/1.1 100 Continue\r\n\r\n"
    b"HTTP/1.1 102 Processing\r\n\r\n"
    b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\nContent-Length: 7\r\n\r\n"
)


def hint_first(visit):
    """Send interim answers before every answer."""
    while visit.asked():
        visit.send(INTERIM)
        visit.answer()


@pytest.mark.parametrize("kind", [Kind.FRESH, Kind.KEPT_ALIVE])
def test_the_prober_counts_the_final_answer(serve, kind):
    """Status and side are those of the final answer, and the connection serves the next request."""
    with HttpClient(Target.of(serve(hint_first)), kind, Limits(ENOUGH)) as client:
        records = [client.request() for _ in range(3)]
    seen = {(record.outcome, record.status, record.side) for record in records}
    assert seen == {(RequestOutcome.OK, 200, "blue")}
    assert [record.connected for record in records] == [True, *[kind is Kind.FRESH] * 2]


@pytest.mark.parametrize("direct", [True, False])
def test_a_check_sees_the_final_answer(serve, direct):
    """Whether it goes past the proxies of the environment or not."""
    answer = ask(Ask(serve(hint_first), direct=direct), ENOUGH)
    assert (answer.status, answer.body) == (200, b"hello")
    assert answer.headers["X-Bluegreen-Side"] == "blue"
    assert "Link" not in answer.headers


def test_the_warm_up_sees_the_final_answer(serve):
    """Early hints are no bad answer of a new server."""
    result = warm_up(serve(hint_first), 2, None)
    assert (result.outcome, result.measured["requests"]) == (CheckOutcome.PASSED, 20)


def test_a_websocket_opens_after_interim_answers(serve):
    """101 is the final answer of the handshake; what stands before it is skipped."""

    def script(visit):
        visit.send(INTERIM)
        if visit.open_websocket():
            visit.answer_pings()

    with WebSocketClient(Target.of(serve(script)), Limits(ENOUGH)) as client:
        records = [client.request() for _ in range(2)]
    assert {(record.outcome, record.status) for record in records} == {(RequestOutcome.OK, 101)}


def test_an_end_after_an_interim_answer_is_an_end_before_the_answer(serve):
    """An interim answer promises nothing: the application has not answered."""

    def script(visit):
        if visit.asked():
            visit.send(INTERIM)

    url = serve(script)
    with HttpClient(Target.of(url), Kind.FRESH, Limits(ENOUGH)) as client:
        assert client.request().outcome is RequestOutcome.CLOSED
    with WebSocketClient(Target.of(url), Limits(ENOUGH)) as client:
        assert client.request().outcome is RequestOutcome.CLOSED
    with pytest.raises(NoAnswer, match="closed before the answer was complete"):
        ask(Ask(url, direct=True), ENOUGH)


def test_interim_answers_without_an_end_are_no_answer(serve):
    """A server cannot hold the machinery of a check with them."""

    def script(visit):
        if visit.asked():
            visit.send(b"HTTP/1.1 103 Early Hints\r\n\r\n" * (MOST_INTERIM_ANSWERS + 1))
            visit.wait_until_client_left()

    url = serve(script)
    with HttpClient(Target.of(url), Kind.FRESH, Limits(ENOUGH)) as client:
        assert client.request().outcome is RequestOutcome.MALFORMED
    with WebSocketClient(Target.of(url), Limits(ENOUGH)) as client:
        assert client.request().outcome is RequestOutcome.MALFORMED
    with pytest.raises(NoAnswer, match="not HTTP"):
        ask(Ask(url, direct=True), ENOUGH)


def test_a_switch_of_protocol_that_nobody_asked_for_is_a_bad_answer(serve):
    """After 101 no HTTP follows: nothing is waited for."""

    def script(visit):
        if visit.asked():
            visit.send(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n")
            visit.wait_until_client_left()

    with HttpClient(Target.of(serve(script)), Kind.FRESH, Limits(ENOUGH)) as client:
        record = client.request()
    assert (record.outcome, record.status) == (RequestOutcome.WRONG_STATUS, 101)
