# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Connections that are held while production moves, to see what happens to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from bluegreen.model.address import Address
from bluegreen.model.balancer import Balancer
from bluegreen.model.data_plane import ProofSpec
from bluegreen.operations.context import ExecutionContext
from bluegreen.operations.plan import Step

BEFORE = timedelta(seconds=3)
"""So that every connection has been answered before the address moves."""
AFTER = timedelta(seconds=20)
"""Longer than a client's patience and the resending of what was lost together."""


@dataclass(frozen=True)
class OpenLongLivedConnections(Step):
    """Open connections to production, and keep asking on them."""

    production: Address
    old: Balancer
    proof: ProofSpec

    @property
    def name(self) -> str:
        """The step's name."""
        return "open-long-lived-connections"

    def describe(self) -> str:
        """What running does."""
        return (
            f"Open connections to {self.production.floating_ip} and keep sending requests on them."
        )

    def apply(self, context: ExecutionContext) -> None:
        """Begin, and let every connection be answered a few times."""
        context.progress.connections = context.cloud.data_plane.open_long_lived(
            self.production, self.old, self.proof
        )
        context.clock.sleep(BEFORE.total_seconds())
        context.progress.connections.begins()

    def undo(self, context: ExecutionContext) -> None:
        """End them."""
        if context.progress.connections:
            context.progress.connections.ends()
            context.progress.connections = None


@dataclass(frozen=True)
class CountLongLivedConnections(Step):
    """Keep asking for a while after the move, then count what happened to the connections."""

    @property
    def name(self) -> str:
        """The step's name."""
        return "count-long-lived-connections"

    def describe(self) -> str:
        """What running does."""
        return f"Observe the open connections for another {AFTER.total_seconds():g} s."

    def apply(self, context: ExecutionContext) -> None:
        """Wait and count."""
        if context.progress.connections:
            context.clock.sleep(AFTER.total_seconds())
            context.progress.long_lived, context.progress.connections = (
                context.progress.connections.ends(),
                None,
            )
