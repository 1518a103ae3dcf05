# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The second half of a measurement: production goes back to where it was."""

from __future__ import annotations

from dataclasses import dataclass

from bluegreen.model.address import Address
from bluegreen.model.balancer import Balancer
from bluegreen.model.data_plane import ProofSpec
from bluegreen.operations.context import ExecutionContext
from bluegreen.operations.plan import Step
from bluegreen.operations.switch.proof import Prove


@dataclass(frozen=True)
class MoveBack(Step):
    """Undo the steps of a move that reached its end, and see the old side answer again.

    Undoing the plan comes to the same, so a failure here leads back as well.
    """

    production: Address
    old: Balancer
    there: tuple[Step, ...]
    proof: ProofSpec

    moves_production = True

    @property
    def name(self) -> str:
        """The step's name."""
        return "move-production-back"

    def describe(self) -> str:
        """What running does."""
        return (
            f"Move the production address {self.production.floating_ip} back to "
            f"{self.old.colour}, restore everything else, and verify that {self.old.colour} "
            "answers."
        )

    def apply(self, context: ExecutionContext) -> None:
        """Undo the steps, last first, and prove the side that is live again."""
        for step in reversed(self.there):
            step.undo(context)
        Prove(self.production, self.old, self.proof).apply(context)
        context.progress.production_left = False
