# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""A pipeline takes back its own switch, and no other."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from support.acts import with_two_versions
from support.fake_cloud import FakeProject, no_fault
from support.faults import heat_is_down, strike
from support.operator import Operator
from support.worlds import context_in, live

from bluegreen.errors import CloudError, StepFailed
from bluegreen.model.journal import Phase
from bluegreen.operations.journal_writer import note


@pytest.fixture
def operator(tmp_path: Path) -> Operator:
    """Somebody whose application has blue live with 1.0, and 2.0 on green."""
    return with_two_versions(FakeProject(), tmp_path)


def in_build(number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let what follows be typed by a build of a CI system."""
    monkeypatch.setenv("BUILD_URL", f"https://ci.example/job/shop/{number}/")


TAKE_BACK = ("rollback", "--if-live", "2.0", "--if-switched-by-me", "--yes")


def test_a_build_takes_back_its_own_switch(
    operator: Operator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once: then the last move is its rollback."""
    in_build(7, monkeypatch)
    operator.types("switch", "--yes", expect=0)
    for _ in range(2):
        operator.types(*TAKE_BACK, expect=0)

        assert live(operator.project) == "blue"


def test_a_build_leaves_what_another_build_made_live(
    operator: Operator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """2.0 was released by an earlier build and is good; this one was refused, and moved nothing."""
    in_build(7, monkeypatch)
    operator.types("switch", "--yes", expect=0)
    in_build(8, monkeypatch)
    operator.types("switch", "--expect-version", "2.0", "--yes", expect=1)
    operator.project.calls.clear()

    done = operator.types(*TAKE_BACK, "-f", "json", expect=0)

    assert "moved production last (switch), not a switch of " in done.err
    assert json.loads(done.out)["live"] == live(operator.project) == "green"
    assert not [call for call in operator.project.calls if call.startswith("addresses.point")]


def test_a_build_leaves_what_a_person_has_moved_since(
    operator: Operator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who went back, looked, and went forth again has decided."""
    with monkeypatch.context() as building:
        in_build(7, building)
        operator.types("switch", "--yes", expect=0)
    operator.types("rollback", "--yes", expect=0)
    operator.types("switch", "--yes", expect=0)
    in_build(7, monkeypatch)

    operator.types(*TAKE_BACK, expect=0)

    assert live(operator.project) == "green"


def test_a_switch_that_rolled_back_automatically_is_no_move(
    operator: Operator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The one before it counts: production is where that has left it."""
    in_build(7, monkeypatch)
    operator.types("switch", "--yes", expect=0)
    in_build(8, monkeypatch)
    strike(operator.project, "before", "data_plane.prove production", lambda: StepFailed("no"))
    operator.types("switch", "--yes", expect=3)
    in_build(7, monkeypatch)

    operator.types(*TAKE_BACK, expect=0)

    assert live(operator.project) == "blue"


def test_a_switch_that_was_killed_before_its_move_is_not_taken_back(operator: Operator) -> None:
    """Nobody has seen green: "back" would make the version live that never was."""
    operator.types("switch", "--yes", "--stop-at", "before:move-production", expect=137)
    operator.project.fault = no_fault

    done = operator.types("rollback", "--if-switched-by-me", "--yes", "--break-lease", expect=0)

    assert "has not moved production: nothing to roll back" in done.err
    assert live(operator.project) == "blue"


def test_a_switch_that_was_killed_after_its_move_is_taken_back(operator: Operator) -> None:
    """It has not said how it ended, and its side is live."""
    operator.types("switch", "--yes", "--stop-at", "after:move-production", expect=137)
    operator.project.fault = no_fault

    operator.types("rollback", "--if-switched-by-me", "--yes", "--break-lease", expect=0)

    assert live(operator.project) == "blue"


def test_a_way_back_that_was_killed_before_its_move_is_taken_again(operator: Operator) -> None:
    """It is the last move in the journal, and moved nothing: the version is live as before."""
    operator.types("switch", "--yes", expect=0)
    operator.types(*TAKE_BACK, "--stop-at", "before:move-production", expect=137)
    operator.project.fault = no_fault

    operator.types(*TAKE_BACK, "--break-lease", expect=0)

    assert live(operator.project) == "blue"


def test_what_was_taken_back_without_heat_does_not_come_back(operator: Operator) -> None:
    """A person's rollback is in no journal then: the last move in it is the job's own switch."""
    operator.types("switch", "--yes", expect=0)
    operator.project.fault = heat_is_down
    operator.types("rollback", "--yes", expect=0)
    operator.project.fault = no_fault

    done = operator.types("rollback", "--if-switched-by-me", "--yes", expect=0)

    assert "switch in the journal is to green" in done.err
    assert "but blue is live: nothing to roll back" in done.err
    assert live(operator.project) == "blue"


def test_a_job_that_somebody_else_starts_again_takes_back_the_switch_of_its_run(
    operator: Operator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A run is known by its name, not by who starts one of its jobs."""
    monkeypatch.setenv("BLUEGREEN_RUN", "https://git.example/shop/-/pipelines/3")
    monkeypatch.setenv("GITLAB_USER_LOGIN", "ann")
    operator.types("switch", "--yes", expect=0)
    monkeypatch.setenv("GITLAB_USER_LOGIN", "bob")

    operator.types(*TAKE_BACK, expect=0)

    assert live(operator.project) == "blue"


def notes(operator: Operator, count: int) -> None:
    """Fill the journal with entries that are of no move."""
    for _ in range(count):
        note(context_in(operator.project), "shop", "note", Phase.SUCCEEDED, None, {})


def test_a_switch_is_found_behind_many_newer_entries(operator: Operator) -> None:
    """A timer's repairs, and checks, are in the journal too."""
    operator.types("switch", "--yes", expect=0)
    notes(operator, 65)

    operator.types(*TAKE_BACK, expect=0)

    assert live(operator.project) == "blue"


def test_a_journal_that_does_not_reach_back_to_the_last_move_is_left_to_a_person(
    operator: Operator,
) -> None:
    """It keeps so many entries; who moved production before them is not known."""
    operator.types("switch", "--yes", expect=0)
    notes(operator, 300)

    refused = operator.types(*TAKE_BACK, expect=1)

    assert "the newest 300 entries of the journal contain no move" in refused.err
    assert live(operator.project) == "green"


def test_what_cannot_be_read_in_the_journal_is_left_to_a_person(operator: Operator) -> None:
    """Heat does not answer: nothing moves, and the refusal names what is not known."""
    operator.types("switch", "--yes", expect=0)

    def fault(moment: str, call: str) -> None:
        if call.startswith("GET software_configs"):
            raise CloudError("Heat does not answer")

    operator.project.fault = fault
    refused = operator.types(*TAKE_BACK, expect=1)

    assert "cannot tell who moved production of shop last" in refused.err
    assert live(operator.project) == "green"
