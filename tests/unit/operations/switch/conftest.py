# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""An application whose blue side is live."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.fake_cloud import FakeProject
from support.worlds import shop_that_is_up


@pytest.fixture
def project(tmp_path: Path) -> FakeProject:
    """An application whose blue side is live."""
    return shop_that_is_up(tmp_path)
