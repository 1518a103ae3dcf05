# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The stage that drains the side that went out of service.

It comes after the watch: as long as production may roll back automatically, nobody is sent away
from the side that it rolls back to.
"""

from __future__ import annotations

from contextlib import nullcontext
from datetime import timedelta

from bluegreen.cloud.observe import observe_as_far_as_it_answers
from bluegreen.model.balancer import DrainOutcome
from bluegreen.model.tags import Colour
from bluegreen.operations.context import ExecutionContext
from bluegreen.operations.drain.run import end_connections_after_move
from bluegreen.operations.prechecks import never_was_live
from bluegreen.operations.switch.rollback_target import no_way_back
from bluegreen.release.stages.request import ReleaseRequest


def drain(request: ReleaseRequest, context: ExecutionContext) -> ReleaseRequest:
    """Drain or cut the old side's connections, as the specification says.

    Nothing that happens to the connections ends the release but the operator's Ctrl-C, which leaves
    the version live and the old side as it is. Raises Refused while the application is paused, and
    CloudError when it cannot be seen.
    """
    application = request.observe(context, observe_as_far_as_it_answers)
    idle, wish = application.idle, request.specification.switch.drain
    if idle is None or idle.release is None:
        return request
    if to_come := no_way_back(application, context):
        context.say(f"{never_was_live(to_come)}: its connections stay.")
        return request
    drained = end_connections_after_move(
        request.application, idle.colour, wish, context, lambda: nullcontext(context)
    )
    if drained and drained.ending is DrainOutcome.INTERRUPTED:
        raise KeyboardInterrupt
    return request


def drain_after_rollback(
    request: ReleaseRequest, context: ExecutionContext, colour: Colour
) -> None:
    """Cut the connections on the side that was not well, if the policy is to cut; else count them.

    An operator who waits to hear of the rollback does not wait for a drain.
    """
    wish = request.specification.switch.drain
    at_once = wish.model_copy(update={"deadline": timedelta(0), "after_deadline": "leave"})
    end_connections_after_move(
        request.application, colour, at_once, context, lambda: nullcontext(context)
    )
