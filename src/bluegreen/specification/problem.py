# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""One broken rule of a specification, and where it is broken."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One broken rule.

    `file` is the file as the user named it, `line` counts from 1 and is None when the rule is about
    the whole file, `path` is the key (`servers.count.min`, `servers.volumes[0].size`) and empty for
    the whole document, `rule` says in plain words what must hold.
    """

    file: str
    line: int | None
    path: str
    rule: str

    def __str__(self) -> str:
        where = self.file if self.line is None else f"{self.file}:{self.line}"
        return ": ".join(part for part in (where, self.path, self.rule) if part)

    def order(self) -> tuple[int, str, str]:
        """Sort key: by line, the whole file first."""
        return (self.line or 0, self.path, self.rule)
