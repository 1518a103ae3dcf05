# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Two load balancers that somebody has made with other tools."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.adoption import project_with
from support.fake_cloud import FakeProject
from support.operator import Operator
from support.strangers import address, balancer


@pytest.fixture
def project() -> FakeProject:
    """Two load balancers on one router, and a floating IP at the first."""
    return project_with([balancer("web-a"), balancer("web-b")], [address(1, "web-a")])


@pytest.fixture
def operator(project: FakeProject, tmp_path: Path) -> Operator:
    """Somebody who types commands, with no specification."""
    operator = Operator(project, tmp_path)
    (tmp_path / "bluegreen.yaml").unlink()
    return operator
