# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Every command, every fault, every place: production serves on, and both ways on end well."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.acts import ACTS
from support.crash_matrix import HEAD, MATRIX, at_every_place, points, row
from support.crash_world import world_before
from support.operator import Operator

from bluegreen.operations.context import ExecutionContext

PAGE = Path(__file__).parents[3] / "docs/crash-matrix.md"


def in_one_process(act: str) -> pytest.MarkDecorator:
    """Keep what is tried of a command together: worlds that faults leave alike are shared."""
    return pytest.mark.xdist_group(f"crashes of {act}")


CASES = [
    pytest.param(*case, marks=in_one_process(case[0]), id="-".join(case).replace(" ", "-"))
    for case in MATRIX
]


@pytest.mark.whole
@pytest.mark.parametrize(("act", "fault"), CASES)
def test_production_serves_on_and_what_is_printed_next_ends_well(
    act: str, fault: str, tmp_path: Path
) -> None:
    """After the fault production points at one healthy side (but for the first `up`, and `down`);
    what was told is true; `resume`, and the same command again, each end in a good state when
    their operator types whatever is printed as next. docs/crash-matrix.md has the row that this
    run has come to; when it has not: python docs/crash_matrix.py > docs/crash-matrix.md
    """
    met = at_every_place(act, fault, tmp_path)

    assert met
    assert [(case.place, case.code, case.wrong) for case in met if case.wrong] == []
    assert row(act, fault, met) in PAGE.read_text().splitlines()


def test_the_page_has_a_row_for_each_command_and_fault() -> None:
    """In their order, and no others. That each is what the matrix says is tested with its cases."""
    _, _, rest = PAGE.read_text().partition("\n".join((*HEAD, "")))
    rows = rest.partition("\n\n")[0].splitlines()

    assert [tuple(each.strip("| ").split(" | ")[:2]) for each in rows] == MATRIX


@pytest.mark.parametrize("act", [pytest.param(a, marks=in_one_process(a)) for a in ACTS])
def test_every_point_that_a_command_passes_can_be_named(
    act: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The refusal of a point that is none lists before and after each stage and step, side stacks
    and the last stages of a release included; so the matrix kills at all of them.
    """
    world = world_before(act).copy()
    passed: list[str] = []

    def note(run: ExecutionContext, moment: str, point: str) -> None:
        if "+" not in point:  # a step that is made of others is named by its parts
            passed.append(f"{moment}:{point}")

    monkeypatch.setattr(ExecutionContext, "crash_point", note)
    Operator(world, tmp_path, others=ACTS[act].others).types(*ACTS[act].words, expect=0)

    assert {f"{place.moment}:{place.call}" for place in points(act)} == set(passed)


def test_the_points_of_removing_an_application_end_with_its_last_stack() -> None:
    """`down` goes on once the lease is given back: the sides, and the router they share."""
    listed = [place.call for place in points("down")]

    assert {"remove-shop-blue", "remove-shop-green", "remove-shop"} <= set(listed)
