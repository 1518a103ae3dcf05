# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The project in which each command of the crash matrix begins, and what is seen of it."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from bluegreen.cloud.observe import observe
from bluegreen.model.application import Application
from support.acts import LEASED, unchanged
from support.fake_cloud import FakeProject
from support.operator import Operator


@cache
def world_before(act: str) -> FakeProject:
    """Return the project in which an act begins; take a copy."""
    project = FakeProject(technique=LEASED[act].technique)
    LEASED[act].stands(project)
    operator = operator_of(act, project)
    for words in LEASED[act].before:
        operator.types(*words, expect=0)
    LEASED[act].befalls(project)
    return project


def operator_of(act: str, project: FakeProject, folder: Path | None = None) -> Operator:
    """Return somebody who types the commands of an act."""
    said = LEASED[act].specification, LEASED[act].others
    return Operator(project, folder or Path(mkdtemp()), *said)


def seen_in(act: str, project: FakeProject) -> list[Application]:
    """Return every application that an act is about as it is now."""
    return [observe(project.cloud(), name) for name in LEASED[act].applications]


def all_unchanged(act: str, project: FakeProject) -> list[object]:
    """Return what "nothing is changed" is about, for each application of an act."""
    return [unchanged(application, LEASED[act]) for application in seen_in(act, project)]
