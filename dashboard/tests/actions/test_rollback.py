# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Rollback: the same as the command, for who has no minutes to wait."""

from __future__ import annotations

from pathlib import Path

from conftest import Visitor, live, went_through
from support.fake_cloud import FakeProject
from support.faults import no_port_is_left
from support.operator import Operator
from support.worlds import set_size

from bluegreen.model.tags import Colour


def test_a_rollback_makes_the_previous_side_live_again(ann: Visitor, project: FakeProject) -> None:
    """Skipping what a switch asks of the new side."""
    ann.presses("switch")

    assert went_through(ann.presses("rollback"))
    assert live(project) is Colour.BLUE


def test_a_rollback_does_not_make_a_version_live_that_never_was(
    ann: Visitor, project: FakeProject, tmp_path: Path
) -> None:
    """What was deployed since is no way back, and has the button of a switch."""
    Operator(project, tmp_path).types("deploy", "2.0", "--yes", expect=0)

    assert "which was never live" in ann.presses("rollback").text
    assert live(project) is Colour.BLUE


def test_a_rollback_to_a_side_that_must_grow_names_the_command_and_changes_nothing(
    ann: Visitor, project: FakeProject
) -> None:
    """Servers take minutes to boot, and a request to a web server is no place for that."""
    set_size(project, "shop-green-r2", 1)

    told = ann.presses("rollback")

    assert "bluegreen rollback shop" in told.text
    assert live(project) is Colour.BLUE


def test_a_rollback_needs_no_port_of_the_quota(ann: Visitor, project: FakeProject) -> None:
    """As `bluegreen rollback`: a new release may have scaled the ports away."""
    ann.presses("switch")
    fences = dict(project.tags)
    no_port_is_left(project)

    assert went_through(ann.presses("rollback"))
    assert live(project) is Colour.BLUE
    assert project.tags != fences, "late requests of others are fenced all the same"


def test_a_rollback_takes_a_smaller_side_when_it_is_asked_to(
    ann: Visitor, project: FakeProject
) -> None:
    """Few servers are more than none."""
    set_size(project, "shop-green-r2", 1)

    assert went_through(ann.presses("rollback", allow_smaller="on"))
    assert live(project) is Colour.GREEN
