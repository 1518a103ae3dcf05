# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What was done, read from the journal: a row for each run."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from support.acts import DEPLOY, SWITCH, UP
from support.fake_cloud import FakeProject, no_fault
from support.operator import Operator


@pytest.fixture
def operator(tmp_path: Path) -> Operator:
    """An operator who has switched the shop to 2.0, was killed on the way back, and resumed."""
    operator = Operator(FakeProject(), tmp_path)
    for words in (UP, DEPLOY, (*SWITCH, "-m", "spring campaign")):
        operator.types(*words, expect=0)
    operator.types("rollback", "--yes", "--stop-at", "after:move-production", expect=137)
    operator.project.fault = no_fault
    operator.types("resume", "--yes", "--break-lease", expect=0)
    return operator


def rows(operator: Operator, *words: str) -> list[dict[str, Any]]:
    """Return what `history` lists."""
    listed = operator.types("history", "shop", *words, "-f", "json", expect=0)
    found: list[dict[str, Any]] = json.loads(listed.out)
    return found


def test_each_run_is_a_row_with_its_end(operator: Operator) -> None:
    """Newest first; a run that was killed is unfinished."""
    assert [(row["Event"], row["Phase"]) for row in rows(operator)] == [
        ("resume", "succeeded"),
        ("rollback", "unfinished"),
        ("drain", "succeeded"),
        ("switch", "succeeded"),
        ("deploy", "succeeded"),
        ("up", "succeeded"),
        ("up", "succeeded"),
    ]


@pytest.mark.parametrize("limit", ["0", "-1", "all"])
def test_a_limit_that_shows_nothing_is_a_usage_error(operator: Operator, limit: str) -> None:
    """An empty list would say that nothing was done."""
    refused = operator.types("history", "shop", "--limit", limit, expect=2)

    assert "a whole number, at least 1" in refused.err


def test_a_row_says_who_why_what_and_at_what_cost(operator: Operator) -> None:
    """Operator, reason, version, release, side, and the measured cutover with failed requests."""
    switch = next(row for row in rows(operator) if row["Event"] == "switch")

    assert switch["Message"] == "spring campaign"
    assert "@" in switch["Operator"]
    assert (switch["Side"], switch["Version"], switch["Release"]) == ("green", "2.0", "r3")
    assert (switch["Cutover"], switch["Failed Requests"]) == (0.5, 0)
    assert switch["Sentence"] == "switch of shop to green is done"


def test_the_cost_of_a_switch_is_not_told_of_another_run(operator: Operator) -> None:
    """Each run tells its own cutover; a deploy has none."""
    costs = {row["Event"]: row["Cutover"] for row in rows(operator)}

    assert (costs["deploy"], costs["resume"]) == (None, None)


def test_the_runs_of_one_release_can_be_picked(operator: Operator) -> None:
    """`--release r3` shows what was done with it."""
    events = {row["Event"] for row in rows(operator, "--release", "r3")}

    assert events == {"deploy", "switch"}


def test_steps_are_shown_when_asked_for(operator: Operator) -> None:
    """`--steps` lists every entry, so that one sees where a run stopped."""
    steps = [row["Step"] for row in rows(operator, "--steps") if row["Event"] == "rollback"]

    assert steps[0] == "move-production"
    assert steps[-1] is None


def test_the_limit_counts_rows(operator: Operator) -> None:
    """Runs by default, entries with `--steps`."""
    assert len(rows(operator, "--limit", "2")) == 2
    assert len(rows(operator, "--steps", "--limit", "3")) == 3
