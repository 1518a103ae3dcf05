# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""One request: what the server does decides the outcome, each kind apart."""

import threading
from datetime import timedelta

import pytest

from bluegreen.probe import Kind, Outcome, Record, Target
from bluegreen.probe.client import Client, ask_once

SECONDS_ENOUGH = timedelta(seconds=30)
HEAD = b"HTTP/1.1 200 OK\r\n"


def outcome_at(url, timeout=SECONDS_ENOUGH) -> Record:
    """Send one request over a connection of its own."""
    return ask_once(Target.of(url), timeout)


def sends(raw: bytes):
    """Make a script that sends these bytes as its answer and closes."""

    def script(visit):
        if visit.asked():
            visit.send(raw)

    return script


def sends_and_holds(raw: bytes):
    """Make a script that sends these bytes and leaves the connection open."""

    def script(visit):
        if visit.asked():
            visit.send(raw)
            visit.wait_until_client_left()

    return script


def test_a_whole_good_answer_is_ok_and_names_its_side(good_url):
    """OK needs the last byte of the answer; the side comes from the header."""
    record = outcome_at(good_url)
    assert (record.outcome, record.status, record.side) == (Outcome.OK, 200, "blue")
    assert record.planned <= record.started <= record.ended


@pytest.mark.parametrize(
    "raw",
    [
        HEAD + b"Content-Length: 0\r\n\r\n",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
        HEAD + b"Content-Length: 200000\r\n\r\n" + b"x" * 200000,
        b"HTTP/1.1 100 Continue\r\n\r\n" + HEAD + b"Content-Length: 0\r\n\r\n",
        b"HTTP/1.1 204 No Content\r\n\r\n",
        b"HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n",
    ],
    ids=["empty", "chunked", "large", "continue", "no content", "redirect"],
)
def test_every_framing_of_a_good_answer_is_ok_without_waiting_for_a_close(serve, raw):
    """The answer ends where HTTP says it does, while the connection is still open."""
    assert outcome_at(serve(sends_and_holds(raw))).outcome is Outcome.OK


def test_a_body_without_a_length_ends_with_the_connection(serve):
    """RFC 9112 6.3: an answer without length or chunks runs until the close."""
    assert outcome_at(serve(sends(HEAD + b"\r\nhello"))).outcome is Outcome.OK


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"HTTP/1.1 2",
        HEAD + b"Content-Le",
        HEAD + b"Content-Length: 10\r\n\r\nhello",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\nhel",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
    ],
    ids=["nothing", "status line", "headers", "body", "chunk", "last chunk missing"],
)
def test_a_close_anywhere_before_the_end_is_closed_before_answer(serve, raw):
    """Half an answer is no answer, wherever it was cut."""
    assert outcome_at(serve(sends(raw))).outcome is Outcome.CLOSED


@pytest.mark.parametrize(
    "raw",
    [
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"HTTP/1.1 abc\r\n\r\n",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\nnot a number\r\n",
    ],
    ids=["other protocol", "status", "chunk size"],
)
def test_bytes_that_are_not_http_are_malformed(serve, raw):
    """What arrives and breaks HTTP is told apart from what does not arrive."""
    assert outcome_at(serve(sends_and_holds(raw))).outcome is Outcome.MALFORMED


def test_a_port_that_nobody_listens_on_is_refused(refusing_url):
    """A refusal names no status and no side."""
    record = outcome_at(refusing_url)
    assert (record.outcome, record.status, record.side) == (Outcome.REFUSED, None, None)


def test_a_reset_after_the_request_is_reset(serve):
    """A reset is told apart from an orderly close."""

    def script(visit):
        visit.asked()
        visit.reset()

    assert outcome_at(serve(script)).outcome is Outcome.RESET


def test_an_address_without_a_route_is_unreachable():
    """Linux answers a TCP connection to a broadcast address with ENETUNREACH, sending nothing."""
    assert outcome_at("http://255.255.255.255/page").outcome is Outcome.UNREACHABLE


def test_a_server_that_says_nothing_times_out(serve):
    """The connection is there and the answer is not."""
    url = serve(sends_and_holds(b""))
    assert outcome_at(url, timedelta(milliseconds=50)).outcome is Outcome.TIMED_OUT


def test_a_server_that_drips_does_not_outlast_the_deadline(serve):
    """The timeout limits the whole request, not each read of it."""
    client_left = threading.Event()

    def script(visit):
        visit.asked()
        visit.send(HEAD + b"Content-Length: 1000000000\r\n\r\n")
        while not client_left.wait(0.01):
            visit.send(b"x")

    record = outcome_at(serve(script), timedelta(milliseconds=100))
    client_left.set()
    assert record.outcome is Outcome.TIMED_OUT


def test_an_unexpected_status_is_wrong_and_still_names_the_side(serve):
    """A 503 tells which side gave it, and counts as failed."""
    record = outcome_at(serve(lambda visit: visit.asked() and visit.answer(503, "green")))
    assert (record.outcome, record.status, record.side) == (Outcome.WRONG_STATUS, 503, "green")
    assert record.failed


def test_a_fresh_request_announces_that_it_is_the_connections_last(serve):
    """The server closes first, so that the prober does not run out of source ports."""
    requests = []

    def script(visit):
        visit.asked()
        requests.append(visit.request)
        visit.answer()

    url = serve(script)
    outcome_at(url)
    assert requests[0].startswith(b"GET /page HTTP/1.1\r\nHost: 127.0.0.1:")
    assert b"Connection: close\r\n" in requests[0]


def test_a_kept_alive_client_asks_again_on_the_same_connection(good_url):
    """Only the first request opens a connection."""
    with Client(Target.of(good_url), Kind.KEPT_ALIVE, SECONDS_ENOUGH) as client:
        records = [client.request() for _ in range(5)]
    assert [record.connected for record in records] == [True, False, False, False, False]
    assert not any(record.failed for record in records)


def test_an_idle_connection_that_the_server_ended_costs_no_request(serve):
    """The client notices before it sends, opens a new connection, and the end is counted apart."""
    ended = threading.Event()

    def script(visit):
        visit.asked()
        visit.answer()
        visit.end_and_see_it_arrive()
        ended.set()

    with Client(Target.of(serve(script)), Kind.KEPT_ALIVE, SECONDS_ENOUGH) as client:
        first = client.request()
        ended.wait()
        second = client.request()
    assert not first.failed
    assert (second.outcome, second.found_closed, second.connected) == (Outcome.OK, True, True)


def test_a_request_on_which_the_server_hangs_up_is_lost(serve):
    """Ended after the request was read: that is a lost request, not an idle end."""

    def script(visit):
        visit.asked()
        visit.answer()
        visit.asked()

    with Client(Target.of(serve(script)), Kind.KEPT_ALIVE, SECONDS_ENOUGH) as client:
        client.request()
        lost, after = client.request(), client.request()
    assert (lost.outcome, lost.found_closed, lost.connected) == (Outcome.CLOSED, False, False)
    assert (after.outcome, after.found_closed, after.connected) == (Outcome.OK, False, True)


def test_an_announced_close_is_no_idle_end(serve):
    """A server that says `Connection: close` with its answer surprises nobody."""

    def script(visit):
        visit.asked()
        visit.answer(extra="Connection: close\r\n")

    with Client(Target.of(serve(script)), Kind.KEPT_ALIVE, SECONDS_ENOUGH) as client:
        client.request()
        second = client.request()
    assert (second.outcome, second.found_closed, second.connected) == (Outcome.OK, False, True)
