# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""A WebSocket is lost when it ends without the client's own close, however it ends."""

import base64
import re
import struct
import threading
from datetime import timedelta

import pytest

from bluegreen.model.data_plane import RequestSpec
from bluegreen.probe import Kind, Limits, RequestOutcome, Target
from bluegreen.probe.websocket_client import WebSocketClient

ENOUGH = Limits(timedelta(seconds=30))
TEXT, CLOSE, PING, PONG = 0x1, 0x8, 0x9, 0xA  # RFC 6455 section 5.2


def client_of(url, limits=ENOUGH):
    """Make a client of this server."""
    return WebSocketClient(Target.of(url), limits)


def answer_pings(visit):
    """Open a WebSocket and answer its pings."""
    if visit.open_websocket():
        visit.answer_pings()


def test_pings_are_answered_on_one_websocket_by_the_side_of_its_handshake(serve):
    """Only the first request connects; a WebSocket stays where it was opened."""
    with client_of(serve(answer_pings)) as client:
        records = [client.request() for _ in range(3)]
    assert [record.outcome for record in records] == [RequestOutcome.OK] * 3
    assert [record.connected for record in records] == [True, False, False]
    assert {(record.kind, record.status, record.side) for record in records} == {
        (Kind.WEBSOCKET, 101, "blue")
    }


def test_the_handshake_asks_as_the_standard_says(serve):
    """RFC 6455 4.1: upgrade, version 13, and a key of 16 random bytes."""
    requests = []

    def script(visit):
        visit.open_websocket()
        requests.append(visit.request)
        visit.answer_pings()

    with client_of(serve(script)) as client:
        assert not client.request().failed
    head = requests[0]
    assert head.startswith(b"GET /page HTTP/1.1\r\nHost: 127.0.0.1:")
    for header in (b"Upgrade: websocket", b"Connection: Upgrade", b"Sec-WebSocket-Version: 13"):
        assert header in head.split(b"\r\n")
    (key,) = re.findall(rb"Sec-WebSocket-Key: (\S+)\r\n", head)
    assert len(base64.b64decode(key, validate=True)) == 16


def test_what_else_the_server_sends_is_skipped_and_its_pings_are_answered(serve):
    """Messages of any length, in parts too, and a pong to an older ping, fail nothing."""
    client_frames = []

    def script(visit):
        visit.open_websocket()
        _, payload = visit.next_frame()
        visit.send_frame(TEXT, b"news " * 20000)
        visit.send_frame(TEXT, b"x" * 300, final=False)
        visit.send_frame(PONG, b"to none")
        visit.send_frame(PING, b"are you there")
        client_frames.append(visit.next_frame())
        visit.send_frame(PONG, payload)
        visit.wait_until_client_left()

    with client_of(serve(script)) as client:
        assert client.request().outcome is RequestOutcome.OK
    assert client_frames == [(PONG, b"are you there")]


def breaks_at_the_second_ping(break_off):
    """Make a script that answers one ping and breaks off at the second, on each connection."""

    def script(visit):
        visit.open_websocket()
        _, payload = visit.next_frame()
        visit.send_frame(PONG, payload)
        visit.next_frame()
        break_off(visit)

    return script


@pytest.mark.parametrize(
    ("break_off", "outcome"),
    [
        (lambda visit: visit.close(), RequestOutcome.CLOSED),
        (lambda visit: visit.reset(), RequestOutcome.RESET),
        (lambda visit: visit.send_frame(CLOSE, struct.pack("!H", 1001)), RequestOutcome.CLOSED),
        (lambda visit: visit.send(b"\x8a\x08half"), RequestOutcome.CLOSED),
    ],
    ids=["close", "reset", "close frame", "half a frame"],
)
def test_a_websocket_that_the_server_ends_fails_one_request(serve, break_off, outcome):
    """One loss for one WebSocket: the next request opens another."""
    with client_of(serve(breaks_at_the_second_ping(break_off))) as client:
        before, lost, after = (client.request() for _ in range(3))
    assert (before.outcome, after.outcome) == (RequestOutcome.OK, RequestOutcome.OK)
    assert (lost.outcome, lost.side, lost.connected) == (outcome, None, False)
    assert after.connected


def test_a_websocket_that_ended_between_two_pings_is_lost_too(serve):
    """What an idle HTTP connection may do a WebSocket may not: it held the client's session."""
    ended = threading.Event()

    def script(visit):
        visit.open_websocket()
        _, payload = visit.next_frame()
        visit.send_frame(PONG, payload)
        visit.end_and_see_it_arrive()
        ended.set()
        visit.wait_until_client_left()

    with client_of(serve(script)) as client:
        assert not client.request().failed
        ended.wait()
        lost = client.request()
    assert lost.failed
    assert not lost.found_closed


