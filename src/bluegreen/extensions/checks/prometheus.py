# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The check that compares a Prometheus query with a threshold."""

from __future__ import annotations

import json
import math
import os
from typing import Any
from urllib.parse import urlencode

from bluegreen.extensions.checks.promql import filled
from bluegreen.extensions.facts import ReleaseFacts
from bluegreen.model.text import printable
from bluegreen.model.verdict import CheckFinding, CheckOutcome
from bluegreen.probe.http_request import Answer, Ask, NoAnswer, ask
from bluegreen.spec.checks import Prometheus
from bluegreen.spec.placeholders import fill

LONGEST_ERROR = 300
"""Characters of what Prometheus says of an error."""


def check_prometheus(check: Prometheus, facts: ReleaseFacts) -> CheckFinding:
    """Ask for the query's value now (HTTP API v1, instant queries); each series must hold.

    Whatever says nothing about the application is inconclusive: no answer, an error, no data, NaN;
    and so is a result with warnings, such as that of a Thanos whose stores did not all answer. A
    series that fails does so whatever the others are.
    """
    try:
        values = _values(ask(_request(check, facts), check.timeout))
    except (NoAnswer, _NoValue) as nothing:
        return CheckFinding(CheckOutcome.INCONCLUSIVE, str(nothing))
    if not values:
        return CheckFinding(CheckOutcome.INCONCLUSIVE, "the query returned no data")
    measured: dict[str, float | str] = {"series": len(values)}
    known = [value for value in values if not math.isnan(value)]
    if not known:
        return CheckFinding(CheckOutcome.INCONCLUSIVE, "the value is not a number", measured)
    worst, word, limit, good = _compared(check, known)
    # JSON has no infinity.
    measured |= {"value": worst if math.isfinite(worst) else str(worst), "threshold": limit}
    sentence = f"the value is {worst:g}, {'' if good else 'not '}{word} {limit:g}"
    if good and len(known) < len(values):
        unknown = len(values) - len(known)
        sentence = f"{sentence}, but {unknown} of {len(values)} series had no number"
        return CheckFinding(CheckOutcome.INCONCLUSIVE, sentence, measured)
    return CheckFinding(CheckOutcome.PASSED if good else CheckOutcome.FAILED, sentence, measured)


class _NoValue(Exception):
    """The answer holds nothing to compare."""


def _request(check: Prometheus, facts: ReleaseFacts) -> Ask:
    query = filled(check.query, facts.values())
    base = fill(check.url, {}, os.environ).rstrip("/")
    headers = {name: fill(text, facts.values(), os.environ) for name, text in check.headers.items()}
    return Ask(f"{base}/api/v1/query?{urlencode({'query': query})}", headers)


def _values(answer: Answer) -> list[float]:
    try:
        document = json.loads(answer.body)
        if document["status"] != "success":
            said = f"{document['errorType']}: {document['error']}"
            raise _NoValue(f"Prometheus reports {printable(said, LONGEST_ERROR)}")
        if warnings := document.get("warnings"):
            said = printable("; ".join(map(str, warnings)), LONGEST_ERROR)
            raise _NoValue(f"the result may be incomplete; Prometheus warns: {said}")
        return _numbers(document["data"])
    except (LookupError, TypeError, ValueError, RecursionError) as error:
        raise _NoValue(
            f"the answer, with status {answer.status}, is not a Prometheus answer"
        ) from error


def _numbers(data: dict[str, Any]) -> list[float]:
    match data["resultType"]:
        case "scalar":
            return [float(data["result"][1])]
        case "vector":
            return [float(series["value"][1]) for series in data["result"]]
        case other:
            raise _NoValue(
                f"the query returns a {other}; a scalar or an instant vector is required"
            )


def _compared(check: Prometheus, values: list[float]) -> tuple[float, str, float, bool]:
    if check.below is not None:
        worst = max(values)
        return worst, "below", check.below, worst < check.below
    worst, limit = min(values), check.above if check.above is not None else math.nan
    return worst, "above", limit, worst > limit
