# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Releases of two applications of which one fails."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from bluegreen.release.group import Member
from support.fake_cloud import FakeProject
from support.faults import heat_is_down
from support.shop_and_desk import FAILS_LIVE, check, live, parts

BOTH_OLD = {"shop": "1.0", "desk": "1.0"}
BOTH_NEW = {"shop": "2.0", "desk": "2.0"}
ONCE_A_SECOND = "watch: {duration: 1s, every: 1s, on_failure: %s}\nretire: {to: keep}\n"


def whenever(
    project: FakeProject, holds: Callable[[str, str], bool], then: Callable[[str, str], None]
) -> None:
    """Let something strike every call from the moment on that something holds."""

    def fault(moment: str, call: str) -> None:
        if holds(moment, call):
            then(moment, call)

    project.fault = fault


def failing(project: FakeProject, folder: Path, desk: str = "", shop: str = "") -> list[Member]:
    """Return both as parts of a release whose desk fails its watch."""
    return parts(project, folder, desk + check(folder, FAILS_LIVE), shop)


def live_without_faults(project: FakeProject) -> dict[str, str]:
    """Return what is live once the cloud answers again."""
    whenever(project, lambda moment, call: False, heat_is_down)
    return live(project)
