# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The stage that lets the new live side shrink with load as well; it grows since the switch."""

from __future__ import annotations

from contextlib import nullcontext

from bluegreen.cloud.observe import observe
from bluegreen.operations.context import ExecutionContext
from bluegreen.operations.scale.resume_autoscaling import resume_autoscaling_after_move
from bluegreen.release.stages.request import ReleaseRequest


def scale(request: ReleaseRequest, context: ExecutionContext) -> ReleaseRequest:
    """Let the live side scale, and hold the idle one; nothing for what does not scale.

    That is done although the application is paused: it only ends what the switch began.
    """
    live = (
        observe(context.cloud, request.application).live if request.specification.scaling else None
    )
    if live:
        resume_autoscaling_after_move(
            request.application, live.colour, context, lambda: nullcontext(context)
        )
    return request
