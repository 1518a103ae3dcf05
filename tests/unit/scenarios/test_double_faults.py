# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""A fault, and another one for the command that goes on after it: nothing is worse than after one.

`test_crash_matrix.py` and `test_lease_matrix.py` try one fault at every place; of two there are too
many pairs, and so they are drawn by lot.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from support.acts import ACTS
from support.double_faults import KINDS, pair, pairs, table

SEED = int(os.environ.get("BLUEGREEN_TEST_SEED", "12"))
"""What the lot is drawn from; another one tries other pairs."""


def test_sixty_pairs_of_faults_leave_production_serving_and_ways_on_that_end_well(
    tmp_path: Path,
) -> None:
    """What the long form asserts, of its first pairs."""
    found = pairs(SEED, 60, tmp_path)

    assert [str(one) for one in found if one.wrong] == []


def test_a_pair_can_be_run_again_by_its_seed(tmp_path: Path) -> None:
    """One that failed is run on its own: pair("12:7", folder) of `support.double_faults`."""
    seventh = pairs(SEED, 8, tmp_path)[7]
    alone = pair(f"{SEED}:7", tmp_path)

    assert str(alone) == str(seventh)


@pytest.mark.long
def test_three_thousand_pairs_of_faults_leave_production_serving_and_ways_on_that_end_well(
    tmp_path: Path,
) -> None:
    """Every command of the crash matrix, every fault of it and the loss of the lease, twice.

    Judged as there: production serves; what each command says of itself is true; no change is made
    under a lost lease; `resume`, and the same command again, each end in a good state when their
    operator types whatever is printed as next. A pair is named with its seed. docs/crash-matrix.md
    does not tell of these: how many there are of a kind is chance, and says nothing.
    """
    found = pairs(SEED, 3000, tmp_path)
    print(f"\n{table(found)}")  # noqa: T201

    assert {one.act for one in found} == set(ACTS)
    assert {kind for one in found for _, kind, _, _ in one.faults} == set(KINDS)
    assert [str(one) for one in found if one.wrong] == []
