# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""A release in the journal: a run of its own, of which each stage is a part."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from bluegreen.errors import RolledBack, Stuck
from bluegreen.model.application import Application
from bluegreen.model.journal import Detail, Phase, new_run
from bluegreen.operations.context import ExecutionContext
from bluegreen.operations.executor import sentence_of
from bluegreen.operations.journal_writer import note
from bluegreen.release.stages.request import ReleaseRequest

RELEASE = "release"
"""The event of a release in the journal."""


@contextmanager
def recorded(
    request: ReleaseRequest, context: ExecutionContext, application: Application
) -> Iterator[ExecutionContext]:
    """Write that a release begins, give a context for its stages, and write how it ended."""
    run, began = new_run(), context.clock.now()
    side = application.live if request.is_live(application) else application.idle

    def writes(phase: Phase, sentence: str, **details: Detail) -> None:
        told: dict[str, Detail] = {"sentence": sentence, **details}
        name, version = request.application, request.version
        note(context, name, RELEASE, phase, side, told, run=run, version=version)

    def ends(phase: Phase, sentence: str) -> None:
        writes(phase, sentence, seconds=round(context.clock.now() - began, 1))

    writes(Phase.INTENDED, f"release of {request.application} {request.version}")
    try:
        yield replace(context, part_of=run)
    except (Exception, KeyboardInterrupt) as failure:
        ends(_phase_of(failure), sentence_of(failure))
        raise
    ends(Phase.SUCCEEDED, f"{request.application} {request.version} is released")


def _phase_of(failure: BaseException) -> Phase:
    if isinstance(failure, RolledBack):
        return Phase.ROLLED_BACK
    return Phase.STUCK if isinstance(failure, Stuck) else Phase.FAILED
