# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""One section says how the application is asked; each that asks it may say otherwise."""

from __future__ import annotations

import pytest

from bluegreen.model.data_plane import GOOD_ANSWERS

COMMON = """\
request:
  path: /api
  host: shop.example
  headers: {Accept: application/json, X-Key: "${KEY}"}
  expect: 200,204
"""
CHECK = "checks: [{name: a, http: {%s}}]\n"


def test_what_stands_at_one_place_holds_for_everything_that_asks(loaded, smallest):
    """The health check takes what a load balancer can send."""
    text = smallest + COMMON + "switch: {proof: {path: /version}}\n" + CHECK % ""
    specification = loaded(text)
    health, warm_up = specification.load_balancer.health_check, specification.warm_up
    proof, check = specification.switch.proof, specification.checks[0].http

    for section in (health, warm_up, check):
        assert (section.path, section.host, section.expect) == ("/api", "shop.example", "200,204")
    assert (proof.path, proof.host, proof.expect) == ("/version", "shop.example", "200,204")
    headers = {"Accept": "application/json", "X-Key": "${KEY}"}
    assert warm_up.headers == proof.headers == check.headers == headers
    assert specification.variables == {"KEY"}


def test_what_a_section_says_itself_wins(loaded, smallest):
    """Key by key; headers of both are sent."""
    text = (
        COMMON + "load_balancer: {health_check: {path: /health, method: HEAD, host: a.example}}\n"
    )
    text += "warm_up: {path: /warm, expect: 200-299}\n"
    text += CHECK % "path: /check, expect: '201', headers: {x-key: mine, B: c}"
    specification = loaded(smallest + text)
    health, warm_up = specification.load_balancer.health_check, specification.warm_up
    check = specification.checks[0].http

    assert (health.path, health.method, health.host) == ("/health", "HEAD", "a.example")
    assert (warm_up.path, warm_up.expect, warm_up.host) == ("/warm", "200-299", "shop.example")
    assert (check.path, check.expect) == ("/check", "201")
    assert check.headers == {"Accept": "application/json", "x-key": "mine", "B": "c"}


def test_without_it_each_section_asks_as_before(loaded, smallest):
    """And the proof asks the load balancer itself."""
    specification = loaded(smallest + CHECK % "")
    health, check = specification.load_balancer.health_check, specification.checks[0].http

    assert (health.path, health.method, health.host, health.expect) == (
        "/health",
        "GET",
        None,
        "200",
    )
    assert (check.path, check.method, check.host, check.expect) == ("/", None, None, "200")
    assert specification.switch.proof.path == "/.well-known/bluegreen"


def test_the_warm_up_asks_what_the_health_check_asks(loaded, smallest):
    """That is what every healthy server answers well, where the specification says nothing else."""
    health = "{path: /up, method: HEAD, host: shop.example, expect: '401'}"
    specification = loaded(smallest + f"load_balancer: {{health_check: {health}}}\n")
    request = specification.warm_up.request("/up", {})

    assert specification.warm_up.path == "/up"
    assert (request.method, request.host, request.expect) == ("HEAD", "shop.example", "401")


def test_the_warm_up_asks_that_as_a_whole(loaded, smallest):
    """A status that `request` expects elsewhere is not that of the health check's path."""
    text = "request: {host: shop.example, expect: '200'}\n"
    text += "load_balancer: {health_check: {path: /up, host: up.example, expect: '204'}}\n"
    text += "warm_up: {headers: {A: b}}\n"
    request = loaded(smallest + text).warm_up.request("/up", {})

    assert (request.host, request.expect, request.headers) == ("up.example", "204", {"A": "b"})


def test_a_path_for_the_warm_up_is_asked_as_a_user_would(loaded, smallest):
    """A front page may redirect, and is not asked with the method of the health check."""
    text = "load_balancer: {health_check: {method: HEAD, expect: '204'}}\nwarm_up: {path: /}\n"
    request = loaded(smallest + text).warm_up.request("/", {})

    assert (request.method, request.expect) == ("GET", GOOD_ANSWERS)


def test_a_body_is_sent_with_the_method_of_the_same_section(loaded, smallest):
    """A check that asks with another method does not send the body of another request."""
    text = 'request: {data: \'{"query": "${KEY}"}\'}\n'
    text += "load_balancer: {health_check: {path: /health, method: GET}}\n"
    text += "checks: [{name: a, http: {}}, {name: b, http: {method: GET}}]\n"
    specification = loaded(smallest + text)
    with_body, without = (check.http for check in specification.checks)

    assert (with_body.data, without.data) == ('{"query": "${KEY}"}', None)
    asked = specification.warm_up.request("/health", {"KEY": "v"})
    assert (asked.method, asked.body) == ("POST", '{"query": "v"}')


def test_a_body_cannot_be_sent_by_a_load_balancer(problems, smallest):
    """So its health check must be another request."""
    (told,) = problems(smallest + "request: {data: x}\n")
    assert "must say method and path in health_check" in told


def test_the_proof_of_the_load_balancer_itself_takes_nothing(loaded, smallest):
    """It needs no help of the application."""
    proof = loaded(smallest + COMMON).switch.proof

    assert (proof.host, proof.headers, proof.expect) == (None, {}, None)


def test_secrets_are_not_shown(loaded, smallest):
    """Neither in a log nor in a message of a defect."""
    text = "request: {headers: {X-Key: '${KEY}'}}\nwarm_up: {path: /, data: '${KEY}'}\n"
    request = loaded(smallest + text).warm_up.request("/", {"KEY": "s3cret"})

    assert (request.headers, request.body) == ({"X-Key": "s3cret"}, "s3cret")
    assert "s3cret" not in repr(request)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("request: {host: 'shop.example:8080'}", "must be a name of a host without a port"),
        ("request: {host: 'a b'}", "must be a name of a host without a port"),
        ("request: {headers: {HOST: x}}", "must not have Host: that is the key host"),
        ("request: {headers: {A: '{version}'}}", "may contain no placeholder, but has {version}"),
        ("request: {method: FETCH}", "must be one of GET, HEAD"),
        ("request: {path: api}", "must be a path that starts with '/'"),
        ("request: {expect: fine}", "must be status codes such as 200"),
        (
            "load_balancer: {protocol: TCP, health_check: {host: a.example}}",
            "must not have host with protocol TCP",
        ),
        (
            "checks: [{name: a, http: {host: a.example, headers: {host: b.example}}}]",
            "must not be given beside the header Host",
        ),
    ],
)
def test_a_request_that_nobody_can_send_is_a_problem(problems, smallest, text, told):
    """The problem shows before anything is asked."""
    assert any(told in problem for problem in problems(smallest + text + "\n"))


def test_a_check_with_the_header_host_keeps_it(loaded, smallest):
    """Specifications of before `host` have it."""
    text = COMMON + CHECK % "headers: {Host: own.example}"
    check = loaded(smallest + text).checks[0].http

    assert (check.host, check.headers["Host"]) == (None, "own.example")


def test_a_tcp_listener_is_checked_by_connecting_alone(loaded, smallest):
    """The rules of requests are not for it; the warm-up asks as it says."""
    specification = loaded(smallest + COMMON + "load_balancer: {protocol: TCP}\n")

    assert specification.load_balancer.health_check.host is None
    assert specification.warm_up.path == "/api"
