# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The check that asks the application."""

from __future__ import annotations

import json
import re
import socket
import time
from dataclasses import replace

import pytest
from support.checking import facts_of, run_one
from support.no_descriptors import no_descriptors
from support.web_server import Say

from bluegreen.clock import SteadyClock
from bluegreen.errors import Refused
from bluegreen.extensions.checks import CheckOutcome
from bluegreen.extensions.checks.http import check_http
from bluegreen.extensions.facts import ReleaseFacts
from bluegreen.spec.checks import Http

GOOD = Say(
    '{"state": "ok", "version": "2.0", "size": 3, "parts": [{"up": true}], "fault": null}',
    headers={"X-Version": "2.0", "X-Bluegreen-Side": "green"},
)


def test_a_good_answer_passes(serve):
    """Status, headers, body and JSON are as the specification says, placeholders included."""
    server = serve(lambda asked: GOOD)
    wanted = {"state": "ok", "version": "{version}", "size": 3, "parts.0.up": True, "fault": None}
    result = run_one(
        server,
        http={
            "path": "/{application}/{version}?side={side}",
            "expect_headers": {"X-Version": "{version}"},
            "body": r'"version": "{version}"',
            "json": wanted,
        },
    )
    assert (result.outcome, result.kind) == (CheckOutcome.PASSED, "http")
    assert re.fullmatch("the request succeeded, the slowest in .* ms", result.sentence)
    assert server.asked[0].path == "/shop/2.0?side=green"


@pytest.mark.parametrize(
    ("http", "told"),
    [
        ({"expect": "204"}, "the status is 200, not 204"),
        ({"expect": "201-299"}, "the status is 200, not 201-299"),
        ({"expect": "202,204"}, "the status is 200, not 202,204"),
        ({"expect_headers": {"X-Version": "2"}}, 'the header X-Version is "2.0", not "2"'),
        ({"expect_headers": {"X-Other": "2"}}, "the answer lacks the header X-Other"),
        (
            {"body": "{version} says hi"},
            'no match for "2.0 says hi" in the body "' + GOOD.body + '"',
        ),
        ({"json": {"state": "bad"}}, 'state in the JSON is "ok", not "bad"'),
        ({"json": {"size": True}}, "size in the JSON is 3, not true"),
        ({"json": {"parts.0.up": 1}}, "parts.0.up in the JSON is true, not 1"),
        ({"json": {"parts.1.up": True}}, "the JSON lacks parts.1.up"),
        ({"json": {"parts.up": True}}, "the JSON lacks parts.up"),
        ({"json": {"state.deeper": None}}, "the JSON lacks state.deeper"),
    ],
)
def test_a_wrong_answer_fails_and_says_what_was_wrong(serve, http, told):
    """The sentence holds what was found and what was wanted."""
    result = run_one(serve(lambda asked: GOOD), http=http)
    assert (result.outcome, result.sentence) == (CheckOutcome.FAILED, told)


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ("oops:\n  no\tdatabase", '"oops: no database"'),
        ("", '""'),
        ("\x1b[2Joops", r'"\x1b[2Joops"'),
        ("a" * 100_000, f'"{"a" * 99}…"'),
    ],
)
def test_a_body_without_a_match_is_shown_in_a_line(serve, body, shown):
    """What came instead tells the operator more than the pattern; it is short and harmless."""
    result = run_one(serve(lambda asked: Say(body)), http={"body": "hi"})
    assert result.sentence == f'no match for "hi" in the body {shown}'


@pytest.mark.parametrize("body", ["<html>", "", "[" * 100_000], ids=["page", "empty", "deep"])
def test_a_body_that_is_no_json_fails(serve, body):
    """An error page in place of a document is a failure, not a defect of the check."""
    result = run_one(serve(lambda asked: Say(body)), http={"json": {"state": "ok"}})
    assert (result.outcome, result.sentence) == (CheckOutcome.FAILED, "the body is not JSON")


def test_a_value_in_a_pattern_stands_for_itself(serve):
    """The dot of version 2.0 matches a dot only."""
    result = run_one(serve(lambda asked: Say("version 210")), http={"body": "version {version}"})
    assert result.outcome is CheckOutcome.FAILED


