# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Many records in little memory: one array for each field, so that a million take 40 MB."""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from typing import Self, overload

from bluegreen.probe.outcome import Outcome
from bluegreen.probe.record import Kind, Record

_KINDS, _OUTCOMES = tuple(Kind), tuple(Outcome)
_KIND_CODES = {kind: code for code, kind in enumerate(_KINDS)}
_OUTCOME_CODES = {outcome: code for code, outcome in enumerate(_OUTCOMES)}
_CONNECTED, _FOUND_CLOSED, _RETRIED = 1, 2, 4
_NO_STATUS = 0


class Records(Sequence[Record]):
    """A sequence of records that is only ever added to; each is made anew when it is looked at."""

    def __init__(self) -> None:
        self._times = array("d")  # planned, started, ended of each record in turn
        self._received = array("Q")
        self._status = array("H")
        self._side = array("I")
        self._kind = array("B")
        self._outcome = array("B")
        self._flags = array("B")
        self._sides: list[str | None] = []
        self._side_codes: dict[str | None, int] = {}

    @classmethod
    def of(cls, records: Iterable[Record]) -> Self:
        """Pack these records."""
        packed = cls()
        for record in records:
            packed.append(record)
        return packed

    def append(self, record: Record) -> None:
        """Add a record at the end."""
        self._times.extend((record.planned, record.started, record.ended))
        self._received.append(record.received)
        self._status.append(record.status or _NO_STATUS)
        self._side.append(self._code_of(record.side))
        self._kind.append(_KIND_CODES[record.kind])
        self._outcome.append(_OUTCOME_CODES[record.outcome])
        self._flags.append(
            _CONNECTED * record.connected
            | _FOUND_CLOSED * record.found_closed
            | _RETRIED * record.retried
        )

    def __len__(self) -> int:
        return len(self._kind)

    def __iter__(self) -> Iterator[Record]:
        return map(self._at, range(len(self)))

    @overload
    def __getitem__(self, index: int) -> Record: ...
    @overload
    def __getitem__(self, index: slice) -> "Records": ...
    def __getitem__(self, index: int | slice) -> "Record | Records":
        places = range(len(self))[index]
        return self._at(places) if isinstance(places, int) else Records.of(map(self._at, places))

    def _code_of(self, side: str | None) -> int:
        if side not in self._side_codes:
            self._side_codes[side] = len(self._sides)
            self._sides.append(side)
        return self._side_codes[side]

    def _at(self, place: int) -> Record:
        planned, started, ended = self._times[3 * place : 3 * place + 3]
        flags = self._flags[place]
        return Record(
            _KINDS[self._kind[place]],
            planned,
            started,
            ended,
            _OUTCOMES[self._outcome[place]],
            self._status[place] or None,
            self._sides[self._side[place]],
            connected=bool(flags & _CONNECTED),
            found_closed=bool(flags & _FOUND_CLOSED),
            retried=bool(flags & _RETRIED),
            received=self._received[place],
        )
