# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The prober keeps to its plan whatever the server does, and loses no request from its count."""

import math
import threading
import time
from datetime import timedelta

import pytest

from bluegreen.probe import Kind, Prober, RequestOutcome, Target


def wait_for(condition):
    """Wait until the condition holds; a minute only prechecks against waiting for ever."""
    patience = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < patience
        time.sleep(0.005)


def planned_within(report, apart, first=0.0):
    """Count the starts of a plan that fall within the probing."""
    return math.floor((report.seconds - first) / apart) + 1


def test_a_stalled_server_does_not_hold_back_fresh_requests(serve):
    """Open loop: ten requests hang at once before the server answers any of them."""
    ten_at_once = threading.Barrier(10)

    def script(visit):
        visit.asked()
        if visit.number < 10:
            ten_at_once.wait(timeout=30)
        visit.answer()

    with Prober(Target.of(serve(script)), rate=200, timeout=timedelta(seconds=60)) as prober:
        wait_for(lambda: prober.progress().requests >= 10)
    report = prober.stop()
    assert report.failed == 0
    assert not ten_at_once.broken


def test_a_stalled_kept_alive_client_starts_its_planned_requests_late(serve):
    """A stall moves the starts, never the plan: no request is left out."""
    stalled, go_on = threading.Event(), threading.Event()

    def script(visit):
        visit.asked()
        stalled.set()
        go_on.wait()
        visit.answer()
        while visit.asked():
            visit.answer()

    prober = Prober(
        Target.of(serve(script)),
        rate=100,
        fresh=False,
        keepalive_clients=1,
        timeout=timedelta(seconds=60),
    )
    with prober:
        stalled.wait()
        began = time.monotonic()
        wait_for(lambda: time.monotonic() > began + 0.2)
        released = time.monotonic()
        go_on.set()
        wait_for(lambda: prober.progress().requests >= 50)
    report = prober.stop()
    _, *held_back = [record for record in report.records if record.planned < released]
    assert len(held_back) >= 19
    assert all(record.started > released for record in held_back)
    assert report.kept_alive.requests == planned_within(report, apart=0.01)
    assert report.kept_alive.connections == 1


def test_starts_are_planned_evenly_from_the_beginning(good_url):
    """Request number i is planned at i times the interval, not after the one before it."""
    with Prober(Target.of(good_url), rate=200) as prober:
        wait_for(lambda: prober.progress().requests >= 20)
    report = prober.stop()
    planned = sorted(record.planned - report.began for record in report.records)
    assert planned == pytest.approx([number / 200 for number in range(len(planned))])


def test_every_planned_request_is_in_the_report(good_url):
    """Fresh and kept-alive requests run at once, each at the full rate, and are counted apart."""
    with Prober(Target.of(good_url), rate=100, keepalive_clients=4) as prober:
        wait_for(lambda: prober.progress().requests >= 60)
    report = prober.stop()
    assert report.fresh.requests == planned_within(report, apart=0.01)
    assert report.kept_alive.requests == sum(
        planned_within(report, apart=0.04, first=number / 100) for number in range(4)
    )
    assert report.fresh.connections == report.fresh.requests
    assert report.kept_alive.connections == 4
    assert report.failed == 0


def test_requests_that_a_stall_holds_past_the_end_are_counted_as_not_sent(serve):
    """Stopping does not wait for ever, and does not forget what was planned either."""
    url = serve(lambda visit: visit.wait_until_client_left())
    prober = Prober(
        Target.of(url),
        rate=200,
        fresh=False,
        keepalive_clients=1,
        timeout=timedelta(milliseconds=50),
    )
    with prober:
        wait_for(lambda: prober.progress().requests >= 5)
    report = prober.stop()
    assert report.kept_alive.requests == planned_within(report, apart=0.005)
    assert report.kept_alive.outcomes[RequestOutcome.TIMED_OUT] >= 5
    assert report.kept_alive.outcomes[RequestOutcome.NOT_SENT] > 0
    assert report.failed == len(report.records)


def test_a_refusing_port_fails_every_request_and_stops_none(refusing_url):
    """Failures come back at once and the plan goes on."""
    with Prober(Target.of(refusing_url), rate=100, keepalive_clients=1) as prober:
        wait_for(lambda: prober.progress().requests >= 20)
    report = prober.stop()
    for kind in (report.fresh, report.kept_alive):
        assert kind.outcomes[RequestOutcome.REFUSED] == kind.requests
        assert kind.longest_gap == report.seconds


