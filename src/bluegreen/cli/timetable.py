# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""`bluegreen timetable`: the maintenance window before blue-green and with it, computed."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cliff.show import ShowOne

from bluegreen.cli.columns import Told
from bluegreen.cli.options import add_application, application_of, at_least_one
from bluegreen.cli.verb import Verb
from bluegreen.errors import UsageError

if TYPE_CHECKING:
    from bluegreen.timetable import Comparison, Durations

ENTRIES = 300
"""Entries of the journal that are read: as many as it keeps."""


class TimetableCommand(Verb, ShowOne):
    """Compute the maintenance window of a release, without blue-green and with it.

    Without --durations, it uses the durations in section 6 of the paper: its tables 2 and 3. With
    ranges, many simulated runs give the odds.
    """

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        """Add where the durations come from, how many runs, and the picture."""
        parser = super().get_parser(prog_name)
        add_application(parser)
        parser.add_argument(
            "--durations", type=Path, metavar="FILE", help="your own durations, in YAML"
        )
        parser.add_argument(
            "--example", action="store_true", help="print the paper's durations as such a file"
        )
        parser.add_argument(
            "--measured",
            action="store_true",
            help="use the durations of switch, watch and rollback from the application's history",
        )
        parser.add_argument(
            "--runs",
            type=at_least_one,
            default=10_000,
            metavar="N",
            help="number of runs if durations are ranges (default: 10000)",
        )
        parser.add_argument(
            "--seed",
            type=int,
            default=1,
            metavar="N",
            help="the same seed gives the same runs (default: 1)",
        )
        parser.add_argument(
            "--html", type=Path, metavar="FILE", help="write a page with the picture"
        )
        parser.add_argument("--svg", type=Path, metavar="FILE", help="write the picture alone")
        return parser

    def run(self, parsed_args: argparse.Namespace) -> int:
        """Print the example, or the comparison."""
        if not parsed_args.example:
            return int(super().run(parsed_args))
        from bluegreen.timetable import starter

        self.app.stdout.write(starter())
        return 0

    def take_action(self, parsed_args: argparse.Namespace) -> tuple[Sequence[str], Iterable[Any]]:
        """Compute the timetables, and write the picture."""
        from bluegreen.timetable import compare
        from bluegreen.timetable.page import page
        from bluegreen.timetable.picture import picture
        from bluegreen.timetable.words import headline

        durations = self._durations(parsed_args)
        comparison = compare(durations, runs=parsed_args.runs, seed=parsed_args.seed)
        for path, draw in ((parsed_args.html, page), (parsed_args.svg, picture)):
            if path is not None:
                _write(path, draw(comparison))
        self.say(headline(comparison))
        return _shown(comparison)

    def _durations(self, parsed_args: argparse.Namespace) -> Durations:
        from bluegreen.timetable import load_durations, paper_durations

        if parsed_args.application and not parsed_args.measured:
            raise UsageError(
                "an application is given, but not --measured, which reads its history",
                f"bluegreen timetable {parsed_args.application} --measured",
            )
        file = parsed_args.durations
        durations = load_durations(file) if file else paper_durations()
        return self._with_measured(durations, parsed_args) if parsed_args.measured else durations

    def _with_measured(self, durations: Durations, parsed_args: argparse.Namespace) -> Durations:
        from bluegreen.model.journal import runs_of
        from bluegreen.timetable.measured import measured_in, with_measured
        from bluegreen.timetable.words import measured_lines

        name = application_of(parsed_args)
        measured = measured_in(runs_of(self.cloud().journal.entries(name, ENTRIES)))
        for line in measured_lines(measured):
            self.say(line)
        return with_measured(durations, measured)


def _shown(comparison: Comparison) -> tuple[Sequence[str], Iterable[Any]]:
    from bluegreen.timetable.plain import plain
    from bluegreen.timetable.words import timetable_lines

    parts = {
        "before": comparison.before,
        "after": comparison.after,
        "without_logout": comparison.without_logout,
    }
    ratio = comparison.ratio
    values = [Told(plain(part), timetable_lines(part)) for part in parts.values()]
    words = str(ratio) if ratio is not None else None
    return (*parts, "ratio"), (
        *values,
        Told(ratio and float(ratio), words or "no window to compare"),
    )


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(
            f"{path} cannot be written: {error.strerror}", "name another file"
        ) from error
