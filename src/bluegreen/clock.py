# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Waiting for something, with a clock that tests can replace."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Protocol, TypeVar

from bluegreen.errors import CloudError, Unanswered


class Clock(Protocol):
    """A steady clock, and the way to let it run on."""

    def now(self) -> float:
        """Return seconds that never go back."""

    def sleep(self, seconds: float) -> None:
        """Return once that many seconds have passed. Raises KeyboardInterrupt when interrupted."""

    def interrupt(self) -> None:
        """Wake every sleeper with KeyboardInterrupt; Python tells the main thread only."""

    def carry_on(self) -> None:
        """Let sleepers sleep again."""


BOOTTIME: int = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
"""The clock that counts the time in which the machine is suspended.

On Linux CLOCK_MONOTONIC stands still meanwhile (clock_gettime(2)); on macOS it does not, and there
is no other.
"""


class SteadyClock:
    """The machine's own clock, which goes on while the machine sleeps."""

    def __init__(self) -> None:
        self._interrupted = threading.Event()

    def now(self) -> float:
        """Return seconds that never go back, the time of a suspend included."""
        return time.clock_gettime(BOOTTIME)

    def sleep(self, seconds: float) -> None:
        """Return once that many seconds have passed. Raises KeyboardInterrupt when interrupted."""
        if self._interrupted.wait(seconds):
            raise KeyboardInterrupt

    def interrupt(self) -> None:
        """Wake every sleeper with KeyboardInterrupt; Python tells the main thread only."""
        self._interrupted.set()

    def carry_on(self) -> None:
        """Let sleepers sleep again."""
        self._interrupted.clear()


T = TypeVar("T")


def wait_for(
    read: Callable[[], T],
    until: Callable[[T], bool] = lambda _: True,
    *,
    limit: timedelta,
    every: timedelta,
    clock: Clock,
    despite: type[CloudError] | tuple[type[CloudError], ...] = Unanswered,
    say: Callable[[CloudError], None] = lambda _: None,
) -> T:
    """Return what was read as soon as `until` holds for it, or what was read last.

    Without `until` the first answer does. It is read once more after the limit, so that a slow read
    cannot miss it. A read that raises one of `despite` is no reason to stop: `say` is given the
    error, and after the limit it is raised.
    """
    deadline = clock.now() + limit.total_seconds()
    while True:
        is_over = clock.now() >= deadline
        try:
            value = read()
            if is_over or until(value):
                return value
        except despite as error:
            say(error)
            if is_over:
                raise
        clock.sleep(every.total_seconds())


def wait_until(
    condition: Callable[[], bool], *, limit: timedelta, every: timedelta, clock: Clock
) -> bool:
    """Return True as soon as the condition holds, False when the limit has passed without it.

    Raises Unanswered as `wait_for` does.
    """
    return wait_for(condition, bool, limit=limit, every=every, clock=clock)
