# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""A value that is plain for machines, and lines of text for people."""

from __future__ import annotations

from typing import Any

from cliff.columns import FormattableColumn

from bluegreen.model.printable import printable_lines


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
