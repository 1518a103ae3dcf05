# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Many records in little memory: one array for each field, so that a million take 45 MB."""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Self, overload

from bluegreen.probe.outcome import RequestOutcome
from bluegreen.probe.record import Kind, Record

_KINDS, _OUTCOMES = tuple(Kind), tuple(RequestOutcome)
_KIND_CODES = {kind: code for code, kind in enumerate(_KINDS)}
_OUTCOME_CODES = {outcome: code for code, outcome in enumerate(_OUTCOMES)}
_TYPES = "BdddBHIBBBQ"
"""The array type of each field of a record, in their order."""


class Records(Sequence[Record]):
    """A sequence of records that is only ever added to; each is made again when it is read."""

    def __init__(self) -> None:
        self._columns: tuple[array[Any], ...] = tuple(array(kind) for kind in _TYPES)
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
        kind, planned, started, ended, outcome, status, side, *more = record
        values = (
            _KIND_CODES[kind],
            planned,
            started,
            ended,
            _OUTCOME_CODES[outcome],
            status or 0,
            self._code_of(side),
            *more,
        )
        for column, value in zip(self._columns, values, strict=True):
            column.append(value)

    def __len__(self) -> int:
        return len(self._columns[0])

    def __iter__(self) -> Iterator[Record]:
        return map(self._unpacked, *self._columns)

    @overload
    def __getitem__(self, index: int) -> Record: ...
    @overload
    def __getitem__(self, index: slice) -> "Records": ...
    def __getitem__(self, index: int | slice) -> "Record | Records":
        if isinstance(index, slice):
            return Records.of(self[place] for place in range(len(self))[index])
        return self._unpacked(*(column[index] for column in self._columns))

    def _code_of(self, side: str | None) -> int:
        code = self._side_codes.setdefault(side, len(self._sides))
        if code == len(self._sides):
            self._sides.append(side)
        return code

    def _unpacked(
        self,
        kind: int,
        planned: float,
        started: float,
        ended: float,
        outcome: int,
        status: int,
        side: int,
        connected: int,
        found_closed: int,
        retried: int,
        received: int,
    ) -> Record:
        return Record(
            _KINDS[kind],
            planned,
            started,
            ended,
            _OUTCOMES[outcome],
            status or None,
            self._sides[side],
            bool(connected),
            bool(found_closed),
            bool(retried),
            received,
        )
