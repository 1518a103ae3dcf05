# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Write commands.md and the man page from the commands themselves: make reference."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from cliff.command import Command

from bluegreen import __version__
from bluegreen.cli.app import BlueGreenShell
from bluegreen.cli.registry import COMMANDS

HERE = Path(__file__).parent

EXIT_CODES = {
    "0": "done",
    "1": "failed or refused; nothing is changed (`up`, `down`, `release` keep what they reached)",
    "2": "usage, or a specification that breaks rules; nothing was touched",
    "3": "rolled back: production had moved, and is back",
    "4": "stuck: neither done nor undone; the next command is printed",
    "130": "interrupted with Ctrl-C, by the SIGTERM of a CI system, or as the terminal went away",
}

HEAD = """\
# Commands

Written by `docs/commands.py` from the commands themselves; do not edit.

What to do when a command did not end well: [when-stuck.md](when-stuck.md).

Each is also `openstack bluegreen COMMAND`, in [the openstack client](openstack-client.md).

`man bluegreen` shows this page, in an active virtual environment too.

Bash completes commands, options and their values after `source <(bluegreen complete bash)`, zsh
after `source <(bluegreen complete zsh)`; each is a line for the shell's own start file. For fish:
`bluegreen complete fish > ~/.config/fish/completions/bluegreen.fish`.

Results go to stdout, sentences and progress to stderr. Every listing and result takes `-f json`
(also `yaml`, `csv`, `value`, `table`), `-c COLUMN`, and the other formatter options of the
`openstack` client.

Text that others wrote, such as a message in the journal, the name of a lease's owner or an error of
a service, is shown in one line, with control characters as escapes (`\\x1b`, `\\n`). JSON and YAML
hold it exactly, in escapes of their own. A cell of `csv` that a spreadsheet would compute begins
with `'`, and a value of `shell` is never a command.

| exit code | meaning |
|---|---|
{exit_codes}

For `probe`, 1 means that a request failed.
"""

WHICH_CLOUD = """\
### Which cloud

`clouds.yaml`, `secure.yaml`, `clouds-public.yaml` and the variables `OS_*` are read as
[the `openstack` client](openstack-client.md) reads them, so both work in the same project of the
same region. An option wins over a variable, and a variable over the entry of `clouds.yaml`:
`OS_REGION_NAME`, `OS_INTERFACE` or `OS_PROJECT_NAME` beside `OS_CLOUD` have an effect. Without
`--os-cloud` and `OS_CLOUD` it is the cloud that the variables describe, else the only one in
`clouds.yaml`.

Where that names no cloud, or a region that the cloud does not have, the command ends with exit
code 2; the message names the clouds or regions that exist. A password is never asked for.
"""

MAN_HEAD = """\
.\\" SPDX-FileCopyrightText: 2026 The bluegreen authors
.\\" SPDX-License-Identifier: Apache-2.0
.\\" Written by docs/commands.py from the commands themselves; do not edit.
.TH BLUEGREEN 1 "" "bluegreen {version}" "User Commands"
.SH NAME
bluegreen \\- blue\\-green deployment for tenants of an OpenStack cloud
.SH SYNOPSIS
.B bluegreen
[OPTION...] COMMAND [...]
.SH DESCRIPTION
An application runs twice in one OpenStack project, blue and green. A release is built and checked
on the idle side; then one request moves the production address, and one command moves it back.
.PP
Results go to stdout, sentences and progress to stderr. Every listing and result takes
.B \\-f json
(also yaml, csv, value, table) and
.BR "\\-c COLUMN" .
"""

MAN_TAIL = """\
.SH ENVIRONMENT
.TP
.B OS_CLOUD
The cloud in clouds.yaml to work on; the other variables of the openstack client work as well.
.TP
.B OS_REGION_NAME
The region of that cloud.
.SH FILES
.TP
.I bluegreen.yaml
The specification of the application; bluegreen init writes one.
.TP
.I clouds.yaml, secure.yaml
How to reach the cloud: here, in ~/.config/openstack, or in /etc/openstack.
.SH SEE ALSO
.BR openstack (1)
"""

GLOBAL = "`bluegreen [OPTION...] COMMAND [...]`"


