# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The one policy for requests that got no definite answer: asking again, with growing pauses."""

from __future__ import annotations

import logging
import random
from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

from bluegreen.clock import Clock
from bluegreen.errors import CloudError, Unanswered
from bluegreen.model.printable import printable

log = logging.getLogger(__name__)

T = TypeVar("T")

FIRST_PAUSE = 0.5
LONGEST_PAUSE = 10.0
JITTER = 0.25
"""Seconds, and the share by which each pause is longer or shorter, so that callers spread."""

WHILE_CHANGING = timedelta(minutes=2)
"""How long one request is repeated while something is being changed. Loops that wait go on."""
WHILE_MOVING = timedelta(minutes=10)
"""How long the lease is asked for, and an address asked to move: production must not stay on a bad
side because the network service was away. Ctrl-C ends it."""
WHILE_READING = timedelta(seconds=20)
"""How long one read is repeated for somebody who only wants to look."""
BRIEFLY = timedelta(seconds=4)
"""How long something is asked for that production must not wait for."""
TELL_AFTER = timedelta(seconds=4)
"""After how long without an answer the operator hears of it."""


def retrying(
    act: Callable[[], T],
    *,
    limit: timedelta,
    clock: Clock,
    on: type[CloudError] | tuple[type[CloudError], ...] = Unanswered,
) -> T:
    """Return what `act` returns, trying again for as long as `limit` while it raises one of `on`.

    The pause doubles from half a second to ten, with jitter, and is never shorter than the
    `Retry-After` of the answer (RFC 9110, section 10.2.3). Raises the last failure.
    """
    began = clock.now()
    pause, told = FIRST_PAUSE, False
    while True:
        try:
            return act()
        except on as error:
            waited = clock.now() - began
            left = limit.total_seconds() - waited
            if left <= 0:
                raise
            if not told and waited >= TELL_AFTER.total_seconds():
                told = True
                said = printable(error.true_now.rstrip("."))
                log.warning("%s; trying again for %.0f s", said, left)
            wanted = max(_spread(pause), getattr(error, "retry_after", None) or 0.0)
        clock.sleep(min(left, wanted))
        pause = min(2 * pause, LONGEST_PAUSE)


def _spread(pause: float) -> float:
    return pause * random.uniform(1 - JITTER, 1 + JITTER)  # noqa: S311 - no secret
