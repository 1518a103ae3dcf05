# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Requests on a connection that is kept alive: reused, found closed, and sent once more."""

import threading
from datetime import timedelta

import pytest

from bluegreen.probe import Kind, Limits, Post, Record, RequestOutcome, Target
from bluegreen.probe.http_client import HttpClient
from bluegreen.probe.request import GET

ENOUGH = Limits(timedelta(seconds=30))


def test_a_kept_alive_client_asks_again_on_the_same_connection(good_url):
    """Only the first request opens a connection."""
    with HttpClient(Target.of(good_url), Kind.KEPT_ALIVE, ENOUGH) as client:
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

    with HttpClient(Target.of(serve(script)), Kind.KEPT_ALIVE, ENOUGH) as client:
        first = client.request()
        ended.wait()
        second = client.request()
    assert not first.failed
    assert (second.outcome, second.found_closed, second.connected) == (
        RequestOutcome.OK,
        True,
        True,
    )


def test_an_announced_close_is_no_idle_end(serve):
    """A server that says `Connection: close` with its answer surprises nobody."""

    def script(visit):
        visit.asked()
        visit.answer(extra="Connection: close\r\n")

    with HttpClient(Target.of(serve(script)), Kind.KEPT_ALIVE, ENOUGH) as client:
        client.request()
        second = client.request()
    assert (second.outcome, second.found_closed, second.connected) == (
        RequestOutcome.OK,
        False,
        True,
    )


def end(visit):
    """End the connection in order."""
    visit.close()


def reset(visit):
    """Reset the connection."""
    visit.reset()


def breaks_every_reused_connection(how):
    """Make a script that answers once on each connection, and breaks it at the next request."""

    def script(visit):
        visit.asked()
        visit.answer()
        visit.asked()
        how(visit)

    return script


def second_record(url, request=GET) -> Record:
    """Send two requests with a client that keeps its connection, and give the second's record."""
    with HttpClient(Target.of(url, request=request), Kind.KEPT_ALIVE, ENOUGH) as client:
        assert not client.request().failed
        return client.request()


@pytest.mark.parametrize("how", [end, reset])
def test_a_get_that_meets_a_stale_connection_is_sent_once_more(serve, how):
    """RFC 9112 9.3.1: what is idempotent goes out again on a new connection, as in browsers."""
    record = second_record(serve(breaks_every_reused_connection(how)))
    assert (record.outcome, record.retried, record.connected) == (RequestOutcome.OK, True, True)
    assert not record.found_closed


@pytest.mark.parametrize("how", [end, reset])
def test_a_post_that_meets_a_stale_connection_is_lost(serve, how):
    """It may have had its effect, so no client sends it again on its own (RFC 9110 9.2.2)."""

    def script(visit):
        visit.asked_until(lambda request: request.endswith(b"x" * 10))
        visit.answer()
        visit.asked_until(lambda request: request.endswith(b"x" * 10))
        how(visit)

    record = second_record(serve(script), Post(10))
    assert (record.outcome, record.retried, record.connected) == (
        RequestOutcome.STALE,
        False,
        False,
    )
    assert record.failed


def test_a_retried_request_fails_only_when_the_second_sending_fails_too(serve):
    """It is never sent a third time, and its outcome is that of the second sending."""
    visits = []

    def script(visit):
        visits.append(visit)
        visit.asked()
        if visit.number == 0:
            visit.answer()
            visit.asked()

    record = second_record(serve(script))
    assert (record.outcome, record.retried) == (RequestOutcome.CLOSED, True)
    assert len(visits) == 2


def test_a_request_whose_answer_had_begun_is_not_sent_again(serve):
    """One byte of the answer shows that the server was at work: that is no stale connection."""

    def script(visit):
        visit.asked()
        visit.answer()
        visit.asked()
        visit.send(b"H")

    record = second_record(serve(script))
    assert (record.outcome, record.retried) == (RequestOutcome.CLOSED, False)
