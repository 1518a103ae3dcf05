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
from support.operator import Operator, dead
from support.worlds import SHOP


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


STAGES = ["deploy", "check", "switch", "watch", "drain", "retire"]
QUICK = f"{SHOP}watch: {{duration: 2s, every: 1s}}\n"


def stages_of(listed: list[dict[str, Any]], release: dict[str, Any]) -> list[str]:
    """Return the stages that stand below a release, by the release's name."""
    return [row["Event"] for row in listed if row["Part Of"] == release["Run"]]


def test_a_release_is_one_row_with_its_stages_below_it(tmp_path: Path) -> None:
    """In their order, each once; what else was done stands for itself."""
    operator = Operator(FakeProject(), tmp_path, QUICK)
    for words in (UP, ("release", "2.0", "--yes", "-m", "friday"), ("rollback", "--yes")):
        operator.types(*words, expect=0)
    listed = rows(operator)

    apart = [row["Event"] for row in listed if not row["Part Of"]]
    assert apart == ["drain", "rollback", "release", "up", "up"]
    release = listed[2]
    assert (release["Phase"], release["Version"], release["Message"]) == (
        "succeeded",
        "2.0",
        "friday",
    )
    assert stages_of(listed, release) == STAGES
    assert [row["Event"] for row in listed[3:9]] == STAGES
    assert len(rows(operator, "--limit", "3")) == 3 + len(STAGES)

    table = operator.types("history", "shop", "-c", "Event", "-c", "Phase", expect=0).out
    assert "| release " in table
    assert "| - deploy " in table
    assert "Part Of" not in operator.types("history", "shop", expect=0).out


@pytest.mark.parametrize(
    ("check", "code", "phase", "stages"),
    [
        ("exit 1", 1, "failed", ["deploy", "check"]),
        (
            '[ "$BLUEGREEN_ADDRESS" != "$BLUEGREEN_PRODUCTION" ]',
            3,
            "rolled back",
            ["deploy", "check", "switch", "rollback", "drain", "watch"],
        ),
        (
            '[ "$BLUEGREEN_ADDRESS" != "$BLUEGREEN_PRODUCTION" ] || exit 75',
            4,
            "stuck",
            ["deploy", "check", "switch", "watch"],
        ),
    ],
    ids=["check", "watch", "unknown"],
)
def test_a_release_says_how_it_ended_and_why(
    tmp_path: Path, check: str, code: int, phase: str, stages: list[str]
) -> None:
    """Its row has the sentence of the error, and each check has one row."""
    script = tmp_path / "check.sh"
    script.write_text(f"#!/bin/sh\n{check}\n")
    script.chmod(0o755)
    checks = "checks: [{name: well, command: {run: [./check.sh]}}]\n"
    operator = Operator(FakeProject(), tmp_path, QUICK + checks)
    operator.types(*UP, expect=0)
    ended = operator.types("release", "2.0", "--yes", expect=code)
    release, *below = rows(operator)

    assert (release["Event"], release["Phase"]) == ("release", phase)
    assert release["Sentence"] in ended.err
    assert stages_of(below, release) == stages


def test_a_check_without_a_release_is_one_row_that_says_what_it_found(tmp_path: Path) -> None:
    """The proof that preview shows the idle side is a part of it, and no second check."""
    operator = Operator(FakeProject(), tmp_path)
    operator.types(*UP, expect=0)
    operator.types("check", expect=0)
    [check] = [row for row in rows(operator) if row["Event"] == "check"]

    assert (check["Phase"], check["Side"], check["Release"]) == ("succeeded", "green", "r2")


def test_a_check_that_was_killed_after_its_proof_did_not_pass(tmp_path: Path) -> None:
    """Nothing was checked yet, and a switch says so."""
    operator = Operator(FakeProject(), tmp_path)
    operator.types(*UP, expect=0)
    operator.types("check", expect=0)

    def killed(moment: str, call: str) -> None:
        if call == "data_plane.warm_up":
            operator.project.fault = dead
            dead(moment, call)

    operator.project.fault = killed
    operator.types("check", expect=137)
    operator.project.fault = no_fault

    assert rows(operator)[0]["Phase"] == "unfinished"


def test_a_release_of_two_applications_is_a_row_of_each(tmp_path: Path) -> None:
    """Each history has its own stages."""
    operator = Operator(FakeProject(), tmp_path, QUICK, ("desk",))
    operator.types(*UP, expect=0)
    operator.types(*UP, "--specification", "desk.yaml", expect=0)
    operator.types("release", "2.0", "--together", "desk.yaml", "--yes", expect=0)

    for name in ("shop", "desk"):
        found = operator.types("history", name, "-f", "json", expect=0)
        listed = json.loads(found.out)
        assert listed[0]["Event"] == "release"
        assert stages_of(listed, listed[0]) == STAGES


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
