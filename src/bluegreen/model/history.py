# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Reading the journal: runs put together from their entries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bluegreen.model.journal import Entry, Phase
from bluegreen.model.tags import Colour

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


def last_act(runs: Iterable[JournalRun]) -> JournalRun | None:
    """Return the newest run that was no `resume`: what a resume has to end, if anything."""
    return next((run for run in runs if run.last.event != "resume"), None)


def last_move(runs: Iterable[JournalRun], live: Colour | None) -> JournalRun | None:
    """Return the newest run that moved production, or may have and has not said so.

    One that was killed or is stuck, and whose side is not live, has not come to its move.
    """
    moves = (run for run in runs if run.last.event in MOVES and run.last.phase not in STAYED)
    return next((run for run in moves if run.succeeded or live in (None, run.last.side)), None)
