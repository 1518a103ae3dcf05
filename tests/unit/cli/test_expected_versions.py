# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What a job tells the commands that it believes: between two stages somebody else may act."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from support.fake_cloud import FakeProject, no_fault
from support.faults import heat_is_down, strike
from support.operator import Operator
from support.worlds import context_in, shop

from bluegreen.errors import CloudError, StepFailed
from bluegreen.model.journal import Phase
from bluegreen.operations.journal_writer import note


@pytest.fixture
def operator(tmp_path: Path) -> Operator:
    """Somebody whose application has blue live with 1.0, and 2.0 on green."""
    operator = Operator(FakeProject(), tmp_path)
    operator.types("up", "1.0", "--yes", expect=0)
    operator.types("deploy", "2.0", "--yes", expect=0)
    return operator


def live(operator: Operator) -> str:
    """Return the live side."""
    side = shop(operator.project).live
    assert side is not None
    return str(side.colour)


def test_a_switch_is_refused_when_another_version_was_deployed_meanwhile(
    operator: Operator,
) -> None:
    """What was checked is 2.0; 3.0 is on the idle side now, and stays there."""
    operator.types("deploy", "3.0", "--yes", expect=0)
    refused = operator.types("switch", "--expect-version", "2.0", "--yes", expect=1)

    assert "green runs 3.0, 2.0 was expected" in refused.err
    assert live(operator) == "blue"


def test_a_switch_of_the_expected_version_goes_on(operator: Operator) -> None:
    """Run again, it does not go back to the version that was live before."""
    operator.types("switch", "--expect-version", "2.0", "--yes", expect=0)
    operator.types("switch", "--expect-version", "2.0", "--yes", expect=1)

    assert live(operator) == "green"


def test_a_version_that_never_went_live_is_not_rolled_back(operator: Operator) -> None:
    """Exit code 0 with the result: a plain rollback would have made 2.0 live, which failed."""
    operator.project.calls.clear()
    done = operator.types("rollback", "--if-live", "2.0", "--yes", "-f", "json", expect=0)

    assert "blue is live with 1.0: there is no 2.0 to roll back." in done.err
    assert json.loads(done.out)["version"] == "1.0"
    assert live(operator) == "blue"
    assert not [call for call in operator.project.calls if call.startswith("addresses.point")]


def test_a_version_that_is_live_is_rolled_back(operator: Operator) -> None:
    """Once: run again, 2.0 is not live any more, and nothing moves."""
    operator.types("switch", "--yes", expect=0)
    for _ in range(2):
        operator.types("rollback", "--if-live", "2.0", "--yes", expect=0)

        assert live(operator) == "blue"


def test_the_same_version_on_both_sides_is_left_to_a_person(operator: Operator) -> None:
    """Going back would bring the same version, and the next time go forth again."""
    operator.types("deploy", "1.0", "--allow-live", "--yes", expect=0)
    refused = operator.types("rollback", "--if-live", "1.0", "--yes", expect=1)

    assert "both sides of shop run 1.0" in refused.err
    assert live(operator) == "blue"


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

        assert live(operator) == "blue"


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
    assert json.loads(done.out)["live"] == live(operator) == "green"
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

    assert live(operator) == "green"


