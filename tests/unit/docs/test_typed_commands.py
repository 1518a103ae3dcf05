# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What the pages and the program tell people to type can be typed."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.named_commands import commands_in as commands_in_sentence
from support.named_commands import refusal, sentences_of

from bluegreen.cli.registry import COMMANDS

ROOT = Path(__file__).parents[3]
WRITTEN = ROOT / "docs/commands.md"
"""From the parsers themselves, with what is optional in brackets."""

SAYS = ("src", "dashboard/src", "lab/src")

PAGES = sorted({*ROOT.glob("docs/**/*.md"), ROOT / "README.md"} - {WRITTEN})
_FILLED_IN = re.compile(r"\$\([^()]*\)")
ENDS_A_COMMAND = {"&&", "||", "|", ";", "&", ">", ">>"}


def typed() -> Iterator[tuple[str, str]]:
    """Yield each command in the blocks of all pages, and where it stands."""
    for page in PAGES:
        for block in blocks_of(page.read_text()):
            for line in block.replace("\\\n", " ").splitlines():
                yield from ((page.relative_to(ROOT).as_posix(), one) for one in commands_in(line))


def blocks_of(text: str) -> Iterator[str]:
    """Yield what is for a terminal: blocks without a language or of a shell, and code in a line."""
    fenced = re.compile(r"^ *```(\S*)[^\n]*\n(.*?)^ *```$", re.DOTALL | re.MULTILINE)
    yield from (b[2] for b in fenced.finditer(text) if b[1] in ("", "sh", "console"))
    yield from re.findall(r"`((?:bluegreen|openstack) \S+ [^`\n]+)`", fenced.sub("", text))


def commands_in(line: str) -> Iterator[str]:
    """Yield the commands of this program, and of the `openstack` client, that a line has.

    What the shell keeps is left out, and so is what it puts in: a word stands there.
    """
    try:
        words = shlex.split(_FILLED_IN.sub("shop", line.removeprefix("$ ")), comments=True)
    except ValueError:  # a quotation that goes on in the next line: no command of ours
        return
    command: list[str] = []
    for word in [*words, ";"]:
        if word not in ENDS_A_COMMAND:
            command.append(word)
            continue
        program, *words = command or [""]
        ours = {" ".join(words[:1]), " ".join(words[:2])} & set(COMMANDS)
        if (program == "bluegreen" and ours) or (program == "openstack" and _is_command(words)):
            yield shlex.join(command)
        command = []


def _is_command(words: list[str]) -> bool:
    """Tell whether words are typed after `openstack`, with nothing left out."""
    return bool(words) and "…" not in " ".join(words) and "VERB" not in words


def said() -> Iterator[tuple[str, str]]:
    """Yield each command that a sentence of the program or of the panel names, and where."""
    for path in sorted(path for folder in SAYS for path in (ROOT / folder).rglob("*.py")):
        for line, sentence in sentences_of(path.read_text()):
            where = f"{path.relative_to(ROOT)}:{line}"
            yield from ((where, command) for command in commands_in_sentence(sentence))


@pytest.mark.parametrize(("page", "command"), sorted(set(typed())))
def test_a_command_on_a_page_has_its_options(page: str, command: str) -> None:
    """A renamed option, or a verb that is gone, is found in the pages too.

    What is a command of the `openstack` client comes with the extra `openstack`.
    """
    assert refusal(command.replace("SIDE", "green")) == "", f"{page}: {command}"


def test_a_command_in_a_sentence_can_be_typed_as_it_stands() -> None:
    """What follows a command in a sentence is set off, so that a person or a program can take it.

    Upper-case words stand for what the reader chooses.
    """
    wrong = {f"{where}: {command}": refusal(command) for where, command in said()}

    assert {where: why for where, why in wrong.items() if why} == {}


def test_commands_are_found_in_sentences() -> None:
    """The search is one that finds: commands of both programs, options among them."""
    found = {command for _, command in said()}

    assert {"openstack token issue", "openstack alarm list", "bluegreen list"} <= found
    assert any("--replace-first" in command for command in found)


def test_commands_are_found_in_pages() -> None:
    """The search is one that finds: these pages have some."""
    pages = {page for page, _ in typed()}

    assert {"README.md", "docs/tutorial.md", "docs/rollback.md", "docs/timetable.md"} <= pages
