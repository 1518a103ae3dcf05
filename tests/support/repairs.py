# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The diagnosis and the plan of a repair in a fake project."""

from __future__ import annotations

from datetime import UTC, datetime

from bluegreen.model.quota import Shortage
from bluegreen.model.tags import Colour
from bluegreen.operations.plan import Plan
from bluegreen.operations.repair.plan import Diagnosis, diagnose, plan_repair
from support.fake_cloud import FakeProject
from support.worlds import shop

BLUE, GREEN = "shop-blue-r1", "shop-green-r2"
NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


def diagnosis(project: FakeProject, colour: Colour = Colour.BLUE) -> Diagnosis:
    """Return what is wrong with a side."""
    side, cloud = shop(project).side(colour), project.cloud()
    assert side.release is not None
    group = cloud.stacks.group(side.release.stack)
    return diagnose(side, group, cloud.servers.find("shop"), NOW)


def plan(
    project: FakeProject, colour: Colour = Colour.BLUE, shortages: tuple[Shortage, ...] = ()
) -> Plan:
    """Return the plan that repairs a side as it is now."""
    return plan_repair(shop(project), colour, diagnosis(project, colour), shortages)


def acting(project: FakeProject, release_stack: str) -> int:
    """Return how many alarms of a release act."""
    stack = project.stacks[release_stack]
    return sum(a.enabled for a in project.alarms.values() if a.stack_id == stack.id)
