# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The panel shows what is not known as such, neither as healthy nor as broken."""

from __future__ import annotations

from dataclasses import replace

import pytest
from bluegreen_dashboard.activity import Activity, activity_of
from conftest import SHOP, Visitor
from support.fake_cloud import FakeProject
from support.fake_cloud.made import delete
from support.worlds import shop

from bluegreen.model.stack import StackState


def no_monitor(project: FakeProject) -> None:
    """Let somebody have deleted the idle side's health monitor."""
    delete(project, "health_monitor", "shop-green")


def octavia_failed(project: FakeProject) -> None:
    """Let Octavia have failed with a change of the idle side's balancer, which serves."""
    project.provisioning["lb-shop-green"] = "ERROR"


def check_failed(project: FakeProject) -> None:
    """Let a check by Heat have failed on the idle side's release, which is complete."""
    stack = project.stacks["shop-green-r2"]
    project.stacks[stack.name] = replace(stack, state=StackState.UNKNOWN, status="CHECK_FAILED")


CASES = pytest.mark.parametrize(
    ("befalls", "state", "warning"),
    [
        (no_monitor, "unknown: no health monitor", "green: no health monitor asks its 2 servers"),
        (octavia_failed, "unknown: load balancer ERROR", "which serves all the same (ONLINE)"),
        (
            check_failed,
            "unknown: shop-green-r2 CHECK_FAILED",
            "which says nothing of whether it is complete",
        ),
    ],
)


@CASES
def test_the_page_and_the_list_show_the_state_and_the_page_says_what_is_known_instead(
    ann: Visitor, project: FakeProject, befalls: object, state: str, warning: str
) -> None:
    """As `status` and `list` do."""
    assert callable(befalls)
    befalls(project)
    page = ann.opens(SHOP)

    assert state in page.text
    assert warning in page.text
    assert state in ann.opens().text


@CASES
def test_it_is_not_shown_as_broken(
    project: FakeProject, befalls: object, state: str, warning: str
) -> None:
    """Production serves, and nothing is known to be bad."""
    assert callable(befalls)
    befalls(project)

    assert activity_of(shop(project), None) is Activity.SETTLED, (state, warning)
