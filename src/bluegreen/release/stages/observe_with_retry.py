# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The look before a way back: one failed read is no reason to stay on a bad version."""

from __future__ import annotations

from datetime import timedelta

from bluegreen.clock import wait_for
from bluegreen.cloud.calls import BRIEFLY, WHILE_MOVING
from bluegreen.cloud.observe import observe_as_far_as_it_answers
from bluegreen.errors import CloudError
from bluegreen.model.application import Application
from bluegreen.operations.context import ExecutionContext

LOOK_AGAIN = timedelta(seconds=5)
LOOK_LIMIT = WHILE_MOVING
"""How long the cloud is asked again before the way back is left to a person."""


def look_before_way_back(name: str, context: ExecutionContext) -> Application:
    """Return the application as it is now, without waiting for Heat.

    Raises CloudError when nothing answers for so long.
    """
    cloud = context.cloud.for_so_long(BRIEFLY)
    return wait_for(
        lambda: observe_as_far_as_it_answers(cloud, name),
        limit=LOOK_LIMIT,
        every=LOOK_AGAIN,
        clock=context.clock,
        despite=CloudError,
        say=lambda error: context.say(
            f"Could not read the state before the rollback: {error.true_now}; trying again."
        ),
    )
