# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""How calls to the cloud are made: repeated while they get no answer, given up, several at once."""

from __future__ import annotations

import logging
import random
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from concurrent.futures import TimeoutError as NotInTime
from datetime import timedelta
from threading import Thread
from typing import Any, TypeVar

from bluegreen.clock import Clock
from bluegreen.cloud.errors import AnswerLost
from bluegreen.errors import CloudError, Unanswered
from bluegreen.model.text import printable

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


PATIENCE = timedelta(seconds=30)
"""How long production waits for Heat, which takes seconds when it is busy and well."""


def within(limit: timedelta, call: Callable[[], T], whose: str) -> T:
    """Return what a call returns. Raises AnswerLost when it has not returned after `limit`.

    A call that is given up continues on its own, in a thread that does not keep the process alive.
    """
    future: Future[T] = Future()

    def answer() -> None:
        try:
            future.set_result(call())
        except BaseException as error:
            future.set_exception(error)

    Thread(target=answer, name=f"waiting for {whose}", daemon=True).start()
    try:
        return future.result(limit.total_seconds())
    except NotInTime:
        if future.done():  # the call itself met a timeout of its own
            raise
        raise AnswerLost(f"{whose} has not answered within {limit.total_seconds():g} s") from None


def in_time(call: Callable[[], T], whose: str, limit: timedelta = PATIENCE) -> T | CloudError:
    """Return what a call returns, or the error that it raised or that it did not return in time."""
    try:
        return within(limit, call, whose)
    except CloudError as error:
        return error


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
