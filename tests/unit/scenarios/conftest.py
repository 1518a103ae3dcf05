# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Projects, and somebody who types commands in them."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.acts import with_two_versions
from support.fake_cloud import FakeProject
from support.operator import Operator
from support.outages import folder


@pytest.fixture
def project() -> FakeProject:
    """An empty project."""
    return FakeProject()


@pytest.fixture
def operator(project: FakeProject, tmp_path: Path) -> Operator:
    """An operator whose shop is up: blue is live with 1.0, green idle with 2.0."""
    operator = with_two_versions(project, tmp_path)
    project.calls.clear()
    return operator


@pytest.fixture
def ann(tmp_path: Path) -> Operator:
    """Somebody whose shop is live on blue with 1.0, and has 2.0 on green."""
    operator = with_two_versions(FakeProject(), folder(tmp_path, "ann"))
    operator.project.calls.clear()
    return operator
