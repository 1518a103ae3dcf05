# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The `bluegreen` program: global options, and exit codes for everything that can go wrong."""

from __future__ import annotations

import argparse
import difflib
import logging
import shlex
import sys
from collections.abc import Sequence
from io import TextIOWrapper
from typing import Any

from cliff.app import App
from cliff.command import Command

from bluegreen import __version__
from bluegreen.cli.exit_codes import INTERRUPTED, exit_code_of
from bluegreen.cli.registry import COMMANDS, CommandTable, Table
from bluegreen.errors import UsageError
from bluegreen.model.text import printable_lines


class BlueGreenShell(App):
    """One run of the program."""

    NAME = "bluegreen"

    def __init__(self, table: Table = COMMANDS) -> None:
        self._table = table
        super().__init__(
            "Blue-green deployment for OpenStack.",
            __version__,
            CommandTable(table),
            deferred_help=True,  # or else `bluegreen VERB --help` would be the program's help
        )

    def run(self, argv: list[str]) -> int:
        """Run one command line, and leave the process's logging as it was."""
        root = logging.getLogger()
        handlers, level = root.handlers[:], root.level
        try:
            return super().run(argv)
        finally:
            root.handlers[:] = handlers
            root.setLevel(level)

    def build_option_parser(
        self,
        description: str | None,
        version: str | None,
        argparse_kwargs: dict[str, Any] | None = None,
    ) -> argparse.ArgumentParser:
        """Add the cloud to cliff's own options, and the commands to the help."""
        width = max(map(len, self._table))
        commands = "\n".join(
            f"  {name:{width}}  {row.summary}" for name, row in sorted(self._table.items())
        )
        parser = super().build_option_parser(
            description,
            version,
            (argparse_kwargs or {})
            | {
                "prog": self.NAME,
                "usage": "%(prog)s [OPTION...] COMMAND [...]",
                "epilog": f"commands:\n{commands}\n\nFor details: {self.NAME} COMMAND --help.",
                "formatter_class": argparse.RawDescriptionHelpFormatter,
                "conflict_handler": "resolve",
                "allow_abbrev": False,
            },
        )
        parser.add_argument("--version", action="version", version=f"{self.NAME} {version}")
        parser.add_argument(
            "--os-cloud",
            metavar="NAME",
            help="Cloud in clouds.yaml to work on (default: $OS_CLOUD).",
        )
        parser.add_argument(
            "--os-region-name",
            metavar="NAME",
            help="Region of the cloud to work in (default: $OS_REGION_NAME, then clouds.yaml).",
        )
        return parser

    def configure_logging(self) -> None:
        """Show libraries' warnings; -v adds what they do, --debug or -vv every request.

        A --log-file gets everything.
        """
        super().configure_logging()
        level = {0: logging.WARNING, 1: logging.WARNING, 2: logging.INFO}.get(
            self.options.verbose_level, logging.DEBUG
        )
        console = logging.getLogger().handlers[-1]  # which cliff has just added
        console.setLevel(logging.DEBUG if self.options.debug else level)
        console.setFormatter(_Printable(console.formatter))

    def print_help_if_requested(self) -> None:
        """Print the help without importing a command, unlike cliff's."""
        if self.options.deferred_help:
            self.parser.print_help(self.stdout)
            raise SystemExit(0)

    def initialize_app(self, argv: list[str]) -> None:
        """Ask for a command: there is no interactive mode."""
        self.print_help_if_requested()
        if not argv:
            self.parser.error("no command given; to list them: bluegreen --help")

    def run_subcommand(self, argv: list[str]) -> int:
        """Run one command and return its exit code, with errors told in two parts."""

        def act() -> int:
            factory, name, rest = self._find(argv)
            command = factory(self, self.options)
            arguments = command.get_parser(f"{self.NAME} {name}").parse_args(rest)
            return command.run(arguments)

        return exit_code_of(act, self.stderr, debug=self.options.debug)

    def _find(self, argv: list[str]) -> tuple[type[Command], str, list[str]]:
        try:
            return self.command_manager.find_command(argv)
        except ValueError as error:
            alike = difflib.get_close_matches(argv[0], self._table, n=1)
            line = shlex.join([*alike[0].split(), *argv[1:]]) if alike else "--help"
            what = f"bluegreen {line}"
            raise UsageError(str(error), what) from error


class _Printable(logging.Formatter):
    """Another formatter's lines, as a terminal may show them: services' texts are in them."""

    def __init__(self, other: logging.Formatter | None) -> None:
        super().__init__()
        self._other = other or logging.Formatter()

    def format(self, record: logging.LogRecord) -> str:
        """Return the lines of a record."""
        return printable_lines(self._other.format(record))


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program and return its exit code.

    0 done; 1 failed or refused, nothing changed (`up`, `down`, `release` keep what they reached);
    2 usage or bad specification; 3 rolled back; 4 stuck; 130 Ctrl-C.
    """
    _write_what_the_terminal_has_no_character_for()
    try:
        return BlueGreenShell().run(list(sys.argv[1:] if argv is None else argv))
    except SystemExit as leaving:  # argparse leaves this way
        return leaving.code if isinstance(leaving.code, int) else 1
    except KeyboardInterrupt:
        return INTERRUPTED


def _write_what_the_terminal_has_no_character_for() -> None:
    """Let stdout write a character that its encoding lacks as stderr does, as \\u3042."""
    if isinstance(sys.stdout, TextIOWrapper) and sys.stdout.errors == "strict":
        sys.stdout.reconfigure(errors="backslashreplace")


if __name__ == "__main__":
    sys.exit(main())
