# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What the state of a stack says of whether all of it was there once."""

from __future__ import annotations

import pytest

from bluegreen.model.stack import Stack, StackState

IN_PROGRESS, FAILED, UNKNOWN = StackState.IN_PROGRESS, StackState.FAILED, StackState.UNKNOWN


@pytest.mark.parametrize(
    ("status", "state", "was_complete"),
    [
        ("CREATE_COMPLETE", StackState.COMPLETE, True),
        ("UPDATE_FAILED", FAILED, True),
        ("UPDATE_IN_PROGRESS", IN_PROGRESS, True),
        ("CHECK_IN_PROGRESS", IN_PROGRESS, True),
        ("CHECK_FAILED", UNKNOWN, True),
        ("RESUME_IN_PROGRESS", IN_PROGRESS, True),
        ("CREATE_FAILED", FAILED, False),
        ("CREATE_IN_PROGRESS", IN_PROGRESS, False),
        ("DELETE_FAILED", StackState.DELETING, False),
    ],
)
def test_a_stack_that_was_complete_once_is_not_taken_for_unfinished(
    status: str, state: StackState, was_complete: bool
) -> None:
    """`resume` removes what never was: not a release that somebody lets Heat check just now."""
    assert Stack("shop-blue-r1", "id", state, status, "").was_complete is was_complete