def test_progress_counts_failures_and_sides_as_they_come(serve):
    """The live view needs no report."""

    def script(visit):
        visit.asked()
        visit.answer(
            503 if visit.number == 0 else 200, side="blue" if visit.number < 5 else "green"
        )

    with Prober(Target.of(serve(script)), rate=100) as prober:
        wait_for(lambda: prober.progress().sides.get("blue") == 5)
        wait_for(lambda: prober.progress().latest_side == "green")
        progress = prober.progress()
    assert progress.failed == 1
    assert set(progress.sides) == {"blue", "green"}
    assert progress.requests == sum(progress.sides.values())


def test_stopping_again_gives_the_same_report(good_url):
    """The end of the with block and an explicit stop may meet."""
    with Prober(Target.of(good_url)) as prober:
        report = prober.stop()
    assert prober.stop() is report


def test_a_fault_of_the_prober_itself_is_raised_and_not_counted_away(good_url):
    """An identity that breaks must not make requests vanish from the count."""

    class Broken:
        def side_of(self, answer):
            raise ZeroDivisionError

    prober = Prober(Target.of(good_url, identity=Broken()), rate=100).start()
    with pytest.raises(ZeroDivisionError):
        prober.stop()


@pytest.mark.parametrize(
    "settings",
    [
        {"rate": 0},
        {"timeout": timedelta()},
        {"keepalive_clients": -1},
        {"websocket_clients": -1},
        {"progress_timeout": timedelta()},
        {"fresh": False},
    ],
)
def test_settings_that_send_nothing_are_refused(settings):
    """A prober that cannot count anything must not report that nothing failed."""
    with pytest.raises(ValueError, match=r"above 0|nothing to send"):
        Prober(Target.of("http://127.0.0.1"), **settings)


def test_kinds_are_distinguished_in_the_records(good_url):
    """Each record says which kind of connection it used."""
    with Prober(Target.of(good_url), rate=100, fresh=False, keepalive_clients=2) as prober:
        wait_for(lambda: prober.progress().requests >= 4)
    report = prober.stop()
    assert {record.kind for record in report.records} == {Kind.KEPT_ALIVE}
    assert report.fresh is None


def test_websockets_are_pinged_at_the_full_rate_beside_the_requests(serve):
    """They have a path of their own, and each ping is a request of the plan."""
    paths = set()

    def script(visit):
        visit.open_websocket("green")
        paths.add(visit.request.split()[1])
        visit.answer_pings()

    target = Target.of(serve(script))
    prober = Prober(
        target, rate=100, fresh=False, websocket_clients=4, websocket=target.at("/socket")
    )
    with prober:
        wait_for(lambda: prober.progress().requests >= 40)
    report = prober.stop()
    assert report.websocket.requests == sum(
        planned_within(report, apart=0.04, first=number / 100) for number in range(4)
    )
    assert (report.websocket.connections, report.failed) == (4, 0)
    assert paths == {b"/socket"}
    assert list(report.websocket.sides) == ["green"]


def test_a_download_that_is_under_way_at_the_end_is_waited_for(serve):
    """One request from the start of the probing to its last byte, with what it brought."""
    go_on = threading.Event()

    def script(visit):
        visit.asked()
        if not visit.request.startswith(b"GET /large "):
            visit.answer()
            return
        visit.send(b"HTTP/1.1 200 OK\r\nX-Bluegreen-Side: blue\r\nContent-Length: 200000\r\n\r\n")
        visit.send(b"x" * 100000)
        go_on.wait()
        visit.send(b"x" * 100000)

    target = Target.of(serve(script))
    prober = Prober(target, rate=100, download=target.at("/large"), timeout=timedelta(minutes=1))
    prober.start()
    wait_for(lambda: prober.progress().requests >= 10)
    stopping = threading.Thread(target=prober.stop)
    stopping.start()
    stopping.join(timeout=0.2)
    assert stopping.is_alive()
    go_on.set()
    stopping.join()
    report = prober.stop()
    (download,) = report.of_kind(Kind.DOWNLOAD)
    assert (download.outcome, download.side, download.received) == (
        RequestOutcome.OK,
        "blue",
        200000,
    )
    assert download.planned == report.began
    assert download.ended > report.stopped
    assert report.fresh.failed == 0


def test_a_download_that_stands_still_fails(serve):
    """An hour for the whole does not mean an hour without a byte."""

    def script(visit):
        visit.asked()
        visit.send(b"HTTP/1.1 200 OK\r\nContent-Length: 200000\r\n\r\n")
        visit.wait_until_client_left()

    target = Target.of(serve(script))
    limit = timedelta(milliseconds=50)
    prober = Prober(target, fresh=False, download=target.at("/large"), progress_timeout=limit)
    with prober:
        wait_for(lambda: prober.progress().requests == 1)
    assert prober.stop().download.outcomes[RequestOutcome.STALLED] == 1
