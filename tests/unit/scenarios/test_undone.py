# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What is printed after a command that failed, or was interrupted, and has undone all of it."""

from __future__ import annotations

import pytest
from support.acts import SWITCH
from support.faults import strike
from support.incidents import TO_GREEN
from support.operator import Operator


@pytest.mark.parametrize(
    ("words", "call"),
    [
        (SWITCH, TO_GREEN),
        (("deploy", "3.0", "--yes"), "stacks.create shop-green-r4"),
        (("scale", "green", "--count", "3", "--max", "3", "--yes"), "stacks.resize shop-green-r3"),
    ],
    ids=["switch", "deploy", "scale"],
)
def test_ctrl_c_leaves_nothing_to_resume(
    operator: Operator, words: tuple[str, ...], call: str
) -> None:
    """Nothing is changed, so the same command is what is named, and it ends well."""
    strike(operator.project, "before", call, KeyboardInterrupt)
    interrupted = operator.types(*words, expect=1)

    assert "nothing is changed" in interrupted.err
    assert interrupted.err.endswith("next: run the same command again\n")
    operator.types(*words, expect=0)
