# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Every command, the lease lost at every place: nothing changes after it, and production serves."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.lease_matrix import MATRIX, Robbed, table, whole_matrix

PAGE = Path(__file__).parents[2] / "docs/crash-matrix.md"


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], list[Robbed]]:
    """Every case of the matrix, once."""
    return whole_matrix(tmp_path_factory.mktemp("lease"))


@pytest.mark.whole
@pytest.mark.parametrize(("act", "loss"), MATRIX, ids=lambda word: word.replace(" ", "-"))
def test_nothing_is_changed_once_the_lease_is_lost_and_production_serves_as_it_was_left(
    act: str, loss: str, found: dict[tuple[str, str], list[Robbed]]
) -> None:
    """No change of a former holder takes effect; exit code 0 and 1 are told only where they are
    true; whatever another operator has made live goes on serving.
    """
    assert [(one.place, one.code, one.wrong) for one in found[act, loss] if one.wrong] == []


@pytest.mark.whole
def test_the_page_is_what_the_matrix_of_leases_says(
    found: dict[tuple[str, str], list[Robbed]],
) -> None:
    """docs/crash-matrix.md holds the table that this run has come to.

    When it does not: python docs/crash_matrix.py > docs/crash-matrix.md
    """
    assert table(found) in PAGE.read_text()
