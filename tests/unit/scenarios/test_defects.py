# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""A defect of this program: once anything has begun, it does not say that nothing is changed."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.crash_world import world_before
from support.fake_cloud import FakeProject
from support.faults import strike
from support.operator import Operator
from support.states import good
from support.worlds import live_once_reachable, shop

from bluegreen.errors import CloudError
from bluegreen.model.tags import Colour

SWITCH = ("switch", "--yes")
RELEASE = ("release", "2.0", "--watch", "1s", "--yes")
TO_GREEN = "addresses.point production vip-shop-green"


def defect() -> Exception:
    """Return what only a mistake in this program raises."""
    return KeyError("nobody thought of it")


@pytest.fixture
def project() -> FakeProject:
    """An application with 2.0 on its idle side, green."""
    return world_before("switch").copy()


@pytest.mark.parametrize("words", [SWITCH, RELEASE], ids=lambda words: words[0])
@pytest.mark.parametrize(
    ("moment", "call", "ends_on"),
    [
        ("before", TO_GREEN, Colour.BLUE),
        ("after", TO_GREEN, Colour.GREEN),
        ("before", "addresses.point preview vip-shop-blue", Colour.GREEN),
        ("before", "data_plane.prove production", Colour.GREEN),
    ],
)
def test_a_defect_in_a_step_undoes_nothing_and_names_resume(
    project: FakeProject,
    tmp_path: Path,
    words: tuple[str, ...],
    moment: str,
    call: str,
    ends_on: Colour,
) -> None:
    """What undoing would do nobody knows then: exit code 4, recorded, and resume ends it well."""
    operator = Operator(project, tmp_path)
    strike(project, moment, call, defect)
    done = operator.types(*words, expect=4)

    assert "unexpected KeyError" in done.err
    assert done.next_command[:2] == ["resume", "shop"]
    assert live_once_reachable(project) is ends_on
    ends = {
        e.event: str(e.phase) for e in reversed(project.cloud().journal.entries("shop", limit=2))
    }
    assert ends["switch"] == ends.get("release", "stuck") == "stuck"
    operator.types(*done.next_command, "--yes", expect=0)
    assert live_once_reachable(project) is ends_on
    assert good(shop(project))


@pytest.mark.parametrize("words", [SWITCH, RELEASE], ids=lambda words: words[0])
def test_a_defect_after_the_move_is_not_nothing_changed(
    project: FakeProject, tmp_path: Path, words: tuple[str, ...]
) -> None:
    """The switch is done, and its drain meets the defect."""
    operator = Operator(project, tmp_path)
    strike(project, "before", "balancers.connections blue", defect)
    done = operator.types(*words, expect=4)

    assert "unexpected KeyError" in done.err
    assert done.next_command[:2] == ["resume", "shop"]
    assert live_once_reachable(project) is Colour.GREEN


@pytest.mark.parametrize(
    "words",
    [SWITCH, ("deploy", "3.0", "--yes"), ("scale", "blue", "--count", "3", "--max", "3", "--yes")],
)
def test_a_result_that_cannot_be_shown_fails_nothing(
    project: FakeProject, tmp_path: Path, words: tuple[str, ...]
) -> None:
    """A pipeline would take a switch back that ended with another code than 0."""
    done = Operator(project, tmp_path).types(*words, "-c", "verison", expect=0)

    assert done.out == ""
    assert "Done, but the result could not be shown: the result has no column verison, but " in (
        done.err
    )


@pytest.mark.parametrize("words", [("switch", "--dry-run"), ("status",), ("history",)])
def test_a_column_that_is_none_is_a_usage_error_where_nothing_is_changed(
    project: FakeProject, tmp_path: Path, words: tuple[str, ...]
) -> None:
    """The error names those that there are."""
    done = Operator(project, tmp_path).types(*words, "-c", "verison", expect=2)

    assert "error: the result has no column verison, but " in done.err
    assert "ersion" in done.err.partition("but ")[2]


def test_a_defect_while_undoing_is_reported_as_what_undoing_met(
    project: FakeProject, tmp_path: Path
) -> None:
    """Production has moved and may not be back: exit code 4."""

    def fault(moment: str, call: str) -> None:
        if call == "data_plane.prove production":
            raise CloudError("nobody answers")
        if call == "addresses.point production vip-shop-blue":
            raise defect()

    project.fault = fault
    done = Operator(project, tmp_path).types(*SWITCH, expect=4)

    assert "undoing move-production failed as well: unexpected KeyError" in done.err
    assert done.next_command[:2] == ["resume", "shop"]


def test_a_defect_before_anything_has_begun_is_one(project: FakeProject, tmp_path: Path) -> None:
    """Exit code 1: nothing is changed, and --debug shows more."""
    strike(project, "before", "addresses.find", defect)
    done = Operator(project, tmp_path).types(*SWITCH, expect=1)

    assert "--debug" in done.err
    assert live_once_reachable(project) is Colour.BLUE
