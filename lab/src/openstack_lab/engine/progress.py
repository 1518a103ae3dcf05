# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Says on stderr what is done, what is under way and what it waits for."""

import sys
import threading
import time

QUIET_SECONDS = 10.0


class Progress:
    """One line for each unit done; every ten seconds, what the rest waits for."""

    def __init__(self) -> None:
        self._began = time.monotonic()
        self._under_way: dict[str, tuple[float, str]] = {}
        self._lock = threading.Lock()
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._remind, daemon=True)

    def __enter__(self) -> "Progress":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._end.set()
        self._thread.join()

    @property
    def seconds(self) -> float:
        """Seconds since the beginning."""
        return time.monotonic() - self._began

    def begin(self, name: str) -> None:
        """Note that a unit is under way."""
        with self._lock:
            self._under_way[name] = (time.monotonic(), "")

    def waits_for(self, name: str, reason: str) -> None:
        """Note what a unit under way waits for."""
        with self._lock:
            began, _ = self._under_way[name]
            self._under_way[name] = (began, reason)

    def done(self, name: str, word: str) -> None:
        """Print that a unit is done, and how long it took."""
        with self._lock:
            began, _ = self._under_way.pop(name)
            self.say(f"{name:<28} {word} after {time.monotonic() - began:.1f} s")

    def say(self, text: str) -> None:
        """Print one line, with the seconds since the beginning."""
        sys.stderr.write(f"{self.seconds:6.1f}  {text}\n")
        sys.stderr.flush()

    def _remind(self) -> None:
        while not self._end.wait(QUIET_SECONDS):
            with self._lock:
                rest = [
                    f"{name} ({reason})" if reason else name
                    for name, (_, reason) in self._under_way.items()
                ]
            if rest:
                self.say("waiting for " + ", ".join(rest))
