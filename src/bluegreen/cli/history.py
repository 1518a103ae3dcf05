# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""`bluegreen history`: what was done to an application, by whom, and how it ended."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from cliff.lister import Lister

from bluegreen.cli.columns import Cell, cells
from bluegreen.cli.options import add_application, application_of, at_least_one
from bluegreen.cli.verb import Verb

if TYPE_CHECKING:
    from bluegreen.model.journal import Entry, JournalRun

COLUMNS = (
    "Time",
    "Event",
    "Phase",
    "Step",
    "Side",
    "Version",
    "Release",
    "Operator",
    "Message",
    "Seconds",
    "Cutover",
    "Failed Requests",
    "Sentence",
)

FOR_MACHINES = ("Run", "Part Of")
"""Additional columns of every format but the table: runs by name, to tie stages to a release."""


class HistoryCommand(Verb, Lister):
    """List the runs on an application, newest first.

    Below a release are its stages, in their order. A run without an end is "unfinished": it is
    still running, or it was killed. The journal tells what was intended and what happened; for the
    current state, `bluegreen status` reads the cloud.
    """

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        """Add what is to be listed."""
        parser = super().get_parser(prog_name)
        add_application(parser)
        parser.add_argument("--release", metavar="rN", help="only runs on this release")
        parser.add_argument(
            "--limit",
            type=at_least_one,
            default=20,
            metavar="N",
            help="maximum number of runs, with each release counted as one, or of entries with "
            "--steps (default: 20)",
        )
        parser.add_argument(
            "--steps", action="store_true", help="every entry of the journal instead of every run"
        )
        return parser

    def take_action(
        self, parsed_args: argparse.Namespace
    ) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
        """Read the journal, and return a row for each run, or for each entry."""
        from bluegreen.model.journal import ENTRIES_OF_A_RUN, runs_of, with_parts

        name, limit = application_of(parsed_args), parsed_args.limit
        journal, release = self.cloud().journal, parsed_args.release
        if parsed_args.steps:
            found = journal.entries(name, limit, release)
            rows = [_row(entry, str(entry.phase), entry.event) for entry in found]
        else:
            runs = runs_of(journal.entries(name, limit * ENTRIES_OF_A_RUN, release))
            rows = [row for run, parts in with_parts(runs)[:limit] for row in _rows(run, parts)]
        if parsed_args.formatter == "table":
            return COLUMNS, [row[: len(COLUMNS)] for row in rows]
        return COLUMNS + FOR_MACHINES, rows


class Stage(Cell):
    """The event of a stage, which stands below its release."""

    def human_readable(self) -> str:
        """Return it as a table shows it."""
        return f"- {super().human_readable()}"


def _rows(run: JournalRun, parts: Sequence[JournalRun]) -> Iterator[tuple[Any, ...]]:
    yield _row(run.last, run.outcome, run.last.event)
    for part in parts:
        yield _row(part.last, part.outcome, Stage(part.last.event))


def _row(entry: Entry, phase: str, event: Any) -> tuple[Any, ...]:
    details = entry.details
    row = (
        entry.at.isoformat(timespec="seconds"),
        None,
        phase,
        entry.step,
        str(entry.side) if entry.side else None,
        entry.version,
        entry.release,
        entry.operator,
        entry.message,
        details.get("seconds"),
        details.get("cutover_seconds"),
        details.get("failed_requests"),
        details.get("sentence"),
        entry.run,
        entry.part_of or None,
    )
    time, _, *others = cells(row)
    return time, event if isinstance(event, Cell) else Cell(event), *others
