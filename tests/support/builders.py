# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""`up`, `deploy` and `down` as their plans, carried out in a fake project."""

from __future__ import annotations

from pathlib import Path

from bluegreen.model.tags import Colour
from bluegreen.operations.build.down import plan_down, plan_down_to_nothing
from bluegreen.operations.build.plan import plan_deploy, plan_up
from bluegreen.operations.executor import execute
from support.fake_cloud import FakeProject
from support.worlds import context_in, shop, specification


def up(project: FakeProject, folder: Path, *colours: Colour) -> None:
    """Run `up 1.0`."""
    plan = plan_up(specification(folder), "1.0", shop(project), colours or tuple(Colour))
    execute(plan, context_in(project))


def deploy(project: FakeProject, folder: Path, version: str = "2.0") -> None:
    """Run `deploy`."""
    execute(plan_deploy(specification(folder), version, shop(project)), context_in(project))


def down(project: FakeProject) -> None:
    """Run `down --live`."""
    application = shop(project)
    execute(plan_down(application, allow_live=True), context_in(project))
    execute(plan_down_to_nothing(application), context_in(project))


def names(project: FakeProject) -> set[str]:
    """Return the names of all stacks."""
    return set(project.stacks)


EVERYTHING = {"shop", "shop-blue", "shop-green", "shop-blue-r1", "shop-green-r2"}
