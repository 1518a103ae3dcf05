# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""When requests start: planned from the beginning, and kept whatever the server does."""

import math
import threading
import time
from collections.abc import Iterator
from itertools import count


class StartTimes:
    """Evenly spaced starts from `began` until it is ended; times of the monotonic clock."""

    def __init__(self) -> None:
        self.began = time.monotonic()
        self.ended = math.inf
        self._ending = threading.Event()
        self._lock = threading.Lock()

    def starts(self, first: float, apart: float) -> Iterator[float]:
        """Give each planned time once it has come, as late as the caller asks for it."""
        for turn in count():
            planned = self.began + first + turn * apart
            self._ending.wait(max(0.0, planned - time.monotonic()))
            with self._lock:
                if planned > self.ended:
                    return
            yield planned

    def end(self) -> None:
        """Plan nothing for later than now."""
        with self._lock:
            self.ended = time.monotonic()
        self._ending.set()
