# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""`bluegreen list`: every application of the project."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any

from cliff.lister import Lister

from bluegreen.cli.columns import cells
from bluegreen.cli.redraw import add_watch, show_once_or_watch
from bluegreen.cli.verb import Verb


class ListCommand(Verb, Lister):
    """List the applications of the project, at a constant number of API requests.

    If some servers of a side fail, the health is a range such as 1-2/3: Octavia's listing says that
    some fail, but not how many. `bluegreen status` shows the exact number.
    """

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        """Add --watch."""
        parser = super().get_parser(prog_name)
        add_watch(parser)
        return parser

    def run(self, parsed_args: argparse.Namespace) -> int:
        """List them once, or again and again over one connection."""
        self._cloud = self.cloud()
        return show_once_or_watch(self, parsed_args.watch, partial(super().run, parsed_args))

    def take_action(
        self,
        parsed_args: argparse.Namespace,  # noqa: ARG002 (cliff's interface)
    ) -> tuple[Sequence[str], Iterable[Sequence[Any]]]:
        """Look, and return a row for each application."""
        from bluegreen.cli.render import APPLICATION_COLUMNS, application_row
        from bluegreen.cloud.observe import observe_project
        from bluegreen.model.summary import oddities

        found = observe_project(self._cloud)
        for sentence in (text for application in found for text in oddities(application)):
            self.say(sentence)
        return APPLICATION_COLUMNS, [cells(application_row(a)) for a in found]
