# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Pages and sentences are in the words of operators: tests/support/plain_words.py has the list."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.plain_words import (
    INSTEAD,
    foreign_words,
    foreign_words_in_code,
    foreign_words_in_tests,
    prose_of,
)

ROOT = Path(__file__).parents[3]
WRITTEN_BY_PROGRAMS = {ROOT / f"docs/{page}.md" for page in ("commands", "keys", "crash-matrix")}
"""Their sentences are the program's."""

PAGES = sorted(
    {
        *ROOT.glob("docs/**/*.md"),
        *ROOT.glob("*.md"),
        *ROOT.glob("dashboard/*.md"),
        *ROOT.glob("bench/**/*.md"),
    }
    - WRITTEN_BY_PROGRAMS
)

SOURCES = sorted(
    path
    for folder in ("src", "dashboard/src", "lab/src")
    for path in ROOT.glob(f"{folder}/**/*.py")
)

TESTS_AND_TOOLS = sorted(
    path
    for folder in ("tests", "dashboard", "lab/tests", "bench", "demo", "docs")
    for path in ROOT.glob(f"{folder}/**/*.py")
    if ".venv" not in path.parts and not path.is_relative_to(ROOT / "dashboard/src")
)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_a_page_has_none_of_the_banned_words(page: Path) -> None:
    """What operators do not say is in no sentence of a page; code and outputs are not read."""
    found = [f"{page.name}:{words}" for words in foreign_words(prose_of(page.read_text()))]

    assert found == []


@pytest.mark.parametrize("word", INSTEAD)
def test_a_banned_word_is_found_wherever_its_line_ends(word: str) -> None:
    """In capitals too, and with the line broken within it."""
    page = "Heading\n\nThis " + word.title().replace(" ", "\n") + ".\n"

    assert [line.split(";")[0] for line in foreign_words(prose_of(page))] == [f"3: {word}"]


def test_code_is_no_prose() -> None:
    """A block, and what stands between backticks, may quote what a program prints."""
    page = "A\n\n```\nnought\n```\n\n`is told` and nought\n"

    assert list(foreign_words(prose_of(page))) == [f"7: nought; write: {INSTEAD['nought']}"]


def test_no_sentence_of_the_program_has_a_banned_word() -> None:
    """What it prints, asks and refuses; its docstrings too, since help is made of them."""
    found = [
        f"{source.relative_to(ROOT)}:{words}"
        for source in SOURCES
        for words in foreign_words_in_code(source.read_text())
    ]

    assert found == []


def test_no_test_and_no_tool_has_a_banned_word() -> None:
    """Their names and docstrings are the rules of the product; their other strings are quoted."""
    found = [
        f"{source.relative_to(ROOT)}:{words}"
        for source in TESTS_AND_TOOLS
        for words in foreign_words_in_tests(source.read_text())
    ]

    assert found == []


def test_a_banned_word_is_found_in_the_name_of_a_test() -> None:
    """The words of a name are parted by underscores."""
    source = "def test_a_count_of_nought_is_said():\n    pass\n"

    assert [found.split(";")[0] for found in foreign_words_in_tests(source)] == [
        "1: nought",
        "1: is said",
    ]


def test_a_banned_word_is_found_in_strings_that_are_joined() -> None:
    """A sentence is mostly longer than a line, and has placeholders."""
    source = (
        "def say(side):\n"
        '    """Say it anew."""\n'
        "    return (\n"
        '        f"{side} is "\n'
        '        "not known"\n'
        "    )\n"
    )

    assert [found.split(";")[0] for found in foreign_words_in_code(source)] == [
        "2: anew",
        "4: is not known",
    ]
