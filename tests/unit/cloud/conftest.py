# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""A cloud that answers over HTTP, and its leases."""

from __future__ import annotations

import pytest
from support.fake_cloud import FakeProject

from bluegreen.cloud.protocols import Leases
from bluegreen.model.stack import Stack, StackState


@pytest.fixture
def project() -> FakeProject:
    """A project with the application's own stack, and so with a network for its lease."""
    facts = {"application": "shop"}
    stack = Stack("shop", "stack-0", StackState.COMPLETE, "CREATE_COMPLETE", "", facts)
    return FakeProject(stacks={"shop": stack})


@pytest.fixture
def leases(project: FakeProject) -> Leases:
    """The leases of that project."""
    return project.cloud().leases
