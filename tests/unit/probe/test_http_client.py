# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""One request: what the server does decides the outcome, each kind apart."""

import threading
import time
from datetime import timedelta

import pytest

from bluegreen.probe import Kind, Limits, Post, Record, RequestOutcome, Target
from bluegreen.probe.ask_once import ask_once
from bluegreen.probe.http_client import HttpClient

ENOUGH = Limits(timedelta(seconds=30))
HEAD = b"HTTP/1.1 200 OK\r\n"


def outcome_at(url, limits=ENOUGH) -> Record:
    """Send one request over a connection of its own."""
    return ask_once(Target.of(url), limits)


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
    assert (record.outcome, record.status, record.side) == (RequestOutcome.OK, 200, "blue")
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
    assert outcome_at(serve(sends_and_holds(raw))).outcome is RequestOutcome.OK


def test_a_body_without_a_length_ends_with_the_connection(serve):
    """RFC 9112 6.3: an answer without length or chunks runs until the close."""
    assert outcome_at(serve(sends(HEAD + b"\r\nhello"))).outcome is RequestOutcome.OK


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
    assert outcome_at(serve(sends(raw))).outcome is RequestOutcome.CLOSED


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
    """What arrives and breaks HTTP differs from what does not arrive."""
    assert outcome_at(serve(sends_and_holds(raw))).outcome is RequestOutcome.MALFORMED


def test_a_port_that_nobody_listens_on_is_refused(refusing_url):
    """A refusal names no status and no side."""
    record = outcome_at(refusing_url)
    assert (record.outcome, record.status, record.side) == (RequestOutcome.REFUSED, None, None)


def test_a_reset_after_the_request_is_reset(serve):
    """A reset differs from an orderly close."""

    def script(visit):
        visit.asked()
        visit.reset()

    assert outcome_at(serve(script)).outcome is RequestOutcome.RESET


def test_to_an_address_without_a_route_nothing_is_sent():
    """Linux answers a TCP connection to a broadcast address with ENETUNREACH: this machine's own
    routing table, and not the network.
    """
    record = outcome_at("http://255.255.255.255/page")

    assert record.outcome is RequestOutcome.NOT_SENT
    assert record.is_own


def test_a_time_limit_that_passes_on_a_machine_that_is_late_says_nothing(serve):
    """A fresh request was planned for long before: the machine had no processor for it."""
    target = Target.of(serve(sends_and_holds(b"")))
    limits = Limits(timedelta(milliseconds=100))
    late = time.monotonic() - 5
    with HttpClient(target, Kind.FRESH, limits) as client:
        assert client.request(late).outcome is RequestOutcome.HELD_UP
        assert client.request().outcome is RequestOutcome.TIMED_OUT
    with HttpClient(target, Kind.KEPT_ALIVE, limits) as client:
        assert client.request(late).outcome is RequestOutcome.TIMED_OUT


def test_a_server_that_says_nothing_times_out(serve):
    """The connection is there and the answer is not."""
    url = serve(sends_and_holds(b""))
    assert outcome_at(url, Limits(timedelta(milliseconds=50))).outcome is RequestOutcome.TIMED_OUT


def test_a_server_that_drips_does_not_outlast_the_deadline(serve):
    """The timeout limits the whole request, not each read of it."""
    client_left = threading.Event()

    def script(visit):
        visit.asked()
        visit.send(HEAD + b"Content-Length: 1000000000\r\n\r\n")
        while not client_left.wait(0.01):
            visit.send(b"x")

    record = outcome_at(serve(script), Limits(timedelta(milliseconds=100)))
    client_left.set()
    assert record.outcome is RequestOutcome.TIMED_OUT


def test_an_unexpected_status_is_wrong_and_still_names_the_side(serve):
    """A 503 tells which side gave it, and counts as failed."""
    record = outcome_at(serve(lambda visit: visit.asked() and visit.answer(503, "green")))
    assert (record.outcome, record.status, record.side) == (
        RequestOutcome.WRONG_STATUS,
        503,
        "green",
    )
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


@pytest.mark.parametrize(
    ("chunked", "framing", "sent"),
    [
        (False, b"Content-Length: 20000", b"x" * 20000),
        (
            True,
            b"Transfer-Encoding: chunked",
            b"4000\r\n" + b"x" * 16384 + b"\r\ne20\r\n" + b"x" * 3616 + b"\r\n0\r\n\r\n",
        ),
    ],
    ids=["length", "chunked"],
)
def test_a_post_sends_its_body_whole_or_in_chunks(serve, chunked, framing, sent):
    """RFC 9112 6.1 and 6.2: the server knows where the body ends in both ways."""
    requests = []

    def script(visit):
        visit.asked_until(lambda request: request.endswith(sent))
        requests.append(visit.request)
        visit.answer()

    post = Post(20000, chunked=chunked)
    record = ask_once(Target.of(serve(script), request=post), ENOUGH)
    head, _, body = requests[0].partition(b"\r\n\r\n")
    assert record.outcome is RequestOutcome.OK
    assert head.startswith(b"POST /page HTTP/1.1\r\n")
    assert framing in head.split(b"\r\n")
    assert body == sent


def test_the_bytes_of_a_large_answer_are_counted(serve):
    """All of the body is read, though only its beginning is kept."""
    raw = HEAD + b"Content-Length: 1000000\r\n\r\n" + b"x" * 1000000
    assert outcome_at(serve(sends_and_holds(raw))).received == 1000000


@pytest.mark.parametrize(
    "raw", [b"", HEAD + b"Content-Length: 10\r\n\r\nhello"], ids=["no answer", "half a body"]
)
def test_an_answer_that_stops_moving_has_stalled(serve, raw):
    """The progress limit ends a request long before the limit of the whole."""
    limits = Limits(timedelta(hours=1), progress=timedelta(milliseconds=50))
    assert outcome_at(serve(sends_and_holds(raw)), limits).outcome is RequestOutcome.STALLED


def test_a_server_that_does_not_take_a_body_has_stalled(serve):
    """Sending is progress too: 64 MiB do not fit into the buffers between."""
    client_left = threading.Event()
    url = serve(lambda visit: client_left.wait())
    limits = Limits(timedelta(hours=1), progress=timedelta(milliseconds=50))
    record = ask_once(Target.of(url, request=Post(64 * 1024 * 1024)), limits)
    client_left.set()
    assert record.outcome is RequestOutcome.STALLED
