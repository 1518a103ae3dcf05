# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""A URL is taken apart once; without a path the load balancer itself is asked."""

import pytest

from bluegreen.probe import ByBody, ByHeader, ByRedirect, Target


@pytest.mark.parametrize("path", ["", "/.well-known/bluegreen"])
def test_the_load_balancer_is_asked_by_its_well_known_path_or_by_none(path):
    """The well-known path answers 302, even with every server down."""
    target = Target.of(f"http://203.0.113.10{path}")
    assert (target.address, target.port, target.host) == ("203.0.113.10", 80, "203.0.113.10")
    assert target.path == "/.well-known/bluegreen"
    assert target.identity == ByRedirect()
    assert (target.accepts(302), target.accepts(200)) == (True, False)


def test_a_url_with_a_path_asks_that_path_and_reads_the_header():
    """The query goes along, the fragment does not; any status from 200 to 399 is good."""
    target = Target.of("http://203.0.113.10:8080/cgi-bin/page?a=1#top")
    assert (target.port, target.host) == (8080, "203.0.113.10:8080")
    assert target.path == "/cgi-bin/page?a=1"
    assert target.identity == ByHeader("X-Bluegreen-Side")
    assert [status for status in (199, 200, 302, 399, 400) if target.accepts(status)] == [
        200,
        302,
        399,
    ]


@pytest.mark.parametrize(
    ("url", "path"),
    [("http://203.0.113.10/", "/"), ("http://203.0.113.10?a=1", "/?a=1")],
)
def test_a_root_or_a_query_is_a_path_too(url, path):
    """Only a bare address stands for the load balancer."""
    assert Target.of(url).path == path


def test_what_is_given_goes_before_what_is_usual():
    """Identity and expected status can both be named."""
    target = Target.of("http://203.0.113.10/", identity=ByRedirect("shop"), expect="418")
    assert target.identity == ByRedirect("shop")
    assert (target.accepts(418), target.accepts(200)) == (True, False)


def test_an_ipv6_address_is_literal_too():
    """The host header keeps the brackets, the socket does not."""
    target = Target.of("http://[2001:db8::1]:8080/")
    assert (target.address, target.host) == ("2001:db8::1", "[2001:db8::1]:8080")
    assert target.family.name == "AF_INET6"


def test_a_name_is_resolved_once_and_kept_as_the_host(good_url):
    """Requests need no DNS, and the server still sees the name it was asked by."""
    target = Target.of(good_url.replace("127.0.0.1", "localhost"))
    assert target.address in ("127.0.0.1", "::1")
    assert target.host.startswith("localhost:")


@pytest.mark.parametrize(
    "url",
    [
        "203.0.113.10",
        "https://203.0.113.10/",
        "http://",
        "http://203.0.113.10/a b",
        "http://203.0.113.10/\x00",
        "http://203.0.113.10:http/",
        "http://203.0.113.10/\u00fc",
        "http://no..name/",
    ],
)
def test_what_is_no_http_url_is_refused_in_one_sentence(url):
    """Nothing is sent to an address that was only guessed."""
    with pytest.raises(ValueError, match=r".") as refusal:
        Target.of(url)
    assert "\n" not in str(refusal.value)


def test_credentials_in_a_url_are_refused_and_not_repeated():
    """The URL is printed and kept, so a password in it must not get that far."""
    with pytest.raises(ValueError, match="sends no credentials") as refusal:
        Target.of("http://ann:secret@203.0.113.10/")
    assert "secret" not in str(refusal.value)


def test_a_body_pattern_needs_a_group_named_side():
    """A pattern that could never name a side is found before anything is sent."""
    with pytest.raises(ValueError, match="needs a group named side"):
        ByBody("blue|green")
