# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Command lines that stand in files for CI systems, held against the program's own parsers."""

from __future__ import annotations

import re
import shlex
from argparse import Namespace

from bluegreen.cli.app import BlueGreenShell


def verb_and_arguments(line: str) -> tuple[str, Namespace]:
    """Return the verb of a line and its arguments as the program reads them.

    AssertionError when the line is not one `bluegreen` command, and SystemExit when the program
    would refuse it. Where its output goes is left out; variables stay as they are written, but what
    is built must be a version: 1.0 stands for $VERSION there.
    """
    command = re.sub(r" >[\w.-]+$", "", line)
    program, *words = shlex.split(command)
    assert program == "bluegreen", line
    assert not re.search(r"[;&|<>`]|\$\(", command), f"more than one command: {line}"
    shell = BlueGreenShell()
    factory, verb, rest = shell.command_manager.find_command(words)
    parser = factory(shell, None).get_parser(f"bluegreen {verb}")
    if rest[-2:] == ["--", "$VERSION"]:
        rest[-1] = "1.0"
    return verb, parser.parse_args(rest)
