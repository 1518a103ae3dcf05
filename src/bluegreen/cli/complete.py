# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""`bluegreen complete`: the verbs, options and values that a shell completes."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path

from bluegreen.cli.completion_scripts import SCRIPTS, CommandLine, Option, Typed
from bluegreen.cli.verb import Verb

FILES_BY_NAME = ("log_file",)
"""Options of cliff's own that take a file and do not say so by their type."""


class CompleteCommand(Verb):
    """Print a completion script for bash, zsh or fish.

    It completes commands, options, files, and the values of options that have a choice. It holds
    the commands of this version: print it again after an upgrade.
    """

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        """Add the shell."""
        parser = super().get_parser(prog_name)
        parser.add_argument(
            "shell",
            metavar="SHELL",
            nargs="?",
            choices=tuple(SCRIPTS),
            default="bash",
            help="bash (default), zsh or fish",
        )
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> int:
        """Print the script."""
        self.app.stdout.write(SCRIPTS[parsed_args.shell](self._command_line()))
        return 0

    def _command_line(self) -> CommandLine:
        """Return what may be typed, read from the parsers of all commands."""
        found = {}
        for name in sorted(self.app.command_manager.commands):
            command_class, _, _ = self.app.command_manager.find_command(name.split())
            command = command_class(self.app, None)
            found[name] = _typed(command.get_parser(name), _first_line(command.get_description()))
        commands = dict(found)
        for name in found:
            group, _, second = name.partition(" ")
            if second:
                words = (*commands[group].words, second) if group in commands else (second,)
                commands[group] = Typed(", ".join(words), (), words)
        first = tuple(sorted(name for name in commands if " " not in name))
        commands["help"] = Typed(found["help"].summary, found["help"].options, first)
        return CommandLine(_typed(self.app.parser, "").options, commands)


def _first_line(text: str) -> str:
    return text.partition("\n")[0].rstrip(".")


def _typed(parser: argparse.ArgumentParser, summary: str) -> Typed:
    actions = [a for a in parser._actions if a.help != argparse.SUPPRESS]
    positional = [a for a in actions if not a.option_strings]
    return Typed(
        summary,
        tuple(_option(a) for a in actions if a.option_strings),
        tuple(word for a in positional for word in _choices(a)),
        files=any(map(_is_file, positional)),
    )


def _option(action: argparse.Action) -> Option:
    return Option(
        tuple(action.option_strings),
        " ".join((action.help or "").split()),
        takes_value=action.nargs not in (0, "?"),
        values=tuple(_choices(action)),
        files=_is_file(action),
    )


def _choices(action: argparse.Action) -> Iterable[str]:
    return map(str, action.choices or ())


def _is_file(action: argparse.Action) -> bool:
    return action.type is Path or action.dest in FILES_BY_NAME
