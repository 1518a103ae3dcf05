# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The world in which several applications are released together."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.fake_cloud import FakeProject
from support.shop_and_desk import both_up


@pytest.fixture
def project(tmp_path: Path) -> FakeProject:
    """Two applications, each live on blue with 1.0."""
    return both_up(tmp_path)
