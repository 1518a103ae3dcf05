# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The invariant that stands above the plans of a switch, looked at after each request of a step."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from support.fake_cloud import FakeProject
from support.worlds import SCALED_SHOP, SHOP, context_in, set_size, shop, shop_that_is_up

from bluegreen.errors import BlueGreenError, CloudError
from bluegreen.model.application import Application, Side
from bluegreen.model.data_plane import ProofSpec
from bluegreen.model.tags import Colour
from bluegreen.operations.executor import execute
from bluegreen.operations.plan import Plan
from bluegreen.operations.switch.plan import plan_rollback, plan_switch

Planner = Callable[[Application], Plan]


def switch(application: Application) -> Plan:
    """Plan the switch as the command does."""
    return plan_switch(application, proof=ProofSpec())


def rollback(application: Application) -> Plan:
    """Plan the rollback as the command does."""
    return plan_rollback(application, proof=ProofSpec())


def serves(side: Side) -> bool:
    """Whether clients that are connected to a side get answers."""
    return side.balancer is not None and side.balancer.listens and side.members.healthy > 0


def violations(before: Application, now: Application) -> Iterator[str]:
    """Yield how the invariant does not hold; `before` is how the application was at first."""
    if now.live is None or now.production is None:
        yield "production points at neither side"
    elif not serves(now.live):
        yield f"production points at {now.live.colour}, which does not serve"
    for side in now.sides:
        if not serves(side):
            yield f"{side.colour} serves nobody who is connected to it"
        if side.members.total < before.side(side.colour).members.total:
            yield f"{side.colour} has lost servers"


class Watcher:
    """Looks at the project after every call of a run, and lets the call of a number fail."""

    def __init__(self, project: FakeProject, failing: int | None = None) -> None:
        self._project, self._before, self._failing = project, shop(project), failing
        self._looking = False
        self.calls = 0
        self.violations: list[str] = []
        self.lives: list[Colour | None] = []
        project.fault = self

    def __call__(self, moment: str, call: str) -> None:
        """Be the project's fault."""
        if self._looking:
            return
        if moment == "after":
            self._look(call)
            return
        self.calls += 1
        if self.calls == self._failing:
            raise CloudError(f"no answer to {call}")

    def _look(self, call: str) -> None:
        self._looking = True
        now = shop(self._project)
        self._looking = False
        self.violations += [f"{call}: {text}" for text in violations(self._before, now)]
        self.lives.append(now.live.colour if now.live else None)


def grown(folder: Path) -> FakeProject:
    """Return a project whose live side has grown with load, so that a switch grows the other."""
    project = shop_that_is_up(folder, SCALED_SHOP)
    set_size(project, "shop-blue-r1", 3)
    return project


def switched(folder: Path) -> FakeProject:
    """Return a project in which a switch has been done."""
    project = shop_that_is_up(folder)
    execute(switch(shop(project)), context_in(project))
    return project


WORLDS = {
    "switch": (lambda folder: shop_that_is_up(folder, SHOP), switch),
    "switch that grows the side": (grown, switch),
    "rollback": (switched, rollback),
}
WORLD = pytest.mark.parametrize("world", WORLDS)


@WORLD
def test_production_is_on_one_side_that_serves_after_every_step(world: str, tmp_path: Path) -> None:
    """It changes sides once; and the side that it leaves serves on, with all of its servers."""
    made, planned = WORLDS[world]
    project = made(tmp_path)
    plan, watcher = planned(shop(project)), Watcher(project)
    execute(plan, context_in(project))

    assert watcher.violations == []
    old, new = watcher.lives[0], watcher.lives[-1]
    assert (old, new) == (plan.side and plan.side.other, plan.side)
    assert watcher.lives == sorted(watcher.lives, key=lambda side: side is new)


@WORLD
def test_the_same_holds_while_a_step_that_fails_is_undone(world: str, tmp_path: Path) -> None:
    """Whichever request fails: undoing passes the same states backwards."""
    made, planned = WORLDS[world]
    project = made(tmp_path)
    whole = project.copy()
    watcher = Watcher(whole)
    execute(planned(shop(project)), context_in(whole))

    for failing in range(1, watcher.calls + 1):
        tried = project.copy()
        plan, watching = planned(shop(tried)), Watcher(tried, failing)
        with suppress(BlueGreenError):
            execute(plan, context_in(tried))
        assert watching.violations == [], failing
        assert watching.lives.count(None) == 0
