# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Every command, every fault, every place: production serves on, and both ways on end well."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.acts import ACTS
from support.crash_matrix import MATRIX, Case, points, table, whole_matrix, world_before
from support.operator import Operator

from bluegreen.steps.step import Run

PAGE = Path(__file__).parents[2] / "docs/crash-matrix.md"


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], list[Case]]:
    """Every case of the matrix, once; the summary is printed with -s."""
    matrix = whole_matrix(tmp_path_factory.mktemp("matrix"))
    print(f"\n{table(matrix)}")  # noqa: T201
    return matrix


@pytest.mark.whole
@pytest.mark.parametrize(("act", "fault"), MATRIX, ids=lambda word: word.replace(" ", "-"))
def test_production_serves_on_and_what_is_printed_next_ends_well(
    act: str, fault: str, found: dict[tuple[str, str], list[Case]]
) -> None:
    """After the fault production points at one healthy side (but for the first `up`, and `down`);
    what was told is true; `resume`, and the same command again, each end in a good state when
    their operator types whatever is printed as next.
    """
    met = found[act, fault]

    assert met
    assert [(case.place, case.code, case.wrong) for case in met if case.wrong] == []


@pytest.mark.whole
def test_the_page_is_what_the_matrix_says(found: dict[tuple[str, str], list[Case]]) -> None:
    """docs/crash-matrix.md holds the table that this run has come to.

    When it does not: python docs/crash_matrix.py > docs/crash-matrix.md
    """
    assert table(found) in PAGE.read_text()


@pytest.mark.parametrize("act", ACTS)
def test_every_point_that_a_command_passes_can_be_named(
    act: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The refusal of a point that is none lists before and after each stage and step, side stacks
    and the last stages of a release included; so the matrix kills at all of them.
    """
    world = world_before(act).copy()
    passed: list[str] = []

    def note(run: Run, moment: str, point: str) -> None:
        if "+" not in point:  # a step that is made of others is named by its parts
            passed.append(f"{moment}:{point}")

    monkeypatch.setattr(Run, "stop_dead", note)
    Operator(world, tmp_path, others=ACTS[act].others).types(*ACTS[act].words, expect=0)

    assert {f"{place.moment}:{place.call}" for place in points(act)} == set(passed)


def test_the_points_of_removing_an_application_end_with_its_last_stack() -> None:
    """`down` goes on once the lease is given back: the sides, and the router they share."""
    listed = [place.call for place in points("down")]

    assert {"remove-shop-blue", "remove-shop-green", "remove-shop"} <= set(listed)
