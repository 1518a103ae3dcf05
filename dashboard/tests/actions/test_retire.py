# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Retire: warm or removed, and never while somebody is connected."""

from __future__ import annotations

from pathlib import Path

from conftest import AJAX, Visitor, live, went_through
from support.fake_cloud import FakeProject, no_fault
from support.faults import silence
from support.operator import Operator
from support.worlds import shop

from bluegreen.model.tags import Colour


def interrupted_deploy(project: FakeProject, folder: Path) -> None:
    """Let a deploy of 2.0 have ended before it removed the release that it replaces."""
    silence(project, "stacks.delete shop-green-r2")
    Operator(project, folder).types("deploy", "2.0", "--yes")
    project.fault = no_fault


def test_retire_leaves_one_warm_server(ann: Visitor, project: FakeProject) -> None:
    """As `bluegreen retire`."""
    assert went_through(ann.presses("retire", message="done"))
    assert shop(project).green.members.total == 1
    assert live(project) is Colour.BLUE


def test_retire_removes_the_release_when_asked(ann: Visitor, project: FakeProject) -> None:
    """The side keeps its network and load balancer."""
    assert went_through(ann.presses("retire", to="remove"))
    assert shop(project).green.releases == ()
    assert shop(project).green.balancer is not None


def test_retire_is_refused_while_somebody_is_connected(ann: Visitor, project: FakeProject) -> None:
    """Unless that was ticked."""
    project.connected["lb-shop-green"] = 2

    assert "green has 2 open connections" in ann.presses("retire").text
    assert shop(project).green.members.total == 2
    assert went_through(ann.presses("retire", ignore_connections="on"))


def test_the_dialog_of_retire_shows_the_plan_of_what_is_chosen_and_says_what_else_there_is(
    ann: Visitor,
) -> None:
    """First what keeps a rollback possible; then what removes, in words and as a plan."""
    text = ann.opens("application/shop/retire/", **AJAX).text

    assert "passed: One release on the side green has r2" in text
    assert "Change the number of servers" in text
    assert "Remove the release " not in text
    assert "If you remove the release instead, all servers of r2 (1.0) are deleted" in text

    refused = ann.presses("retire", to="remove", message="x" * 501).text
    assert "Remove the release" in refused
    assert "If you keep one warm server instead, a rollback stays possible." in refused


def test_the_dialog_of_retire_says_when_a_deploy_must_be_ended_before_it_shrinks(
    ann: Visitor, project: FakeProject, tmp_path: Path
) -> None:
    """Two releases on the idle side: removing does for both, one warm server does not."""
    interrupted_deploy(project, tmp_path)

    text = ann.opens("application/shop/retire/", **AJAX).text

    assert "failed: One release on the side green has r3 (complete) and r2" in text
    assert "all servers of r3 (2.0), r2 (1.0) are deleted" in text
