# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""One's own durations: what may be written, and the refusal where it may not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from bluegreen.errors import SpecificationInvalid
from bluegreen.timetable import Durations, load_durations, starter

VALID = """\
before:
  steps:
    - {step: Stop, takes: 5m, users: shut out}
    - {step: Change, takes: {from: 10m, to: 30m}}
  reopening:
    - {step: Open, takes: 5m, users: let in}
after:
  steps:
    - {step: Switch, takes: {from: 1s, to: 9s, likely: 2s}}
"""
MINUTE = timedelta(minutes=1)

Read = Callable[[str], Durations]


@pytest.fixture
def read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Read:
    """Return a function that reads a text as the file own.yaml."""
    monkeypatch.chdir(tmp_path)

    def read(text: str) -> Durations:
        Path("own.yaml").write_text(text)
        return load_durations(Path("own.yaml"))

    return read


def test_what_is_not_written_is_as_in_the_paper(read: Read) -> None:
    """The window begins at 23:00, is whole quarters of an hour, and no release is bad."""
    durations = read(VALID)

    assert (durations.begins, durations.ends_on) == (timedelta(hours=23), 15 * MINUTE)
    assert durations.bad_releases == 0


def test_a_plan_counts_on_the_likely_duration_or_the_middle(read: Read) -> None:
    """A range is planned with what it says to be likely."""
    durations = read(VALID)

    assert durations.before.steps[1].takes.planned == 20 * MINUTE
    assert durations.after.steps[0].takes.planned == timedelta(seconds=2)


@pytest.mark.parametrize("written", ["23:30", '"23:30"'])
def test_a_time_of_day_needs_no_quotes(read: Read, written: str) -> None:
    """YAML 1.1 takes a bare 23:30 for the number 1410, and nobody who writes it does."""
    assert read(f"begins: {written}\n{VALID}").begins == timedelta(hours=23, minutes=30)


def test_every_problem_is_reported_at_once_with_its_line(read: Read) -> None:
    """As for the specification: file:line: path: rule, sorted by line."""
    broken = (
        VALID.replace("takes: 5m, users: shut out", "takes: 5 minutes, users: gone")
        .replace("from: 10m, to: 30m", "from: 40m, to: 30m")
        .replace("step: Open", "stp: Open")
        .replace("likely: 2s", "likely: 10s")
    )
    with pytest.raises(SpecificationInvalid) as invalid:
        read(f"begins: 24:00\nbad_releases: 2\n{broken}")

    assert invalid.value.exit_code == 2
    assert [str(problem) for problem in invalid.value.problems] == [
        "own.yaml:1: begins: must be a time of day such as 23:00",
        "own.yaml:2: bad_releases: must be at most 1",
        "own.yaml:5: before.steps[0].takes: must be a duration such as 500ms, 50s, 2m or 1h",
        "own.yaml:5: before.steps[0].users: must be one of logged out, shut out or let in",
        "own.yaml:6: before.steps[1].takes.to: must not be shorter than from",
        "own.yaml:8: before.reopening[0].step: is required",
        "own.yaml:8: before.reopening[0].stp: is not a key here; did you mean step?",
        "own.yaml:11: after.steps[0].takes.likely: must be between from and to",
    ]
    assert "the file of durations has 8 problems, and nothing was touched" in str(invalid.value)
    assert "bluegreen timetable --example" in invalid.value.next_step


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("takes: 5m, users: shut out", "takes: 5", "{from: 10m, to: 40m, likely: 15m}"),
        ("{step: Open, takes: 5m, users: let in}", "{step: Open, takes: 5m}", "never lets them in"),
        ("before:\n", "before:\n  window: 29m\n", "must be at least 0:30:00, the sum of the steps"),
        ("  steps:\n    - {step: Switch", "  steps: []\n  x:\n    - {step: Switch", "at least one"),
    ],
    ids=["a number", "users who stay out", "a short window", "no steps"],
)
def test_what_cannot_be_a_timetable_is_refused(
    read: Read, old: str, new: str, problem: str
) -> None:
    """A plan that leaves users out, or does not fit its window, is none."""
    assert old in VALID
    with pytest.raises(SpecificationInvalid, match=problem):
        read(VALID.replace(old, new, 1))


def test_a_file_that_is_not_there_is_reported_with_the_way_to_one(tmp_path: Path) -> None:
    """The example is printed by the command itself."""
    with pytest.raises(SpecificationInvalid, match="does not exist") as invalid:
        load_durations(tmp_path / "none.yaml")

    assert "--example" in invalid.value.next_step


def test_the_example_is_valid_and_says_nothing_of_our_copyright(read: Read) -> None:
    """It is the user's file from then on."""
    assert read(starter()).before.steps[2].step == "Backup"
    assert "SPDX" not in starter()
