# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""`bluegreen help [COMMAND]`: the same as --help."""

from __future__ import annotations

import argparse

from cliff.command import Command

from bluegreen.cli.registry import name_in


class HelpCommand(Command):
    """Print the help of a command."""

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        """Add the command; what follows it is let by, since cliff puts `help` before all of it."""
        parser = super().get_parser(prog_name)
        parser.add_argument("command", metavar="COMMAND", nargs=argparse.REMAINDER)
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> int:
        """Print the help of the command, or the list of all."""
        words = parsed_args.command
        if words:
            name = name_in(words, self.app.command_manager.commands)
            return self.app.run_subcommand([*(name or words[0]).split(), "--help"])
        self.app.parser.print_help(self.app.stdout)
        return 0
