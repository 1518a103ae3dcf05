# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""`bluegreen status`: both sides of one application."""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from cliff.lister import Lister

from bluegreen.commands.base import NamesApplication
from bluegreen.commands.cells import both_sides
from bluegreen.errors import CloudError, UsageError

PROMETHEUS = "prometheus"
"""The format that only this command has."""

SHORTEST = 0.5
CLEAR = "\x1b[2J\x1b[H"


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not SHORTEST <= seconds < float("inf"):
        raise argparse.ArgumentTypeError(f"{text}: a number of seconds, {SHORTEST:g} or more")
    return seconds


class Status(NamesApplication, Lister):
    """Show both sides of an application: role, version, servers, addresses, state.

    Which side is live is read from the production address, not from a record.
    """

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        """Add --watch, and metrics as one more format."""
        parser = super().get_parser(prog_name)
        formats = next(a for a in self._formatter_group._group_actions if a.dest == "formatter")
        formats.choices = sorted([*(formats.choices or ()), PROMETHEUS])
        parser.add_argument(
            "--watch",
            nargs="?",
            type=_seconds,
            const=2.0,
            metavar="SECONDS",
            help="show it again every so many seconds (default: 2), until Ctrl-C",
        )
        parser.add_argument(
            "--textfile",
            type=Path,
            metavar="FILE.prom",
            help="write metrics to a file, for node_exporter, in place of showing anything",
        )
        return parser

    def run(self, parsed_args: argparse.Namespace) -> int:
        """Show it once, or again and again over one connection."""
        self._cloud = self.cloud()
        if parsed_args.watch is None:
            return self._show(parsed_args)
        try:
            while True:
                if self.app.stdout.isatty():
                    self.app.stdout.write(CLEAR)
                self._show_again(parsed_args)
                self.app.stdout.flush()
                time.sleep(parsed_args.watch)
        except KeyboardInterrupt:
            return 0

    def _show_again(self, parsed_args: argparse.Namespace) -> None:
        """Show it; a cloud that does not answer for once does not end the watching."""
        try:
            self._show(parsed_args)
        except CloudError as trouble:
            self.say(f"Looking again: {trouble.true_now}.")

    def _show(self, parsed_args: argparse.Namespace) -> int:
        if parsed_args.textfile or parsed_args.formatter == PROMETHEUS:
            return self._expose(parsed_args)
        return int(super().run(parsed_args))

    def _expose(self, parsed_args: argparse.Namespace) -> int:
        """Write metrics, to the file or to stdout. A file that was there stays when this fails."""
        from bluegreen.metrics import exposition, figures, write_textfile

        found, file = figures(self._cloud, self.application(parsed_args)), parsed_args.textfile
        if file is None:
            self.app.stdout.write(exposition(found))
            return 0
        try:
            write_textfile(found, file)
        except OSError as error:
            raise UsageError(
                f"{file} cannot be written: {error.strerror}", "name another file"
            ) from error
        return 0

    def take_action(
        self, parsed_args: argparse.Namespace
    ) -> tuple[Sequence[str], Iterable[Sequence[Any]]]:
        """Look, and return a row for each side."""
        from bluegreen.commands.showing import headline, warnings
        from bluegreen.observe import observe_existing
        from bluegreen.troubles import troubles

        application = observe_existing(self._cloud, self.application(parsed_args))
        self.say(headline(application))
        for sentence in (*warnings(application), *troubles(self._cloud, application)):
            self.say(sentence)
        return both_sides(application)
