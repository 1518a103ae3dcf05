# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The figures of a probing as lines for people; times in seconds, durations in milliseconds."""

from bluegreen.probe.crossing import Crossing
from bluegreen.probe.ledger import ProbeProgress
from bluegreen.probe.record import Record
from bluegreen.probe.tally import Spread, Tally


def progress_line(progress: ProbeProgress, seconds: float) -> str:
    """Say on one line what has been counted so far."""
    sides = ", ".join(f"{side} {answers}" for side, answers in progress.sides.items())
    return (
        f"{seconds:.1f} s: {progress.requests} requests, {progress.failed} failed;"
        f" {sides or 'no side named'}; latest: {progress.latest_side or 'none'}"
    )


def tally_lines(tally: Tally) -> str:
    """Say what happened to the requests of one kind."""
    outcomes = ", ".join(f"{name} {number}" for name, number in tally.outcomes.items() if number)
    sides = [
        f"{side}: {seen.answers} answers, {seen.first:.3f} to {seen.last:.3f} s"
        for side, seen in tally.sides.items()
    ]
    without = (
        f"{tally.retried} sent again; {tally.failed_without_retry} would have failed without that"
    )
    again = [without] if tally.retried else []
    return "\n".join(
        [
            f"{tally.requests} requests, {tally.failed} failed: {outcomes}",
            *again,
            *sides,
            f"{tally.connections} connections tried, {tally.found_closed} found closed while idle",
            f"{tally.received} bytes received",
            f"latency  {_spread(tally.latency)}",
            f"lateness {_spread(tally.lateness)}",
            f"longest gap {tally.longest_gap * 1000:.1f} ms",
        ]
    )


def download_line(download: Record) -> str:
    """Say what happened to the long download."""
    return (
        f"{download.outcome}, {download.received:,} bytes in"
        f" {download.ended - download.started:.1f} s by {download.side or 'no named side'}"
    )


def crossing_lines(crossing: Crossing, began: float) -> str:
    """Say how fresh connections passed from one side to the other."""
    at = "never" if crossing.first_new is None else f"at {crossing.first_new - began:.3f} s"
    return (
        f"{crossing.old} to {crossing.new} {at}\nby {crossing.old} after that: "
        f"{crossing.old_started_after} requests that started later, {crossing.old_ended_after} "
        "answers that ended later"
    )


def _spread(spread: Spread | None) -> str:
    if spread is None:
        return "no requests"
    ranked = {"50%": spread.p50, "90%": spread.p90, "99%": spread.p99, "longest": spread.longest}
    return "  ".join(f"{name} {seconds * 1000:.1f}" for name, seconds in ranked.items()) + " ms"
