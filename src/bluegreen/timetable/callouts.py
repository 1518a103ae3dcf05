# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Labels under a bar, in rows, so that no two overlap and no leader crosses a label."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

GAP = 10.0


@dataclass(frozen=True)
class Callout:
    """A text that begins at `x`, in a row counted from the bar; its leader goes up from there."""

    x: float
    row: int
    text: str


def placed(texts: Sequence[tuple[float, str]], width_of_character: float) -> list[Callout]:
    """Return the labels (from left to right) in as few rows as their order allows.

    The last stands in the first row. One to its left stands beside it if there is room, or else
    below, so that its leader passes on the left of all that were placed before it.
    """
    found: list[Callout] = []
    for x, text in reversed(texts):
        end = x + width_of_character * len(text) + GAP
        row = 0
        while any(other.row >= row and other.x < end for other in found):
            row += 1
        found.append(Callout(x, row, text))
    return found[::-1]
