# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Every command, the lease lost at every place: nothing changes after it, and production serves."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.acts import LEASED
from support.lease_matrix import HEAD, MATRIX, at_every_place, row

PAGE = Path(__file__).parents[3] / "docs/crash-matrix.md"


def in_one_process(act: str) -> pytest.MarkDecorator:
    """Keep what is tried of a command together: its row on the page is made of all its cases."""
    return pytest.mark.xdist_group(f"lost leases of {act}")


CASES = [
    pytest.param(*case, marks=in_one_process(case[0]), id="-".join(case).replace(" ", "-"))
    for case in MATRIX
]


@pytest.mark.whole
@pytest.mark.parametrize(("act", "loss"), CASES)
def test_nothing_is_changed_once_the_lease_is_lost_and_production_serves_as_it_was_left(
    act: str, loss: str
) -> None:
    """No change of a former holder takes effect; exit codes 0 and 1 appear only where they are
    true; whatever another operator has made live goes on serving.
    """
    found = at_every_place(act, loss)

    assert [(one.place, one.code, one.wrong) for one in found if one.wrong] == []


@pytest.mark.whole
@pytest.mark.parametrize("act", [pytest.param(a, marks=in_one_process(a)) for a in LEASED])
def test_the_page_has_the_row_of_a_command_that_the_matrix_of_leases_says(act: str) -> None:
    """docs/crash-matrix.md holds what this run has come to.

    When it does not: python docs/crash_matrix.py > docs/crash-matrix.md
    """
    assert row(act) in PAGE.read_text().splitlines()


def test_the_page_has_a_row_for_each_command_that_takes_the_lease() -> None:
    """In their order, and no others."""
    _, _, rest = PAGE.read_text().partition("\n".join((*HEAD, "")))
    rows = rest.partition("\n\n")[0].splitlines()

    assert [each.strip("| ").split(" | ")[0] for each in rows] == list(LEASED)
