# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What is asked about names and quota."""

from __future__ import annotations

from typing import Protocol

from bluegreen.cloud.permit import reads
from bluegreen.model.quota import Needs, Shortage


class Inventory(Protocol):
    """What the project may use, and how much of it is left."""

    @reads
    def shortages(self, needs: Needs) -> list[Shortage]:
        """Return everything that is named and not there, and each quota that is too small."""
