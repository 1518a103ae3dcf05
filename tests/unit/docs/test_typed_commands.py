# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What the pages tell people to type can be typed."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.command_lines import verb_and_arguments

from bluegreen.cli.registry import COMMANDS

ROOT = Path(__file__).parents[3]
WRITTEN = ROOT / "docs/commands.md"
"""From the parsers themselves, with what is optional in brackets."""

PAGES = sorted({*ROOT.glob("docs/**/*.md"), ROOT / "README.md"} - {WRITTEN})
ENDS_A_COMMAND = {"&&", "||", "|", ";", "&", ">", ">>"}


def typed() -> Iterator[tuple[str, str]]:
    """Yield each `bluegreen VERB …` in the blocks of all pages, and where it stands."""
    for page in PAGES:
        for block in blocks_of(page.read_text()):
            for line in block.replace("\\\n", " ").splitlines():
                yield from ((page.relative_to(ROOT).as_posix(), one) for one in commands_in(line))


def blocks_of(text: str) -> Iterator[str]:
    """Yield what is for a terminal: blocks without a language or of a shell, and code in a line."""
    fenced = re.compile(r"^ *```(\S*)[^\n]*\n(.*?)^ *```$", re.DOTALL | re.MULTILINE)
    yield from (b[2] for b in fenced.finditer(text) if b[1] in ("", "sh", "console"))
    yield from re.findall(r"`(bluegreen \S+ [^`\n]+)`", fenced.sub("", text))


def commands_in(line: str) -> Iterator[str]:
    """Yield the commands of this program that a line has, without what the shell keeps."""
    try:
        words = shlex.split(line.removeprefix("$ "), comments=True)
    except ValueError:  # a quotation that goes on in the next line: no command of ours
        return
    command: list[str] = []
    for word in [*words, ";"]:
        if word not in ENDS_A_COMMAND:
            command.append(word)
            continue
        program, *words = command or [""]
        if program == "bluegreen" and {" ".join(words[:1]), " ".join(words[:2])} & set(COMMANDS):
            yield shlex.join(command)
        command = []


@pytest.mark.parametrize(("page", "command"), sorted(set(typed())))
def test_a_command_on_a_page_has_its_options(page: str, command: str) -> None:
    """A renamed option, or a verb that is gone, is found in the pages too."""
    try:
        verb_and_arguments(command.replace("SIDE", "green"))
    except SystemExit:
        pytest.fail(f"{page} says what cannot be typed: {command}")


def test_commands_are_found_in_pages() -> None:
    """The search is one that finds: these pages have some."""
    pages = {page for page, _ in typed()}

    assert {"README.md", "docs/tutorial.md", "docs/rollback.md", "docs/timetable.md"} <= pages
