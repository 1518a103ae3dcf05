# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""`bluegreen status`: both sides of one application."""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterable, Sequence
from typing import Any

from cliff.lister import Lister

from bluegreen.commands.base import NamesApplication
from bluegreen.commands.cells import both_sides

CLEAR = "\x1b[2J\x1b[H"


class Status(NamesApplication, Lister):
    """Show both sides of an application: role, version, servers, addresses, state.

    Which side is live is read from the production address, not from a record.
    """

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        """Add --watch."""
        parser = super().get_parser(prog_name)
        parser.add_argument(
            "--watch",
            nargs="?",
            type=float,
            const=2.0,
            metavar="SECONDS",
            help="show it again every so many seconds (default: 2), until Ctrl-C",
        )
        return parser

    def run(self, parsed_args: argparse.Namespace) -> int:
        """Show it once, or again and again over one connection."""
        self._cloud = self.cloud()
        if parsed_args.watch is None:
            return int(super().run(parsed_args))
        try:
            while True:
                if self.app.stdout.isatty():
                    self.app.stdout.write(CLEAR)
                super().run(parsed_args)
                self.app.stdout.flush()
                time.sleep(parsed_args.watch)
        except KeyboardInterrupt:
            return 0

    def take_action(
        self, parsed_args: argparse.Namespace
    ) -> tuple[Sequence[str], Iterable[Sequence[Any]]]:
        """Look, and return a row for each side."""
        from bluegreen.commands.showing import headline
        from bluegreen.observe import observe_existing

        application = observe_existing(self._cloud, self.application(parsed_args))
        self.say(headline(application))
        return both_sides(application)