def test_a_pattern_that_searches_for_ever_is_ended_and_decides_nothing(serve):
    """Its limit is half a second, whatever the server answers: nobody knows whether it matches."""
    server = serve(lambda asked: Say("a" * 200 + "b"))
    result = run_one(server, http={"body": "(a|aa)+$"})
    assert result.outcome is CheckOutcome.INCONCLUSIVE
    assert result.sentence == (
        "could not check the body against (a|aa)+$: the search took longer than 0.5 s: write the "
        "pattern without a repetition inside a repetition"
    )


def test_a_side_that_an_answer_makes_up_is_short_and_printable(serve):
    """The header is the server's own text."""
    result = run_one(
        serve(lambda asked: Say(headers={"X-Bluegreen-Side": "\x1b[2J" * 50})), http={}
    )
    assert result.sentence.startswith("the answer came from \\x1b[2J\\x1b[2J")
    assert len(result.sentence) < 100


def test_an_answer_from_the_other_side_fails(serve):
    """A good answer from the live side says nothing about the new one."""
    server = serve(lambda asked: Say(headers={"X-Bluegreen-Side": "blue"}))
    result = run_one(server, http={})
    assert result.outcome is CheckOutcome.FAILED
    assert result.sentence == "the answer came from blue, not green"


def test_a_redirect_is_an_answer(serve):
    """It is not followed: the specification says whether it is expected."""
    server = serve(lambda asked: Say(status=302, headers={"Location": "/login"}))
    result = run_one(server, http={"expect": "302", "expect_headers": {"Location": "/login"}})
    assert result.outcome is CheckOutcome.PASSED
    assert len(server.asked) == 1


def test_a_value_in_a_path_is_quoted(serve):
    """A version with a plus or a space reaches the application as it is."""
    server = serve(lambda asked: Say())
    facts = ReleaseFacts("shop", "green", "2.0+a/b c", address=server.address)
    check_http(Http(path="/v/{version}"), facts, SteadyClock())
    assert server.asked[0].path == "/v/2.0%2Ba%2Fb%20c"


def test_each_of_the_requests_must_be_well_answered(serve):
    """The first bad answer ends the check, and is named."""
    server = serve(lambda asked: Say(status=500 if asked.number == 2 else 200))
    result = run_one(server, http={"requests": 5})
    assert result.outcome is CheckOutcome.FAILED
    assert result.sentence == "request 3 of 5: the status is 500, not 200"
    assert len(server.asked) == 3


def test_a_percentile_within_its_limit_passes_with_its_numbers(serve):
    """What was measured is kept, whatever the outcome."""
    result = run_one(
        serve(lambda asked: Say()), http={"requests": 20, "percentile": {"p50": "5s", "p95": "5s"}}
    )
    assert result.outcome is CheckOutcome.PASSED
    assert result.measured["answers"] == 20
    assert result.measured["p50_ms"] <= result.measured["p95_ms"] <= result.measured["p100_ms"]


def test_a_percentile_above_its_limit_fails(serve):
    """One slow answer of twenty is above p96's limit and within p95's: nearest rank."""

    def respond(asked):
        if asked.number == 7:
            time.sleep(0.3)  # the slow answer itself, not a wait for something
        return Say()

    server = serve(respond)
    limits = {"p95": "4s", "p96": "290ms"}
    result = run_one(server, http={"requests": 20, "percentile": limits})
    assert result.outcome is CheckOutcome.FAILED
    assert re.fullmatch(r"p96 of 20 requests is .* ms, above 290 ms", result.sentence)
    assert result.measured["p95_ms"] < result.measured["p96_ms"] == result.measured["p100_ms"]


def test_a_server_that_refuses_fails_the_check(serve):
    """Nobody listens: the application is not there."""
    server = serve(lambda asked: Say())
    server.shutdown()
    server.server_close()
    result = run_one(server, http={})
    assert (result.outcome, result.sentence) == (CheckOutcome.FAILED, "connection refused")


