# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""An application after a switch, with clients on the old side."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.drains import BLUE
from support.fake_cloud import FakeProject
from support.worlds import context_in, shop, shop_that_is_up

from bluegreen.operations.executor import execute
from bluegreen.operations.switch.plan import plan_switch


@pytest.fixture
def project(tmp_path: Path) -> FakeProject:
    """An application that was switched to green just now; 8 clients are still on blue."""
    project = shop_that_is_up(tmp_path)
    execute(plan_switch(shop(project), proof=None), context_in(project))
    project.connected[BLUE] = 8
    project.calls.clear()
    return project
