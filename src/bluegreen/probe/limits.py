# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""How long a request may take: as a whole, and without a byte moving."""

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from bluegreen.probe.outcome import StalledError


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of one request. Raises ValueError for one that is not above 0.

    `whole` runs from connecting to the last byte of the answer. `progress` is the longest wait for
    bytes to be taken or to arrive: it tells a transfer that is long from one that is stuck,
    whatever the throughput. Without it only the whole is limited.
    """

    whole: timedelta
    progress: timedelta | None = None

    def __post_init__(self) -> None:
        if any(limit is not None and limit <= timedelta() for limit in (self.whole, self.progress)):
            raise ValueError("every timeout must be above 0")


class Deadline:
    """The limits of a request that begins now; every read and write of it happens within."""

    def __init__(self, limits: Limits) -> None:
        self._end = time.monotonic() + limits.whole.total_seconds()
        progress = limits.progress
        self._progress = None if progress is None else progress.total_seconds()

    @contextmanager
    def over(self, connection: socket.socket) -> Iterator[None]:
        """Limit one operation on the socket.

        A socket's own timeout limits each call, so a server that sends a byte now and then would
        hold a request for ever: each call gets only what is left of the whole.
        Raises StalledError when no byte moved, and TimeoutError when the whole took too long.
        """
        left = self._end - time.monotonic()
        if left <= 0:
            raise TimeoutError("the timeout has passed")
        if self._progress is None or left <= self._progress:
            connection.settimeout(left)
            yield
            return
        connection.settimeout(self._progress)
        try:
            yield
        except TimeoutError as error:
            raise StalledError("no data transferred") from error
