# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""A lab on paper: its directories are there, nothing is installed and nothing runs."""

from pathlib import Path

import pytest
from openstack_lab.lab import Lab


@pytest.fixture
def lab(tmp_path: Path) -> Lab:
    """Make the directories and passwords of a lab."""
    one = Lab(tmp_path / "lab")
    one.prepare()
    return one
