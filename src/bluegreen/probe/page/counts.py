# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Every count of a report as an HTML table, one column for each kind of connection."""

from collections.abc import Iterator
from html import escape

from bluegreen.probe.outcome import RequestOutcome
from bluegreen.probe.report import Report
from bluegreen.probe.tally import Spread, Tally

FAILED_ROWS = {
    "failed",
    *(str(outcome) for outcome in RequestOutcome if outcome is not RequestOutcome.OK),
}


def counts(report: Report) -> str:
    """Write the table."""
    head = "".join(f"<th>{kind}</th>" for kind in report.tallies)
    told = [dict(_told(tally)) for tally in report.tallies.values()]
    names = dict.fromkeys(name for column in told for name in column)
    rows = "".join(_row(name, [column.get(name, "0") for column in told]) for name in names)
    return f"<table><thead><tr><td></td>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _told(tally: Tally) -> Iterator[tuple[str, str]]:
    yield "requests", f"{tally.requests:,}"
    yield "failed", f"{tally.failed:,}"
    yield "failed, without retries", f"{tally.failed_without_retry:,}"
    for outcome in RequestOutcome:
        yield str(outcome), f"{tally.outcomes[outcome]:,}"
    yield "retried", f"{tally.retried:,}"
    yield "found closed while idle", f"{tally.found_closed:,}"
    yield "connections", f"{tally.connections:,}"
    for side, seen in tally.sides.items():
        yield f"answers by {side}", f"{seen.answers:,}"
    yield "bytes received", f"{tally.received:,}"
    yield from _latency(tally.latency)
    yield "longest time without a good answer", _milliseconds(tally.longest_gap)


def _latency(spread: Spread | None) -> Iterator[tuple[str, str]]:
    ranked = (spread.p50, spread.p90, spread.p99, spread.longest) if spread else (None,) * 4
    for name, seconds in zip(("50 %", "90 %", "99 %", "longest"), ranked, strict=True):
        yield f"latency, {name}", "none" if seconds is None else _milliseconds(seconds)


def _milliseconds(seconds: float) -> str:
    return f"{seconds * 1000:,.1f} ms"


def _row(name: str, values: list[str]) -> str:
    cells = "".join(f"<td{_style(name, value)}>{value}</td>" for value in values)
    return f'<tr><th scope="row">{escape(name)}</th>{cells}</tr>'


def _style(name: str, value: str) -> str:
    if value == "0":
        return ' class="zero"'
    return ' class="lost"' if name in FAILED_ROWS else ""
