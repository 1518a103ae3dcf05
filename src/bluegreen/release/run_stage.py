# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Taking one stage: what is true when it fails, and who is facts."""

from __future__ import annotations

from bluegreen.errors import BlueGreenError, RolledBack, Stuck
from bluegreen.extensions.facts import ReleaseFacts
from bluegreen.operations.change import notify
from bluegreen.operations.context import ExecutionContext
from bluegreen.operations.executor import sentence_of
from bluegreen.release.stages.drain import drain
from bluegreen.release.stages.request import ReleaseRequest, Stage
from bluegreen.release.stages.retire import retire
from bluegreen.release.stages.scale import scale
from bluegreen.release.stages.switch import switch
from bluegreen.release.stages.watch import watch
from bluegreen.spec.notifications import EventName


def run_stage(
    stage: Stage, request: ReleaseRequest, context: ExecutionContext, *, again: str | None = None
) -> ReleaseRequest:
    """Take a stage; when it fails, tell those who want to know, and raise what is then true.

    `again` is the command that goes on where the release stopped, if not that of one application.
    """
    try:
        context.crash_point("before", stage.__name__)
        request = stage(request, context)
        context.crash_point("after", stage.__name__)
    except Exception as error:
        if not isinstance(error, BlueGreenError) and not _has_moved(context, stage):
            raise
        failure = what_is_true(request, context, stage, error, again=again)
        notify_of(request, context, failure)
        raise failure from error
    return request


def what_is_true(
    request: ReleaseRequest,
    context: ExecutionContext,
    stage: Stage,
    failure: Exception,
    *,
    again: str | None = None,
) -> BlueGreenError:
    """Return the failure; one that leaves the new version live is not "nothing is changed"."""
    is_final = isinstance(failure, (RolledBack, Stuck)) or not _has_moved(context, stage)
    if is_final and isinstance(failure, BlueGreenError):
        return failure
    return Stuck(
        f"{request.version} is live, but the stage {stage.__name__} did not finish: "
        f"{sentence_of(failure)}",
        f"{again or f'bluegreen release {request.version}'}, which continues from there"
        if isinstance(failure, BlueGreenError)
        else f"bluegreen resume {request.application}",
    )


def _has_moved(context: ExecutionContext, stage: Stage) -> bool:
    return stage in (watch, drain, scale, retire) or (
        stage is switch and context.progress.production_left
    )


def notify_of(request: ReleaseRequest, context: ExecutionContext, end: BlueGreenError) -> None:
    """Tell those who want to know how a release ended."""
    facts = ReleaseFacts(application=request.application, side="", version=request.version)
    notify(request.specification, context, _event_of(end), end.true_now, facts)


def _event_of(failure: BlueGreenError) -> EventName:
    if isinstance(failure, RolledBack):
        return "rolled_back"
    return "stuck" if isinstance(failure, Stuck) else "failed"
