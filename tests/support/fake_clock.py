# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""A clock that runs only when somebody sleeps."""

from __future__ import annotations

import math
import time
from collections.abc import Callable


class FakeClock:
    """Time passes by sleeping; `on_tick` lets the world go on meanwhile.

    Sleeps shorter than 0.1 s are real: they wait for a program, which lives in real time.
    """

    def __init__(self, on_tick: Callable[[], None] = lambda: None) -> None:
        self._now = 0.0
        self._on_tick = on_tick

    def now(self) -> float:
        """Return the seconds slept so far."""
        return self._now

    def sleep(self, seconds: float) -> None:
        """Let the seconds pass, at once unless they are few."""
        if seconds < 0.1:
            time.sleep(seconds)
        # However long it has counted, it gets on by a sleep, as a real one does.
        later = math.nextafter(self._now, math.inf) if seconds else self._now
        self._now = max(self._now + seconds, later)
        self._on_tick()

    def interrupt(self) -> None:
        """Do nothing: no thread sleeps here."""

    def carry_on(self) -> None:
        """Do nothing: no thread sleeps here."""
