# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Independent requests at the same time: the slowest one decides how long they take."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from typing import Any

from bluegreen.clock import Clock


def concurrently(
    *calls: Callable[[], Any], clock: Clock | None, at_once: int | None = None
) -> tuple[Any, ...]:
    """Run the calls at once and return their results in order; raise the first error, in order.

    At most `at_once` of them run at the same time. All have ended when this returns or raises.
    Ctrl-C reaches the main thread only: it wakes the calls that wait by `clock`, which is None
    where none of them waits. Those that have not begun never begin.
    """
    pool = ThreadPoolExecutor(max_workers=at_once or max(1, len(calls)))
    try:
        futures = [pool.submit(call) for call in calls]
        wait(futures)
    except KeyboardInterrupt:
        _end_early(pool, clock)
        raise
    finally:
        pool.shutdown()
    return tuple(future.result() for future in futures)


def _end_early(pool: ThreadPoolExecutor, clock: Clock | None) -> None:
    """Return once no call is at work; only who has interrupted the clock lets it carry on."""
    pool.shutdown(wait=False, cancel_futures=True)
    if clock is None:
        return
    clock.interrupt()
    try:
        pool.shutdown()
    finally:
        clock.carry_on()
