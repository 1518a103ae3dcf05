# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The prober asks an application as it wants to be asked: method, Host, headers, body, status."""

from datetime import timedelta

import pytest
from support.web_server import Say, web_servers

from bluegreen.model.data_plane import RequestSpec, is_among
from bluegreen.probe import Kind, Limits, Post, RequestOutcome, Target
from bluegreen.probe.http_client import HttpClient

ENOUGH = Limits(timedelta(seconds=30))
HOW = RequestSpec(
    path="/api?x=1",
    method="PUT",
    host="shop.example",
    headers={"accept": "text/csv", "X-Key": "s3cret"},
    body="käse",
    expect="201,204",
)


@pytest.fixture
def server():
    """Return a server that takes notes, and answers 201."""
    with web_servers() as start:
        yield start(lambda asked: Say("made", 201))


def records_of(target: Target, count: int = 1):
    """Ask over one connection."""
    with HttpClient(target, Kind.KEPT_ALIVE, ENOUGH) as client:
        return [client.request() for _ in range(count)]


def test_a_request_is_sent_as_it_is_described(server):
    """Its own headers replace the usual ones of the same name, whatever their case."""
    records = records_of(Target.of(f"{server.url}/").asked(HOW), count=2)
    assert {record.outcome for record in records} == {RequestOutcome.OK}
    asked = server.asked[1]
    assert (asked.method, asked.path, asked.body) == ("PUT", "/api?x=1", "käse".encode())
    assert asked.headers.get_all("Host") == ["shop.example"]
    assert asked.headers.get_all("Accept") == ["text/csv"]
    assert asked.headers["X-Key"] == "s3cret"


def test_another_status_than_the_expected_is_wrong(server):
    """201 is not among the codes."""
    (record,) = records_of(Target.of(f"{server.url}/").asked(RequestSpec(expect="200,204")))
    assert (record.outcome, record.status) == (RequestOutcome.WRONG_STATUS, 201)


def test_an_answer_to_head_has_no_body_though_it_says_how_long_it_is(serve):
    """RFC 9110, 9.3.2: the connection serves the next request at once."""

    def script(visit):
        while visit.asked():
            assert visit.request.startswith(b"HEAD / HTTP/1.1\r\n")
            visit.send(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")

    target = Target.of(serve(script)).asked(RequestSpec(method="HEAD"))
    records = records_of(target, count=2)
    assert [(r.outcome, r.connected) for r in records] == [
        (RequestOutcome.OK, True),
        (RequestOutcome.OK, False),
    ]


@pytest.mark.parametrize(("method", "again"), [("PUT", True), ("HEAD", True), ("PATCH", False)])
def test_only_an_idempotent_request_is_sent_again(method, again):
    """RFC 9110, 9.2.2."""
    target = Target.of("http://203.0.113.10/x").asked(RequestSpec(method=method, body="x"))
    assert target.request.idempotent is again


def test_a_body_of_some_size_keeps_a_type_of_its_own(server):
    """`--post` with a header Content-Type."""
    target = Target.of(f"{server.url}/", request=Post(3)).with_headers({"Content-Type": "text/csv"})
    records_of(target)
    assert server.asked[0].headers.get_all("Content-Type") == ["text/csv"]


@pytest.mark.parametrize("value", ["a\r\nX-Evil: 1", "a\nb", "é", "\0"])
def test_a_value_that_no_header_may_have_is_refused_by_the_headers_name(value):
    """A variable of the environment may hold anything, and is not shown."""
    how = RequestSpec(headers={"X-Key": value})
    with pytest.raises(ValueError, match=r"^the header X-Key has characters that no header may"):
        Target.of("http://203.0.113.10/").asked(how)


def test_another_path_of_the_same_server_is_asked_with_the_same_headers():
    """Downloads and WebSockets need the Host too; method and body are not theirs."""
    target = Target.of("http://203.0.113.10/").asked(HOW).at("/live")
    assert (target.host, target.headers["X-Key"], target.request.method) == (
        "shop.example",
        "s3cret",
        "GET",
    )


def test_secrets_are_not_shown():
    """Neither in a log nor in a message of a defect."""
    assert "s3cret" not in repr(Target.of("http://203.0.113.10/").asked(HOW))


@pytest.mark.parametrize(
    ("status", "codes", "among"),
    [
        (200, "200", True),
        (204, "200,204", True),
        (203, "200,204", False),
        (299, "200-299", True),
        (300, "200-299", False),
    ],
)
def test_a_status_is_among_codes(status, codes, among):
    """One, a list, or a range."""
    assert is_among(status, codes) is among
