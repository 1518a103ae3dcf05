# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""x"""

from __future__ import annotations

from pathlib import Path

import pytest
from support.fake_cloud import FakeProject
from support.worlds import shop_that_is_up


@pytest.fixture
def project(tmp_path: Path) -> FakeProject:
    """An application whose blue side is live with 1.0."""
    return shop_that_is_up(tmp_path)
