# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Switches in a fake project, and where its addresses point."""

from __future__ import annotations

from bluegreen.model.data_plane import ProofSpec
from bluegreen.model.tags import Colour
from bluegreen.operations.executor import execute
from bluegreen.operations.switch.plan import plan_switch
from support.fake_cloud import FakeProject
from support.worlds import context_in, shop

DEMAND = ProofSpec()


def switch(project: FakeProject, to: Colour | None = None) -> None:
    """Switch as the command does."""
    execute(plan_switch(shop(project), to, proof=DEMAND), context_in(project))


def preview(project: FakeProject) -> Colour | None:
    """Return the side that the preview address shows."""
    application = shop(project)
    side = application.side_at(application.preview)
    return side.colour if side else None
