# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The paper's section 6, computed from the durations that it names."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from pathlib import Path

import pytest

from bluegreen.timetable import Durations, compare, load_durations, paper_durations, starter
from bluegreen.timetable.schedule import Schedule
from bluegreen.timetable.words import clock

HOUR, MINUTE, SECOND = timedelta(hours=1), timedelta(minutes=1), timedelta(seconds=1)


def times(schedule: Schedule) -> list[tuple[str, str]]:
    """Return when each line begins, and the end."""
    lines = [(clock(schedule.begins + line.at), line.step) for line in schedule.lines]
    return [*lines, (clock(schedule.begins + schedule.ends), "")]


def test_table_2_is_a_window_of_two_hours() -> None:
    """23:00 to 25:00; the decision at 24:30, access opened from 24:55."""
    before = compare(paper_durations(), runs=1, seed=1).before.schedule

    assert times(before) == [
        ("23:00", "Forced logout"),
        ("23:05", "Stop access"),
        ("23:10", "Backup"),
        ("23:30", "Apply the release"),
        ("24:00", "Confirmation test"),
        ("24:30", "Go back"),
        ("24:50", "In reserve"),
        ("24:55", "Open access"),
        ("25:00", ""),
    ]
    assert (before.window, before.needed) == (2 * HOUR, 115 * MINUTE)
    assert clock(before.begins + before.decide_at) == "24:30"
    assert before.users_out == 2 * HOUR


def test_table_3_is_a_window_of_a_quarter_of_an_hour() -> None:
    """Users are back 3 s after 23:05; five minutes later it is decided, and going back fits in."""
    after = compare(paper_durations(), runs=1, seed=1).after.schedule

    assert times(after) == [
        ("23:00", "Forced logout"),
        ("23:05", "Switch"),
        ("23:05:03", "Watch"),
        ("23:10:03", "Switch back"),
        ("23:10:06", "In reserve"),
        ("23:15", ""),
    ]
    assert (after.window, after.needed) == (15 * MINUTE, 10 * MINUTE + 6 * SECOND)
    assert after.outages == ((timedelta(), 5 * MINUTE + 3 * SECOND),)


def test_the_window_is_an_eighth() -> None:
    """Exactly: nothing is rounded but the windows."""
    assert compare(paper_durations(), runs=1, seed=1).ratio == Fraction(1, 8)


def test_without_forced_logout_no_window_remains() -> None:
    """Nobody is ever out, so there is nothing to announce; the watch and the way back stay."""
    without = compare(paper_durations(), runs=1, seed=1).without_logout.schedule

    assert without.window is None
    assert without.users_out == timedelta()
    assert [line.step for line in without.lines] == ["Switch", "Watch", "Switch back"]
    assert {line.users for line in without.lines} == {None}


@pytest.mark.parametrize(
    ("old", "new", "before", "after"),
    [
        ("step: Backup, takes: 20m", "step: Backup, takes: 26m", 135 * MINUTE, 15 * MINUTE),
        ("step: Watch, takes: 5m", "step: Watch, takes: 10m", 2 * HOUR, 30 * MINUTE),
        ("ends_on: 15m", "ends_on: 1m", 115 * MINUTE, 11 * MINUTE),
    ],
)
def test_other_durations_make_other_windows(
    tmp_path: Path, old: str, new: str, before: timedelta, after: timedelta
) -> None:
    """The tables are computed: what goes in decides what comes out."""
    comparison = compare(changed(tmp_path, old, new), runs=1, seed=1)

    assert comparison.before.schedule.window == before
    assert comparison.after.schedule.window == after
    assert comparison.ratio == Fraction(after // SECOND, before // SECOND)


def changed(folder: Path, old: str, new: str) -> Durations:
    """Return the paper's durations with one text in the place of another."""
    assert old in starter()
    file = folder / "own.yaml"
    file.write_text(starter().replace(old, new))
    return load_durations(file)
