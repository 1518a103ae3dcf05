# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""`bluegreen status`: both sides of one application."""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cliff.lister import Lister
from stevedore import ExtensionManager

from bluegreen.cli.columns import both_sides
from bluegreen.cli.options import add_application, application_of
from bluegreen.cli.redraw import add_watch, show_once_or_watch
from bluegreen.cli.verb import Verb
from bluegreen.errors import UsageError

if TYPE_CHECKING:
    from bluegreen.model.application import Application
    from bluegreen.model.drift import Difference

PROMETHEUS = "prometheus"
"""The format that only this command has."""

COMPARE_EVERY = 60.0
"""Seconds between two comparisons of --watch, which take some twenty requests each."""


class StatusCommand(Verb, Lister):
    """Show both sides of an application: role, version, servers, addresses, state.

    The production address itself tells which side is live, not a record.
    """

    _compared: tuple[float, tuple[Difference, ...]] | None = None

    conflict_handler = "resolve"
    """For argparse: the option for the format takes the place of cliff's."""

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        """Add --watch, and metrics as one more format."""
        parser = super().get_parser(prog_name)
        add_application(parser)
        formats = ExtensionManager(self.formatter_namespace).names()
        parser.add_argument_group("formatter of this command").add_argument(
            "-f",
            "--format",
            dest="formatter",
            choices=sorted([*formats, PROMETHEUS]),
            default=self.formatter_default,
            help=f"the output format, defaults to {self.formatter_default}",
        )
        add_watch(parser)
        parser.add_argument(
            "--textfile",
            type=Path,
            metavar="FILE.prom",
            help="write metrics to a file for node_exporter instead of printing",
        )
        return parser

    def run(self, parsed_args: argparse.Namespace) -> int:
        """Show it once, or again and again over one connection."""
        self._cloud = self.cloud()
        return show_once_or_watch(self, parsed_args.watch, partial(self._show, parsed_args))

    def _show(self, parsed_args: argparse.Namespace) -> int:
        if parsed_args.textfile or parsed_args.formatter == PROMETHEUS:
            return self._expose(parsed_args)
        return int(super().run(parsed_args))

    def _expose(self, parsed_args: argparse.Namespace) -> int:
        """Write metrics, to the file or to stdout. A file that was there stays when this fails."""
        from bluegreen.cli.metrics import exposition, figures, write_textfile

        name, file = application_of(parsed_args), parsed_args.textfile
        found = figures(self._cloud, name, self._drift)
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
        from bluegreen.cloud.observe import observe_as_far_as_it_answers, refuse_unless_there
        from bluegreen.cloud.server_problems import evidence, problems
        from bluegreen.model.drift import drift_line
        from bluegreen.model.summary import headline, warnings

        found = observe_as_far_as_it_answers(self._cloud, application_of(parsed_args))
        application = refuse_unless_there(found)
        self.say(headline(application))
        for sentence in warnings(application):
            self.say(sentence)
        for look in (evidence, problems):
            for sentence in look(self._cloud, application):
                self.say(sentence)
        for sentence in self._incomplete(application):
            self.say(sentence)
        differences = self._drift(application)
        if line := drift_line(application.name, differences):
            self.say(line)
        return both_sides(application, differences)

    def _drift(self, application: Application) -> tuple[Difference, ...]:
        """Return how the cloud differs from what Heat has kept; --watch asks again each minute."""
        from bluegreen.operations.drift.find import find_drift

        now = time.monotonic()
        if self._compared is None or now - self._compared[0] > COMPARE_EVERY:
            self._compared = (now, find_drift(self._cloud, application))
        return self._compared[1]

    def _incomplete(self, application: Application) -> Iterable[str]:
        """Return what is not whole, with what leads on; or who is changing the application."""
        from bluegreen.errors import CloudError
        from bluegreen.model.summary import incomplete

        found = tuple(incomplete(application))
        try:
            holder = self._cloud.leases.holder(application.name) if found else None
        except CloudError:
            return found
        return (f"It is being changed by {holder}.",) if holder and not holder.expired else found