def reference() -> str:
    """Return the whole page."""
    shell = BlueGreenShell()
    codes = "\n".join(f"| {code} | {meaning} |" for code, meaning in EXIT_CODES.items())
    head = HEAD.format(exit_codes=codes)
    parts = [head, f"## Global options\n\n{GLOBAL}\n\n{_options(shell.parser)}\n{WHICH_CLOUD}"]
    for name, row in sorted(COMMANDS.items()):
        command_class, _, _ = shell.command_manager.find_command(name.split())
        parts.append(_command(name, row.summary, command_class(shell, None)))
    return "\n".join(parts)


def manual() -> str:
    """Return the whole man page, in the macros of man(7)."""
    shell = BlueGreenShell()
    lines = [
        *MAN_HEAD.format(version=__version__).splitlines(),
        ".SH GLOBAL OPTIONS",
        *_man_options(shell.parser),
        ".SH COMMANDS",
    ]
    for name, row in sorted(COMMANDS.items()):
        command_class, _, _ = shell.command_manager.find_command(name.split())
        command = command_class(shell, None)
        parser = command.get_parser(f"bluegreen {name}")
        usage = f"bluegreen {name} {_positional(parser)}".rstrip()
        lines += [f".SS {_man(usage)}", *_man(_told(command) or row.summary).splitlines()]
        lines += _man_options(parser)
    lines.append(".SH EXIT STATUS")
    for code, meaning in EXIT_CODES.items():
        lines += [".TP", f".B {code}", _man(meaning.replace("`", ""))]
    return "\n".join([*lines, *MAN_TAIL.splitlines(), ""])


def _man_options(parser: argparse.ArgumentParser) -> Iterator[str]:
    for action in _shown(parser):
        names = ", ".join(action.option_strings) or _usage(action)
        yield from (".TP", f"\\fB{_man(names)}\\fR {_man(_value(action))}".rstrip())
        yield _man(action.help or "")


def _man(text: str) -> str:
    """Return text as roff takes it, whatever its lines begin with."""
    escaped = text.replace("\\", "\\e").replace("-", "\\-")
    return "\n".join(
        ".PP" if not line else f"\\&{line}" if line[0] in ".'" else line
        for line in escaped.splitlines()
    )


def _command(name: str, summary: str, command: Command) -> str:
    parser = command.get_parser(f"bluegreen {name}")
    head = f"## bluegreen {name}\n\n`bluegreen {name} {_positional(parser)}".rstrip() + "`"
    return f"{head}\n\n{_told(command) or summary}\n\n{_options(parser)}"


def _told(command: Command) -> str:
    return "\n".join(line.strip() for line in command.get_description().splitlines()).strip()


def _positional(parser: argparse.ArgumentParser) -> str:
    return " ".join(_usage(a) for a in parser._positionals._group_actions)


def _usage(action: argparse.Action) -> str:
    name = str(action.metavar or action.dest)
    return f"[{name}]" if action.nargs in ("?", "*") else name


def _options(parser: argparse.ArgumentParser) -> str:
    rows = [f"| {names} | {text} |" for names, text in _rows(parser)]
    return "\n".join(["| option | meaning |", "|---|---|", *rows, ""]) if rows else ""


def _rows(parser: argparse.ArgumentParser) -> Iterator[tuple[str, str]]:
    for action in _shown(parser):
        names = ", ".join(f"`{o}`" for o in action.option_strings) or f"`{_usage(action)}`"
        value = _value(action)
        shown = f"{names} `{value}`" if value else names
        yield shown.replace("|", "\\|"), (action.help or "").replace("|", "\\|")


def _value(action: argparse.Action) -> str:
    """Return what an option takes; "" for a flag and for what is no option."""
    if not action.option_strings:
        return ""
    return "|".join(map(str, action.choices)) if action.choices else str(action.metavar or "")


def _shown(parser: argparse.ArgumentParser) -> Iterator[argparse.Action]:
    """Yield the arguments of a command without those that say how its result is formatted."""
    formatting = {
        action
        for group in parser._action_groups
        if "formatter" in (group.title or "").lower()
        for action in _members(group)
    }
    for action in parser._actions:
        suppressed = action.help is argparse.SUPPRESS or "-h" in action.option_strings
        if action not in formatting and not suppressed:
            yield action


def _members(group: argparse._ArgumentGroup) -> Iterator[argparse.Action]:
    yield from group._group_actions
    for nested in group._action_groups:
        yield from _members(nested)


if __name__ == "__main__":
    (HERE / "commands.md").write_text(reference())
    (HERE / "bluegreen.1").write_text(manual())
