# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Write commands.md from the commands themselves: python docs/commands.py > docs/commands.md."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator

from cliff.command import Command

from bluegreen.commands.shell import BlueGreenShell
from bluegreen.commands.table import COMMANDS

HEAD = """\
# Commands

Written by `docs/commands.py` from the commands themselves; do not edit.

What to do when a command did not end well: [when-stuck.md](when-stuck.md).

Each of them is also `openstack bluegreen COMMAND`, in [the openstack client](openstack-client.md).

Results go to stdout, sentences and progress to stderr. Every listing and result takes `-f json`
(also `yaml`, `csv`, `value`, `table`), `-c COLUMN`, and the other formatter options of the
`openstack` client.

| exit code | meaning |
|---|---|
| 0 | done |
| 1 | failed or refused; nothing is changed (`up`, `down`, `release` keep what they reached) |
| 2 | usage, or a specification that breaks rules; nothing was touched |
| 3 | rolled back: production had moved, and is back |
| 4 | stuck: neither done nor undone; the next command is printed |
| 130 | interrupted with Ctrl-C, or by the SIGTERM of a CI system |

Of `probe`, 1 means that a request failed.
"""

GLOBAL = "`bluegreen [OPTION...] COMMAND [...]`"


def reference() -> str:
    """Return the whole page."""
    shell = BlueGreenShell()
    parts = [HEAD, f"## Global options\n\n{GLOBAL}\n\n{_options(shell.parser)}"]
    for name, row in sorted(COMMANDS.items()):
        command_class, _, _ = shell.command_manager.find_command([name])
        parts.append(_command(name, row.summary, command_class(shell, None)))
    return "\n".join(parts)


def _command(name: str, summary: str, command: Command) -> str:
    parser = command.get_parser(f"bluegreen {name}")
    positional = " ".join(_usage(a) for a in parser._positionals._group_actions)
    head = f"## bluegreen {name}\n\n`bluegreen {name} {positional}".rstrip() + "`"
    told = "\n".join(line.strip() for line in command.get_description().splitlines())
    return f"{head}\n\n{told.strip() or summary}\n\n{_options(parser)}"


def _usage(action: argparse.Action) -> str:
    name = str(action.metavar or action.dest)
    return f"[{name}]" if action.nargs in ("?", "*") else name


def _options(parser: argparse.ArgumentParser) -> str:
    rows = [f"| {names} | {text} |" for names, text in _rows(parser)]
    return "\n".join(["| option | meaning |", "|---|---|", *rows, ""]) if rows else ""


def _rows(parser: argparse.ArgumentParser) -> Iterator[tuple[str, str]]:
    formatting = {
        action
        for group in parser._action_groups
        if "formatter" in (group.title or "").lower()
        for action in _members(group)
    }
    for action in parser._actions:
        if (
            action in formatting
            or action.help is argparse.SUPPRESS
            or "-h" in action.option_strings
        ):
            continue
        names = ", ".join(f"`{o}`" for o in action.option_strings) or f"`{_usage(action)}`"
        values = "|".join(map(str, action.choices)) if action.choices else action.metavar
        shown = f"{names} `{values}`" if values and action.option_strings else names
        yield shown.replace("|", "\\|"), (action.help or "").replace("|", "\\|")


def _members(group: argparse._ArgumentGroup) -> Iterator[argparse.Action]:
    yield from group._group_actions
    for nested in group._action_groups:
        yield from _members(nested)


if __name__ == "__main__":
    sys.stdout.write(reference())
