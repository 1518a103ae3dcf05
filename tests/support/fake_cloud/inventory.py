# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What the project may use."""

from __future__ import annotations

from dataclasses import dataclass

from bluegreen.model.quota import Needs, Shortage
from support.fake_cloud.state import ProjectState


@dataclass
class FakeInventory:
    """A project that has everything but what the test takes away, or only what it holds."""

    project: ProjectState

    def shortages(self, needs: Needs) -> list[Shortage]:
        """Return what the test says is missing."""
        self.project.called("inventory.shortages")
        holdings = self.project.holdings
        return [*self.project.missing, *(holdings.shortages(needs) if holdings else ())]
