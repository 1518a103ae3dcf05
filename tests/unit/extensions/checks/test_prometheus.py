# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The check that asks Prometheus; the answers have the shapes of its HTTP API, version 1."""

from __future__ import annotations

import json
from urllib.parse import parse_qs, urlsplit

import pytest
from support.checking import run_one
from support.web_server import Say

from bluegreen.extensions.checks import CheckOutcome


def scalar(value: str) -> Say:
    """Answer with a scalar."""
    return _success("scalar", [1764000000.1, value])


def vector(*values: str) -> Say:
    """Answer with an instant vector of so many series."""
    series = [
        {"metric": {"instance": f"10.20.2.{i}"}, "value": [1764000000.1, value]}
        for i, value in enumerate(values)
    ]
    return _success("vector", series)


def _success(kind: str, result: object) -> Say:
    return _json({"status": "success", "data": {"resultType": kind, "result": result}})


def _json(document: object, status: int = 200) -> Say:
    return Say(json.dumps(document), status, {"Content-Type": "application/json"})


BAD_QUERY = _json(
    {"status": "error", "errorType": "bad_data", "error": 'parse error: unexpected "}"'}, 400
)
HISTOGRAM = _success("vector", [{"metric": {}, "histogram": [1764000000.1, {"count": "1"}]}])

PASSED, FAILED, INCONCLUSIVE = CheckOutcome.PASSED, CheckOutcome.FAILED, CheckOutcome.INCONCLUSIVE


@pytest.mark.parametrize(
    ("answer", "threshold", "outcome", "told"),
    [
        (scalar("0.005"), {"below": 0.01}, PASSED, "the value is 0.005, below 0.01"),
        (scalar("0.01"), {"below": 0.01}, FAILED, "the value is 0.01, not below 0.01"),
        (vector("3"), {"above": 2}, PASSED, "the value is 3, above 2"),
        (vector("2"), {"above": 2}, FAILED, "the value is 2, not above 2"),
        (vector("1", "9", "2"), {"below": 5}, FAILED, "the value is 9, not below 5"),
        (vector("9", "1", "8"), {"above": 5}, FAILED, "the value is 1, not above 5"),
        (scalar("+Inf"), {"below": 1}, FAILED, "the value is inf, not below 1"),
        (scalar("NaN"), {"below": 1}, INCONCLUSIVE, "the value is not a number"),
        (
            vector("0", "NaN", "NaN"),
            {"below": 1},
            INCONCLUSIVE,
            "the value is 0, below 1, but 2 of 3 series had no number",
        ),
        (vector("0.9", "NaN"), {"below": 0.01}, FAILED, "the value is 0.9, not below 0.01"),
        (vector("NaN", "1", "9"), {"above": 5}, FAILED, "the value is 1, not above 5"),
        (vector(), {"below": 1}, INCONCLUSIVE, "the query returned no data"),
        (
            BAD_QUERY,
            {"below": 1},
            INCONCLUSIVE,
            'Prometheus reports bad_data: parse error: unexpected "}"',
        ),
        (
            _success("matrix", []),
            {"below": 1},
            INCONCLUSIVE,
            "the query returns a matrix; a scalar or an instant vector is required",
        ),
        (
            HISTOGRAM,
            {"below": 1},
            INCONCLUSIVE,
            "the answer, with status 200, is not a Prometheus answer",
        ),
        (
            Say("<html>Bad gateway", 502),
            {"below": 1},
            INCONCLUSIVE,
            "the answer, with status 502, is not a Prometheus answer",
        ),
        (
            Say("[]"),
            {"below": 1},
            INCONCLUSIVE,
            "the answer, with status 200, is not a Prometheus answer",
        ),
    ],
)
def test_the_worst_series_is_compared(serve, answer, threshold, outcome, told):
    """Every series must hold; what says nothing about the application is inconclusive.

    One that is not known makes no known bad one better.
    """
    server = serve(lambda asked: answer)
    result = run_one(prometheus={"url": server.url, "query": "up", **threshold})
    assert (result.outcome, result.sentence, result.kind) == (outcome, told, "prometheus")
    assert json.loads(json.dumps(dict(result.measured), allow_nan=False)) == result.measured


def test_the_numbers_are_kept(serve):
    """The value, the threshold, and how many series there were."""
    server = serve(lambda asked: vector("1", "4"))
    result = run_one(prometheus={"url": server.url, "query": "up", "below": 5})
    assert result.measured == {"series": 2, "value": 4.0, "threshold": 5.0}


def test_the_query_is_about_the_release(serve, monkeypatch):
    """Placeholders are filled, the braces of the query stay, and secrets go into headers."""
    monkeypatch.setenv("PROM_TOKEN", "s3cret")
    server = serve(lambda asked: scalar("0"))
    run_one(
        prometheus={
            "url": f"{server.url}/team-a/",
            "query": 'errors{version="{version}", side!="{side}"}',
            "headers": {"Authorization": "Bearer ${PROM_TOKEN}"},
            "below": 1,
        }
    )
    [asked] = server.asked
    assert urlsplit(asked.path).path == "/team-a/api/v1/query"
    query = {"query": ['errors{version="2.0", side!="green"}']}
    assert parse_qs(urlsplit(asked.path).query) == query
    assert asked.headers["Authorization"] == "Bearer s3cret"


def test_a_prometheus_that_is_away_is_inconclusive(serve):
    """It says nothing about the application, good or bad."""
    server = serve(lambda asked: scalar("0"))
    server.shutdown()
    server.server_close()
    result = run_one(prometheus={"url": server.url, "query": "up", "below": 1})
    assert (result.outcome, result.sentence) == (INCONCLUSIVE, "connection refused")


@pytest.mark.parametrize("value", ["0", "5"])
def test_a_result_with_warnings_is_inconclusive_and_shows_them(serve, value):
    """A Thanos whose stores did not all answer knows a part; good or bad, it decides nothing."""
    partial = _json(
        {
            "status": "success",
            "data": {"resultType": "scalar", "result": [1764000000.1, value]},
            "warnings": ["No StoreAPIs matched for this query", "store-2: timed out"],
        }
    )
    server = serve(lambda asked: partial)
    result = run_one(prometheus={"url": server.url, "query": "up", "below": 1})
    assert result.outcome is INCONCLUSIVE
    assert result.sentence == (
        "the result may be incomplete; Prometheus warns: No StoreAPIs matched for this query; "
        "store-2: timed out"
    )


def test_remarks_without_a_warning_decide_nothing(serve):
    """Prometheus 3 remarks on names of counters and the like under `infos`."""
    document = json.loads(scalar("0").body) | {"infos": ["metric might not be a counter"]}
    server = serve(lambda asked: _json(document | {"warnings": []}))
    assert run_one(prometheus={"url": server.url, "query": "up", "below": 1}).outcome is PASSED


def test_an_address_that_is_a_secret_is_not_repeated(monkeypatch):
    """A URL from the environment that is none is reported without it."""
    monkeypatch.setenv("PROM", "file:///etc/s3cret")
    result = run_one(prometheus={"url": "${PROM}", "query": "up", "below": 1})
    assert result.outcome is INCONCLUSIVE
    assert result.sentence == "the request cannot be sent: check its URL and headers"