def test_a_switch_that_went_back_by_itself_is_no_move(
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

    assert live(operator) == "blue"


def test_a_switch_that_was_killed_before_its_move_is_not_taken_back(operator: Operator) -> None:
    """Nobody has seen green: "back" would make the version live that never was."""
    operator.types("switch", "--yes", "--stop-at", "before:move-production", expect=137)
    operator.project.fault = no_fault

    done = operator.types("rollback", "--if-switched-by-me", "--yes", "--break-lease", expect=0)

    assert "has not moved production: nothing to roll back" in done.err
    assert live(operator) == "blue"


def test_a_switch_that_was_killed_after_its_move_is_taken_back(operator: Operator) -> None:
    """It has not said how it ended, and its side is live."""
    operator.types("switch", "--yes", "--stop-at", "after:move-production", expect=137)
    operator.project.fault = no_fault

    operator.types("rollback", "--if-switched-by-me", "--yes", "--break-lease", expect=0)

    assert live(operator) == "blue"


def test_a_way_back_that_was_killed_before_its_move_is_taken_again(operator: Operator) -> None:
    """It is the last move in the journal, and moved nothing: the version is live as before."""
    operator.types("switch", "--yes", expect=0)
    operator.types(*TAKE_BACK, "--stop-at", "before:move-production", expect=137)
    operator.project.fault = no_fault

    operator.types(*TAKE_BACK, "--break-lease", expect=0)

    assert live(operator) == "blue"


def test_what_was_taken_back_without_heat_does_not_come_back(operator: Operator) -> None:
    """A person's rollback is in no journal then: the last move in it is the job's own switch."""
    operator.types("switch", "--yes", expect=0)
    operator.project.fault = heat_is_down
    operator.types("rollback", "--yes", expect=0)
    operator.project.fault = no_fault

    done = operator.types("rollback", "--if-switched-by-me", "--yes", expect=0)

    assert "switch in the journal is to green" in done.err
    assert "but blue is live: nothing to roll back" in done.err
    assert live(operator) == "blue"


def test_a_job_that_somebody_else_starts_again_takes_back_the_switch_of_its_run(
    operator: Operator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A run is known by its name, whoever starts one of its jobs."""
    monkeypatch.setenv("BLUEGREEN_RUN", "https://git.example/shop/-/pipelines/3")
    monkeypatch.setenv("GITLAB_USER_LOGIN", "ann")
    operator.types("switch", "--yes", expect=0)
    monkeypatch.setenv("GITLAB_USER_LOGIN", "bob")

    operator.types(*TAKE_BACK, expect=0)

    assert live(operator) == "blue"


def notes(operator: Operator, count: int) -> None:
    """Fill the journal with entries that are of no move."""
    for _ in range(count):
        note(context_in(operator.project), "shop", "note", Phase.SUCCEEDED, None, {})


def test_a_switch_is_found_behind_many_newer_entries(operator: Operator) -> None:
    """A timer's repairs, and checks, are in the journal too."""
    operator.types("switch", "--yes", expect=0)
    notes(operator, 65)

    operator.types(*TAKE_BACK, expect=0)

    assert live(operator) == "blue"


def test_a_journal_that_does_not_reach_back_to_the_last_move_is_left_to_a_person(
    operator: Operator,
) -> None:
    """It keeps so many entries; who moved production before them is not known."""
    operator.types("switch", "--yes", expect=0)
    notes(operator, 300)

    refused = operator.types(*TAKE_BACK, expect=1)

    assert "the newest 300 entries of the journal contain no move" in refused.err
    assert live(operator) == "green"


def test_what_cannot_be_read_in_the_journal_is_left_to_a_person(operator: Operator) -> None:
    """Heat does not answer: nothing moves, and it is said what is not known."""
    operator.types("switch", "--yes", expect=0)

    def fault(moment: str, call: str) -> None:
        if call.startswith("GET software_configs"):
            raise CloudError("Heat does not answer")

    operator.project.fault = fault
    refused = operator.types(*TAKE_BACK, expect=1)

    assert "cannot tell who moved production of shop last" in refused.err
    assert live(operator) == "green"


def test_the_way_back_is_not_replaced_by_what_is_live_already(operator: Operator) -> None:
    """`deploy 2.0` again, by mistake or by a build of an old number, would remove the warm 1.0."""
    operator.types("switch", "--yes", expect=0)

    refused = operator.types("deploy", "2.0", "--yes", expect=1)

    assert "2.0 is already live on green; on blue it would replace 1.0" in refused.err
    assert refused.next_command == ["deploy", "2.0", "--allow-live"]
    assert shop(operator.project).blue.release.version == "1.0"
    operator.types("deploy", "2.0", "--allow-live", "--yes", expect=0)
    assert shop(operator.project).blue.release.version == "2.0"
    operator.types("deploy", "2.0", "--yes", expect=0)


@pytest.mark.parametrize("verb", ["up", "deploy", "release"])
@pytest.mark.parametrize(
    "version",
    [
        *("", " ", "2,0", "2.0 ", "2\n0", "x" * 61),
        *('2"; id; "', "2'0", "$(id)", "2`id`", "2\\0", "2;0", "2|0", "2&0", "2>0", "{version}"),
        *(
            "2.0-\U0001f680",
            "\uff12.0",
            "2.0\u202e",
            "2\x1b[2J",
            "-2.0",
            "../2.0",
            "a/../../b",
            "=2.0",
        ),
    ],
)
def test_what_is_no_version_is_not_built(operator: Operator, verb: str, version: str) -> None:
    """A version is a word of a shell, a part of an image's name, and a tag.

    A pipeline whose variable is unset would replace the way back with a version of no name; of
    "2,0" Heat would keep the tag of a version 2; a character of four bytes leaves a stack behind
    that has no tags; and the right to start a job is no right to be root on its servers.
    """
    before = dict(operator.project.stacks)
    refused = operator.types(verb, version, "--yes", expect=2)

    assert (
        "is no version: it must be 1 to 60 characters of A-Z, a-z, 0-9 and . _ + ~ @ -"
        in refused.err
    )
    assert operator.project.stacks == before
