# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Every new server answers before users reach it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from support.fake_clock import FakeClock
from support.web_server import Asked, Say, web_servers

from bluegreen.extensions.checks import CheckOutcome
from bluegreen.model.data_plane import RequestSpec
from bluegreen.probe.warm_up import warm_up

LIMIT = timedelta(seconds=2)


@pytest.fixture
def serve():
    """Return a function that starts a server until the test has ended."""
    with web_servers() as start:
        yield start


class TickingClock(FakeClock):
    """A clock on which each request takes a tenth of a second."""

    def sleep(self, seconds: float) -> None:
        """Let the seconds pass, and the request's time."""
        super().sleep(seconds + 0.1)


def server_in_turn(servers: int):
    """Answer as so many servers in turn, each naming itself."""

    def respond(asked: Asked) -> Say:
        return Say(headers={"X-Server": f"web-{asked.number % servers}"})

    return respond


def test_it_ends_as_soon_as_every_server_has_answered(serve):
    """Servers that name themselves are counted."""
    server = serve(server_in_turn(3))
    result = warm_up(server.url, 3, "X-Server")
    assert (result.outcome, result.sentence) == (CheckOutcome.PASSED, "3 of 3 servers answered")
    assert (result.measured["servers_seen"], result.measured["requests"]) == (3, 3)


def test_a_server_that_never_answers_fails_it(serve):
    """Two of three are not all; good answers by the others do not help."""
    server = serve(server_in_turn(2))
    result = warm_up(server.url, 3, "X-Server", limit=LIMIT, clock=TickingClock())
    assert result.outcome is CheckOutcome.FAILED
    assert result.sentence == "2 of 3 servers answered within 2 s"


def test_a_server_that_is_still_starting_only_delays(serve):
    """Bad answers are no failure as long as good ones follow in time."""

    def respond(asked: Asked) -> Say:
        if asked.number < 4:
            return Say(status=503)
        return Say(headers={"X-Server": f"web-{asked.number % 2}"})

    result = warm_up(serve(respond).url, 2, "X-Server", clock=FakeClock())
    assert (result.outcome, result.measured["requests"]) == (CheckOutcome.PASSED, 6)


def test_a_bad_answer_does_not_count_for_its_server(serve):
    """A server that names itself on an error page has not warmed up."""

    def respond(asked: Asked) -> Say:
        return Say(status=500, headers={"X-Server": f"web-{asked.number}"})

    result = warm_up(serve(respond).url, 2, "X-Server", limit=LIMIT, clock=FakeClock())
    assert result.outcome is CheckOutcome.FAILED
    assert result.sentence == (
        "0 of 2 servers answered within 2 s; last problem: the answer to GET / had status 500"
    )


def test_answers_without_the_header_are_reported(serve):
    """The likely mistake is the header's name."""
    server = serve(lambda asked: Say())
    result = warm_up(server.url, 1, "X-Server", limit=LIMIT, clock=TickingClock())
    assert result.outcome is CheckOutcome.FAILED
    assert result.sentence.endswith("last problem: an answer lacked the header X-Server")


def test_without_a_header_ten_good_answers_for_each_server_must_do(serve):
    """And the result says that nobody knows which servers gave them."""
    server = serve(lambda asked: Say())
    result = warm_up(server.url, 2, None)
    assert (result.outcome, len(server.asked)) == (CheckOutcome.PASSED, 20)
    assert "it is unknown which servers answered" in result.sentence


def test_without_a_header_a_bad_answer_starts_the_count_again(serve):
    """One server in two that fails must not pass for warm."""
    server = serve(lambda asked: Say(status=500 if asked.number == 5 else 200))
    assert warm_up(server.url, 1, None).outcome is CheckOutcome.PASSED
    assert len(server.asked) == 16
    broken = serve(lambda asked: Say(status=500 if asked.number % 2 else 200))
    result = warm_up(broken.url, 2, None, limit=LIMIT, clock=FakeClock())
    assert result.outcome is CheckOutcome.FAILED
    assert result.sentence.startswith("20 requests in a row did not succeed within 2 s")


def test_nobody_there_fails_it(serve):
    """The words of the network come along."""
    server = serve(lambda asked: Say())
    server.shutdown()
    server.server_close()
    result = warm_up(server.url, 1, None, limit=LIMIT, clock=FakeClock())
    assert result.outcome is CheckOutcome.FAILED
    assert result.sentence.endswith("last problem: connection refused")


def test_it_asks_as_the_application_wants(serve):
    """Path, method, Host, headers and body; and what a good answer is."""

    def respond(asked: Asked) -> Say:
        good = (asked.method, asked.path, asked.body) == ("POST", "/api?x=1", b"{}")
        named = asked.headers["Host"] == "shop.example" and asked.headers["X-Key"] == "s3cret"
        return Say(status=401 if good and named else 404)

    request = RequestSpec("/api?x=1", "POST", "shop.example", {"X-Key": "s3cret"}, "{}", "401")
    result = warm_up(serve(respond).url, 1, None, request)
    assert result.outcome is CheckOutcome.PASSED


def test_a_status_that_is_not_expected_is_named_with_what_was_asked(serve):
    """The likely mistake is the path."""
    server = serve(lambda asked: Say(status=404))
    request = RequestSpec("/nothing", expect="200")
    result = warm_up(server.url, 1, None, request, limit=LIMIT, clock=FakeClock())
    assert result.sentence.endswith("last problem: the answer to GET /nothing had status 404")
