# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Independent requests at the same time: the slowest one decides how long they take."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import Any

from bluegreen.waiting import Clock


def side_by_side(
    *calls: Callable[[], Any], clock: Clock | None, at_once: int | None = None
) -> tuple[Any, ...]:
    """Run the calls at once and return their results in order; raise the first error, in order.

    At most `at_once` of them run at the same time. All have ended when this returns or raises.
    Ctrl-C reaches the main thread only: it wakes the calls that wait by `clock`, which is None
    where none of them waits. Those that have not begun never begin.
    """
    futures: list[Future[Any]] = []
    with ThreadPoolExecutor(max_workers=at_once or max(1, len(calls))) as pool:
        try:
            futures += (pool.submit(call) for call in calls)
            wait(futures)
        except KeyboardInterrupt:
            _wake(futures, clock)
            raise
    return tuple(future.result() for future in futures)


def _wake(futures: list[Future[Any]], clock: Clock | None) -> None:
    """Return once no call is at work; only who has interrupted the clock lets it carry on."""
    for future in futures:
        future.cancel()
    if clock:
        clock.interrupt()
    try:
        wait(futures)
    finally:
        if clock:
            clock.carry_on()
