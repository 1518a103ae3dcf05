# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Two operators, and what happens between their requests."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from support.fake_cloud import FakeProject, no_fault

SWITCH = ("switch", "--to", "green", "--yes", "--drain", "none")


def folder(parent: Path, name: str) -> Path:
    """Return a folder of that operator's own."""
    (parent / name).mkdir()
    return parent / name


def meanwhile(
    project: FakeProject, call: str, happens: Callable[[], object], moment: str = "before"
) -> None:
    """Let something happen once at a call, which may then meet the trouble that it raises."""

    def fault(now: str, called: str) -> None:
        if (now, called) == (moment, call):
            project.fault = no_fault
            happens()

    project.fault = fault