def test_headers_take_secrets_from_the_environment(serve, monkeypatch):
    """The secret is sent, and is in no result."""
    monkeypatch.setenv("SHOP_TOKEN", "s3cret")
    server = serve(lambda asked: Say(status=403))
    result = run_one(server, http={"headers": {"Authorization": "Bearer ${SHOP_TOKEN}"}})
    assert server.asked[0].headers["Authorization"] == "Bearer s3cret"
    assert "s3cret" not in repr(result)


def test_a_secret_that_is_no_header_is_not_repeated(serve, monkeypatch):
    """What cannot be sent is reported without its value."""
    monkeypatch.setenv("SHOP_TOKEN", "s3cret\n")
    result = run_one(serve(lambda asked: Say()), http={"headers": {"A": "${SHOP_TOKEN}"}})
    assert result.outcome is CheckOutcome.FAILED
    assert result.sentence == "the request cannot be sent: check its URL and headers"


def test_a_missing_variable_refuses_before_anything_is_asked(serve, monkeypatch):
    """Half of the checks with half of their secrets would decide nothing."""
    monkeypatch.delenv("SHOP_TOKEN", raising=False)
    server = serve(lambda asked: Say())
    with pytest.raises(Refused, match="not set: SHOP_TOKEN"):
        run_one(server, http={"headers": {"A": "${SHOP_TOKEN}"}})
    assert server.asked == []


def test_proxies_of_the_environment_are_passed_by(serve, monkeypatch):
    """A proxy could answer for the application."""
    with socket.create_server(("127.0.0.1", 0)) as proxy:
        monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{proxy.getsockname()[1]}")
        assert run_one(serve(lambda asked: Say()), http={}).outcome is CheckOutcome.PASSED


def asked_at(address):
    """Return what a check finds at an address."""
    return check_http(Http(path="/"), replace(facts_of(), address=address), SteadyClock())


def test_what_this_machine_cannot_ask_is_inconclusive():
    """No file descriptor is free: that says nothing of the application."""
    with no_descriptors():
        found = asked_at("127.0.0.1:9")

    assert found.outcome is CheckOutcome.INCONCLUSIVE
    assert "too many open files" in found.sentence


def test_a_server_that_refuses_connections_has_failed():
    """That is the application's doing, or its load balancer's."""
    with socket.create_server(("127.0.0.1", 0)) as closing:
        port = closing.getsockname()[1]
    found = asked_at(f"127.0.0.1:{port}")

    assert found.outcome is CheckOutcome.FAILED


def test_an_address_without_a_route_is_inconclusive():
    """Linux has no route for a TCP connection to a broadcast address."""
    found = asked_at("255.255.255.255:80")

    assert found.outcome is CheckOutcome.INCONCLUSIVE


def test_a_request_is_sent_as_the_check_says(serve, monkeypatch):
    """Method, Host, headers and body; placeholders and variables are filled in."""
    monkeypatch.setenv("KEY", "s3cret")
    server = serve(lambda asked: Say(status=201))
    result = run_one(
        server,
        http={
            "path": "/orders",
            "method": "PUT",
            "host": "shop.example",
            "headers": {"Content-Type": "application/json"},
            "data": '{"version": "{version}", "key": "${KEY}"}',
            "expect": "201",
        },
    )
    assert result.outcome is CheckOutcome.PASSED
    (asked,) = server.asked
    assert (asked.method, asked.headers.get_all("Host")) == ("PUT", ["shop.example"])
    assert asked.headers.get_all("Content-Type") == ["application/json"]
    assert json.loads(asked.body) == {"version": "2.0", "key": "s3cret"}


@pytest.mark.parametrize(
    ("http", "method"), [({"data": "x"}, "POST"), ({"method": "HEAD"}, "HEAD")]
)
def test_a_body_is_posted_unless_the_check_says_otherwise(serve, http, method):
    """As curl does."""
    server = serve(lambda asked: Say("not read"))
    assert run_one(server, http=http).outcome is CheckOutcome.PASSED
    assert server.asked[0].method == method
