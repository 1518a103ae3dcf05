# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""An application whose sides scale with load."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.fake_cloud import FakeProject
from support.worlds import SCALED_SHOP, shop_that_is_up


@pytest.fixture
def project(tmp_path: Path) -> FakeProject:
    """An application that scales, blue live; two servers each."""
    return shop_that_is_up(tmp_path, SCALED_SHOP)
