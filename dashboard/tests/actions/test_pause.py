# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Pause and unpause: the tag on the production address."""

from __future__ import annotations

from conftest import Visitor, went_through
from support.fake_cloud import FakeProject
from support.worlds import shop


def test_pause_and_unpause_mark_the_application(ann: Visitor, project: FakeProject) -> None:
    """In the project, so that every machine sees it."""
    assert went_through(ann.presses("pause"))
    assert shop(project).paused
    assert went_through(ann.presses("unpause"))
    assert not shop(project).paused
