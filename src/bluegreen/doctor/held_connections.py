# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Connections that are held while production moves, to see what becomes of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from bluegreen.model.address import Address
from bluegreen.model.balancer import Balancer
from bluegreen.model.data_plane import Demand
from bluegreen.operations.step import Run, Step

BEFORE = timedelta(seconds=3)
"""So that every connection has been answered before the address moves."""
AFTER = timedelta(seconds=20)
"""Longer than a client's patience and the resending of what was lost together."""


@dataclass(frozen=True)
class HoldFromHere(Step):
    """Open connections to production, and keep asking on them."""

    production: Address
    old: Balancer
    demand: Demand

    @property
    def name(self) -> str:
        """The step's name."""
        return "hold-from-here"

    @property
    def change(self) -> str:
        """What acting does."""
        return f"Hold connections to {self.production.floating_ip}, and keep asking on them."

    def act(self, run: Run) -> None:
        """Begin, and let every connection be answered a few times."""
        run.holding = run.cloud.data_plane.hold(self.production, self.old, self.demand)
        run.clock.sleep(BEFORE.total_seconds())
        run.holding.begins()

    def undo(self, run: Run) -> None:
        """End them."""
        if run.holding:
            run.holding.ends()
            run.holding = None


@dataclass(frozen=True)
class HoldUntilHere(Step):
    """Keep asking for a while after the move, then count what became of the connections."""

    @property
    def name(self) -> str:
        """The step's name."""
        return "hold-until-here"

    @property
    def change(self) -> str:
        """What acting does."""
        return f"Watch the held connections for {AFTER.total_seconds():g} s more."

    def act(self, run: Run) -> None:
        """Wait and count."""
        if run.holding:
            run.clock.sleep(AFTER.total_seconds())
            run.held, run.holding = run.holding.ends(), None
