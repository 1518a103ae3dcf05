# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""A drain in a fake project, and the clients that leave meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from datetime import timedelta

from bluegreen.model.balancer import Drained
from bluegreen.model.tags import Colour
from bluegreen.operations.context import ExecutionContext
from bluegreen.operations.drain.run import end_connections_after_move
from bluegreen.spec.switch import DrainSection
from support.fake_clock import FakeClock
from support.fake_cloud import FakeProject
from support.permits import ALONE

BLUE = "lb-shop-blue"
MINUTE = timedelta(minutes=1)


def run_while(
    project: FakeProject, happens: Callable[[float], None]
) -> tuple[ExecutionContext, list[str]]:
    """Return a run in whose time something happens, and what it says."""
    said: list[str] = []
    clock = FakeClock(lambda: happens(clock.now()))
    return ExecutionContext(project.cloud(), said.append, clock, lease=ALONE), said


def wish(**values: str | timedelta) -> DrainSection:
    """Return a policy that differs from the default."""
    return DrainSection().model_copy(update=values)


def after_move(
    project: FakeProject, run: ExecutionContext, **values: str | timedelta
) -> Drained | None:
    """Drain blue's clients as a switch does."""

    def changing() -> AbstractContextManager[ExecutionContext]:
        return nullcontext(run)

    return end_connections_after_move("shop", Colour.BLUE, wish(**values), run, changing)


def changes(project: FakeProject) -> list[str]:
    """Return the calls that changed a load balancer or an address."""
    kinds = ("balancers.reload", "balancers.set_admin_state", "addresses.point")
    return [call for call in project.calls if call.startswith(kinds)]


def leave_one_after_another(project: FakeProject) -> Callable[[float], None]:
    """Let a client leave every 5 s."""

    def happens(now: float) -> None:
        project.connected[BLUE] = max(0, 8 - int(now // 5))

    return happens