def test_the_clients_own_end_is_announced_with_a_close_frame(serve):
    """RFC 6455 7.1.2, status 1000: the server can tell it from a cut connection."""
    last, seen = [], threading.Event()

    def script(visit):
        visit.open_websocket()
        _, payload = visit.next_frame()
        visit.send_frame(PONG, payload)
        last.append(visit.next_frame())
        seen.set()

    with client_of(serve(script)) as client:
        client.request()
    assert seen.wait(timeout=60)
    assert last == [(CLOSE, struct.pack("!H", 1000))]


def test_a_handshake_that_is_declined_is_a_wrong_status(serve):
    """An ordinary answer opens no WebSocket, and still names its side."""

    def script(visit):
        visit.asked()
        visit.answer(503, side="green")

    with client_of(serve(script)) as client:
        record = client.request()
    assert (record.outcome, record.status, record.side) == (
        RequestOutcome.WRONG_STATUS,
        503,
        "green",
    )


@pytest.mark.parametrize(
    ("raw", "outcome"),
    [
        (b"", RequestOutcome.CLOSED),
        (b"HTTP/1.1 101 Switching", RequestOutcome.CLOSED),
        (b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: web", RequestOutcome.CLOSED),
        (b"SSH-2.0-OpenSSH_9.2\r\n", RequestOutcome.MALFORMED),
        (b"HTTP/1.1 99999 Many\r\n\r\n", RequestOutcome.MALFORMED),
        (
            b"HTTP/1.1 101 Switching Protocols\r\nSec-WebSocket-Accept: c29tZXRoaW5n\r\n\r\n",
            RequestOutcome.MALFORMED,
        ),
    ],
    ids=["nothing", "half a line", "half the headers", "not http", "no status", "wrong accept"],
)
def test_a_handshake_that_breaks_off_or_is_wrong_opens_nothing(serve, raw, outcome):
    """RFC 6455 4.1: the client must fail the connection when Sec-WebSocket-Accept is not its."""

    def script(visit):
        visit.asked()
        visit.send(raw)

    with client_of(serve(script)) as client:
        assert client.request().outcome is outcome


@pytest.mark.parametrize(
    "frame",
    [b"\x8a\x80abcd", b"\x82\x7f" + struct.pack("!Q", 2**40)],
    ids=["masked", "too large"],
)
def test_a_frame_that_no_server_may_send_is_malformed(serve, frame):
    """RFC 6455 5.1 forbids a server to mask; a terabyte is refused before it is read."""

    def script(visit):
        visit.open_websocket()
        visit.next_frame()
        visit.send(frame)
        visit.wait_until_client_left()

    with client_of(serve(script)) as client:
        assert client.request().outcome is RequestOutcome.MALFORMED


def test_a_ping_without_a_pong_times_out(serve):
    """A connection whose path is gone looks like this: open, and silent."""

    def script(visit):
        visit.open_websocket()
        visit.wait_until_client_left()

    limits = Limits(timedelta(milliseconds=200))
    with client_of(serve(script), limits) as client:
        assert client.request().outcome is RequestOutcome.TIMED_OUT


def test_a_websocket_is_opened_as_the_application_wants(serve):
    """Subprotocol, Origin and Host, each once, as a browser sends them."""
    requests = []

    def script(visit):
        visit.open_websocket(extra="Sec-WebSocket-Protocol: ocpp1.6\r\n")
        requests.append(visit.request)
        visit.answer_pings()

    target = Target.of(serve(script)).asked(RequestSpec(path="/ocpp", host="ocpp.example"))
    offered = {"Sec-WebSocket-Protocol": "ocpp2.0.1, ocpp1.6", "Origin": "https://ocpp.example"}
    with WebSocketClient(target.with_headers(offered), ENOUGH) as client:
        assert not client.request().failed
    lines = requests[0].decode().split("\r\n")
    assert lines[0] == "GET /ocpp HTTP/1.1"
    assert lines.count("Host: ocpp.example") == 1
    assert lines.count("Sec-WebSocket-Protocol: ocpp2.0.1, ocpp1.6") == 1
    assert lines.count("Origin: https://ocpp.example") == 1


@pytest.mark.parametrize(
    ("chosen", "outcome"),
    [("ocpp1.6", RequestOutcome.OK), (None, RequestOutcome.OK), ("x", RequestOutcome.MALFORMED)],
)
def test_a_server_may_choose_an_offered_subprotocol_or_none(serve, chosen, outcome):
    """RFC 6455 4.1: a client fails a connection whose subprotocol it has not offered."""

    def script(visit):
        extra = f"Sec-WebSocket-Protocol: {chosen}\r\n" if chosen else ""
        if visit.open_websocket(extra=extra):
            visit.answer_pings()

    offered = {"Sec-WebSocket-Protocol": "ocpp1.6, ocpp2.0.1"}
    with WebSocketClient(Target.of(serve(script)).with_headers(offered), ENOUGH) as client:
        assert client.request().outcome is outcome
