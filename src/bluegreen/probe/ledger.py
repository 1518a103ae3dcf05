# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Where the prober's threads enter their records, counted as they come."""

import threading
from collections import Counter
from dataclasses import dataclass

from bluegreen.probe.record import Record
from bluegreen.probe.records import Records


@dataclass(frozen=True, slots=True)
class ProbeProgress:
    """What has been counted so far. `sides` counts answers; `latest_side` gave the last of them.

    Of the `failed` ones `own` tell nothing of the target: this machine is at fault.
    """

    requests: int
    failed: int
    sides: dict[str, int]
    latest_side: str | None
    own: int = 0


class Ledger:
    """Keeps every record, and the few counts that a live view needs, for many threads at once."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._records = Records()
        self._failed = self._own = 0
        self._sides: Counter[str] = Counter()
        self._latest_side: str | None = None

    def add(self, record: Record) -> None:
        """Enter one record."""
        with self._lock:
            self._records.append(record)
            self._failed += record.failed
            self._own += record.is_own
            if record.side is not None:
                self._sides[record.side] += 1
                self._latest_side = record.side

    def progress(self) -> ProbeProgress:
        """Say what has been counted so far."""
        with self._lock:
            return ProbeProgress(
                len(self._records),
                self._failed,
                dict(self._sides),
                self._latest_side,
                self._own,
            )

    def records(self) -> Records:
        """Give every record in the order of their ends, when no more will be entered."""
        with self._lock:
            return self._records
