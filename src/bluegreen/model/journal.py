# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The append-only record of what was intended and what happened: entries, and the runs they are of.

An entry's name carries what finds and sorts it, its body carries everything.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache
from math import isfinite
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from bluegreen.model.tags import MARK, Colour

if TYPE_CHECKING:
    from pydantic import TypeAdapter


PART_LIMIT = 48
"""Characters of each part of a name; Heat keeps 255 of the whole."""

Detail = str | int | float | bool | None

FIGURES = ("seconds", "cutover_seconds", "requests", "failed_requests")
"""Details that are numbers wherever they stand."""


class Phase(StrEnum):
    """How far an act had come when the entry was written."""

    INTENDED = "intended"
    STEP = "step"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    ROLLED_BACK = "rolled back"
    STUCK = "stuck"


@dataclass(frozen=True)
class Entry:
    """One line of the record.

    `run` ties together what one command wrote. `at` is the time by the clock of the operator's
    machine, in UTC. `event` is the verb (`switch`, `deploy`, `approval`, `note`, …), `step` the
    name of a step, `details` further facts, such as `cutover_seconds`. `part_of` names the run that
    this one is a stage of, such as a release; "" where it stands for itself.
    """

    application: str
    run: str
    at: datetime
    event: str
    phase: Phase
    operator: str
    message: str = ""
    step: str | None = None
    side: Colour | None = None
    version: str | None = None
    release: str | None = None
    details: Mapping[str, Detail] = field(default_factory=dict)
    part_of: str = ""


def new_run() -> str:
    """Return a name for a run that no other run has."""
    return secrets.token_hex(4)


def name_of(entry: Entry) -> str:
    """Return `bluegreen/application/time/run/event/phase/step/side/version/release`.

    Names of one run sort by time. Parts are percent-encoded, and long ones cut: the body
    has them in full.
    """
    time = entry.at.astimezone(UTC).isoformat(timespec="microseconds")
    parts = (
        *(time, entry.run, entry.event, entry.phase),
        *(entry.step, entry.side, entry.version, entry.release),
    )
    return prefix_of(entry.application) + "/".join(_part(part or "") for part in parts)


def prefix_of(application: str) -> str:
    """Return what the names of all entries of an application begin with."""
    return f"{MARK}/{_part(application)}/"


def release_in(name: str) -> str:
    """Return the release that an entry's name states, or ""."""
    return unquote(name.rpartition("/")[2])


def event_in(name: str) -> str:
    """Return the event that an entry's name states, or ""."""
    _, _, rest = name.partition("/")
    parts = rest.split("/")
    return unquote(parts[3]) if len(parts) > 3 else ""


def body_of(entry: Entry) -> str:
    """Return everything that an entry says, as JSON.

    Of a message in another encoding, or cut within a character, Python keeps single bytes that no
    reader of JSON takes: they become question marks, or else the whole entry could not be read.
    """
    said = vars(entry) | {"at": entry.at.astimezone(UTC).isoformat()}
    readable = json.dumps(said, ensure_ascii=False).encode(errors="replace")
    return json.dumps(json.loads(readable))


def entry_from(body: str) -> Entry:
    """Return the entry that a body says. Raises ValueError when it is none.

    Anybody in the project may write one by hand, so each value's type is looked at: who reads
    entries counts with the figures, and compares the times.
    """
    entry: Entry = _reader().validate_json(body, strict=True)
    if entry.at.tzinfo is None:
        raise ValueError("an entry of the journal has a time without a zone")
    figures = {name: entry.details.get(name) for name in FIGURES}
    if wrong := [name for name, value in figures.items() if not _is_figure(value)]:
        raise ValueError(f"an entry of the journal has no number as {', '.join(wrong)}")
    return entry


@cache
def _reader() -> TypeAdapter[Entry]:
    """Return what checks an entry's types; its library is loaded only where entries are read."""
    from pydantic import TypeAdapter

    return TypeAdapter(Entry)


def _is_figure(value: Detail) -> bool:
    return value is None or (isinstance(value, int | float) and isfinite(value))


def _part(text: str) -> str:
    return quote(text, safe=":+")[:PART_LIMIT]


ENTRIES_OF_A_RUN = 15
"""How many entries are read for each run that is asked for; a switch writes about ten."""

LOOKS = (60, 300)
"""How many entries are read to find the last moves; all that the journal keeps, if need be."""

MOVES = ("switch", "rollback")
"""The acts that move production."""

STAYED = (Phase.FAILED, Phase.ROLLED_BACK)
"""How an act ends after which production is where it was before."""


@dataclass(frozen=True)
class JournalRun:
    """What one command wrote: its entries, newest first."""

    entries: tuple[Entry, ...]

    @property
    def last(self) -> Entry:
        """The newest entry."""
        return self.entries[0]

    @property
    def ended(self) -> bool:
        """Whether the run wrote how it ended; one that is at work has not yet."""
        return self.last.phase not in (Phase.INTENDED, Phase.STEP)

    @property
    def succeeded(self) -> bool:
        """Whether the run wrote that it did what it was to do."""
        return self.last.phase is Phase.SUCCEEDED

    @property
    def outcome(self) -> str:
        """How it ended, in a word or two."""
        return str(self.last.phase) if self.ended else "unfinished"


def runs_of(entries: Iterable[Entry]) -> list[JournalRun]:
    """Return the runs that the entries (newest first) are of, the one that wrote last first."""
    by_run: dict[str, list[Entry]] = {}
    for entry in entries:
        by_run.setdefault(entry.run, []).append(entry)
    return [JournalRun(tuple(found)) for found in by_run.values()]


def with_parts(runs: Iterable[JournalRun]) -> list[tuple[JournalRun, tuple[JournalRun, ...]]]:
    """Return each run with its stages, in the order in which these were taken.

    The runs come and are returned newest first. A stage whose release is not among them stands for
    itself.
    """
    found = list(runs)
    names = {run.last.run for run in found}
    parts: dict[str, list[JournalRun]] = {}
    for run in reversed(found):
        parts.setdefault(run.last.part_of, []).append(run)
    return [
        (run, tuple(parts.get(run.last.run, ()))) for run in found if run.last.part_of not in names
    ]


def last_act(runs: Iterable[JournalRun]) -> JournalRun | None:
    """Return the newest run that was no `resume`: what a resume has to end, if anything."""
    return next((run for run in runs if run.last.event != "resume"), None)


def last_move(runs: Iterable[JournalRun], live: Colour | None) -> JournalRun | None:
    """Return the newest run that moved production, or may have and has not said so.

    One that was killed or is stuck, and whose side is not live, has not come to its move.
    """
    moves = (run for run in runs if run.last.event in MOVES and run.last.phase not in STAYED)
    return next((run for run in moves if run.succeeded or live in (None, run.last.side)), None)
