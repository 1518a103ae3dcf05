# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What somebody has made with other tools, and its adoption."""

from __future__ import annotations

from bluegreen.model.adoption import FoundAddress, FoundBalancer
from support.fake_cloud import FakeProject
from support.operator import Done, Operator
from support.strangers import let_stand


def project_with(balancers: list[FoundBalancer], addresses: list[FoundAddress]) -> FakeProject:
    """Return a project in which all of these are, and belong to nobody."""
    project = FakeProject()
    let_stand(project, balancers, addresses)
    return project


def adopt(operator: Operator, *words: str) -> Done:
    """Adopt the pair as the application web."""
    return operator.types("adopt", "web", "--yes", *words, expect=0)
