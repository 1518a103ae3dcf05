# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""An application to examine, and somebody who examines it."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.fake_cloud import FakeProject
from support.operator import Operator
from support.worlds import shop_that_is_up


@pytest.fixture
def project(tmp_path: Path) -> FakeProject:
    """An application whose blue side is live."""
    return shop_that_is_up(tmp_path)


@pytest.fixture
def operator(project: FakeProject, tmp_path: Path) -> Operator:
    """Somebody who types commands."""
    return Operator(project, tmp_path)
