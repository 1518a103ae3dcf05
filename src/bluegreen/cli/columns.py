# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Cells: short and without "None" for people, exact for machines, harmless in every format."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from cliff.columns import FormattableColumn

from bluegreen.model.text import printable, printable_lines

if TYPE_CHECKING:
    from bluegreen.model.application import Application
    from bluegreen.model.drift import Difference


Rows = tuple[tuple[str, ...], list[tuple[Any, ...]]]

WIDTH = 60
"""Characters of a text that a table shows."""


class Cell(FormattableColumn[Any]):
    """A value that people see cut to a width, and blank when there is none."""

    def human_readable(self) -> str:
        """Return what a table shows."""
        text = "" if self._value is None else " ".join(str(self._value).split())
        return printable(text, WIDTH)

    def machine_readable(self) -> Any:
        """Return the value itself."""
        return self._value


def cells(row: Iterable[Any]) -> tuple[Cell, ...]:
    """Return a row of such cells."""
    return tuple(Cell(value) for value in row)


def both_sides(application: Application | None, differences: Sequence[Difference] = ()) -> Rows:
    """Return both sides of an application as rows; none when it could not be looked at.

    How they scale is shown where one of them does, and drift where there is some.
    """
    from bluegreen.cli.render import (
        DRIFT_COLUMNS,
        SCALING_COLUMNS,
        SIDE_COLUMNS,
        drift_cell,
        scaling_row,
        side_row,
    )

    if application is None:
        return SIDE_COLUMNS, []
    scales = any(release.scaling for release in application.releases)
    columns = SIDE_COLUMNS + (SCALING_COLUMNS if scales else ())
    rows = [
        side_row(application, side) + (scaling_row(side) if scales else ())
        for side in application.sides
    ]
    if differences:
        columns += DRIFT_COLUMNS
        rows = [
            (*row, drift_cell(differences, side.colour))
            for row, side in zip(rows, application.sides, strict=True)
        ]
    return columns, [cells(row) for row in rows]


class Told(FormattableColumn[Any]):
    """Figures that are plain values for JSON and lines for people."""

    def __init__(self, value: Any, lines: str) -> None:
        super().__init__(value)
        self._lines = lines

    def human_readable(self) -> str:
        """Return the lines."""
        return printable_lines(self._lines)

    def machine_readable(self) -> Any:
        """Return the plain value."""
        return self._value
