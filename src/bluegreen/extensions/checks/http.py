# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The check that asks the application itself."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

from bluegreen.clock import Clock
from bluegreen.extensions.facts import ReleaseFacts
from bluegreen.model.data_plane import SIDE_HEADER, is_among
from bluegreen.model.text import printable
from bluegreen.model.verdict import CheckFinding, CheckOutcome
from bluegreen.probe.client import LONGEST_SIDE
from bluegreen.probe.http_request import Answer, Ask, NoAnswer, NotAsked, ask
from bluegreen.probe.patterns import TookTooLong, compiled, search
from bluegreen.spec.checks import Http
from bluegreen.spec.placeholders import fill

LONGEST_TEXT = 100
"""Characters of a pattern, and of a body that does not match it, that are shown."""


def check_http(check: Http, facts: ReleaseFacts, clock: Clock) -> CheckFinding:
    """Send the requests one after the other, on fresh connections; stop at the first bad answer.

    They go straight to the address, past any proxy. What this machine cannot ask is inconclusive.
    An answer that names another side is bad: the address does not show what is to be checked.
    """
    request = _request(check, facts)
    seconds: list[float] = []
    for number in range(1, check.requests + 1):
        which = f"request {number} of {check.requests}: " if check.requests > 1 else ""
        clock.sleep(0)  # where an interrupted operator gets out
        try:
            answer = ask(request, check.timeout)
        except NotAsked as none:
            return CheckFinding(
                CheckOutcome.INCONCLUSIVE, f"{which}{none}", _measured(check, seconds)
            )
        except NoAnswer as none:
            complaint: str | None = str(none)
        else:
            seconds.append(answer.seconds)
            try:
                complaint = next(_complaints(check, answer, facts), None)
            except TookTooLong as late:
                sentence = f"could not check the body against {check.body}: {late}"
                return CheckFinding(
                    CheckOutcome.INCONCLUSIVE, which + sentence, _measured(check, seconds)
                )
        if complaint:
            return CheckFinding(CheckOutcome.FAILED, which + complaint, _measured(check, seconds))
    return _in_time(check, _measured(check, seconds))


def _request(check: Http, facts: ReleaseFacts) -> Ask:
    values = facts.values()
    path = fill(check.path, values, escape=lambda value: quote(value, safe=""))
    headers = {name: fill(text, values, os.environ) for name, text in check.headers.items()}
    if check.host:
        headers["Host"] = check.host
    body = None if check.data is None else fill(check.data, values, os.environ).encode()
    return Ask(f"{facts.url}{path}", headers, body, direct=True, method=check.method)


def _complaints(check: Http, answer: Answer, facts: ReleaseFacts) -> Iterator[str]:
    side = answer.headers.get(SIDE_HEADER, facts.side).strip()
    if side != facts.side:
        yield f"the answer came from {printable(side, LONGEST_SIDE)}, not {facts.side}"
    if not is_among(answer.status, check.expect):
        yield f"the status is {answer.status}, not {check.expect}"
    values = facts.values()
    for name, text in check.expect_headers.items():
        wanted, found = fill(text, values), answer.headers.get(name)
        if found is None:
            yield f"the answer lacks the header {name}"
        elif found.strip() != wanted:
            yield f"the header {name} is {_short(found)}, not {_short(wanted)}"
    text = answer.body.decode("utf-8", errors="replace")
    if check.body and not search(compiled(fill(check.body, values, escape=re.escape)), text):
        wanted = fill(check.body, values)
        yield f"no match for {_quoted(wanted)} in the body {_quoted(text)}"
    if check.fields:
        yield from _wrong_fields(check.fields, text, values)


def _wrong_fields(fields: Mapping[str, Any], text: str, values: Mapping[str, str]) -> Iterator[str]:
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        yield "the body is not JSON"
        return
    for path, value in fields.items():
        wanted = fill(value, values) if isinstance(value, str) else value
        try:
            found = _at(document, path)
        except (LookupError, TypeError, ValueError):
            yield f"the JSON lacks {path}"
            continue
        if not _same(found, wanted):
            yield f"{path} in the JSON is {_short(found)}, not {_short(wanted)}"


def _at(document: Any, path: str) -> Any:
    for part in path.split("."):
        document = document[int(part)] if isinstance(document, list) else document[part]
    return document


def _same(found: Any, wanted: Any) -> bool:
    # Python takes true for 1, JSON does not.
    return isinstance(found, bool) == isinstance(wanted, bool) and bool(found == wanted)


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 100 else f"{text[:100]}…"


def _quoted(text: str) -> str:
    """Return a pattern, or what came instead of it, in a line for people."""
    line = " ".join(text[: 10 * LONGEST_TEXT].split())
    return f'"{printable(line, LONGEST_TEXT)}"'


def _measured(check: Http, seconds: list[float]) -> dict[str, float | str]:
    """Return how long the answers took, as nearest-rank percentiles."""
    measured: dict[str, float | str] = {"answers": len(seconds)}
    ranked = sorted(seconds)
    for name in (*check.percentile, "p100") if ranked else ():
        rank = -(-int(name[1:]) * len(ranked) // 100)
        measured[f"{name}_ms"] = round(ranked[rank - 1] * 1000, 1)
    return measured


def _in_time(check: Http, measured: dict[str, float | str]) -> CheckFinding:
    for name, longest in check.percentile.items():
        limit, found = longest.total_seconds() * 1000, float(measured[f"{name}_ms"])
        if found > limit:
            sentence = f"{name} of {check.requests} requests is {found:g} ms, above {limit:g} ms"
            return CheckFinding(CheckOutcome.FAILED, sentence, measured)
    many = f"{check.requests} requests succeeded" if check.requests > 1 else "the request succeeded"
    sentence = f"{many}, the slowest in {measured['p100_ms']:g} ms"
    return CheckFinding(CheckOutcome.PASSED, sentence, measured)
