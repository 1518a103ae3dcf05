# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The docs keep up with the code."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

from bluegreen import errors
from bluegreen.cli.registry import COMMANDS

ROOT = Path(__file__).parents[3]
PAGES = [*ROOT.glob("docs/**/*.md"), ROOT / "README.md", ROOT / "CHANGELOG.md"]


def writer(name: str) -> ModuleType:
    """Return docs/NAME.py, which writes pages from the program."""
    location = importlib.util.spec_from_file_location(f"{name}_page", ROOT / f"docs/{name}.py")
    assert location is not None
    assert location.loader is not None
    page = importlib.util.module_from_spec(location)
    location.loader.exec_module(page)
    return page


def test_the_references_are_what_the_program_says() -> None:
    """No page that is written from the program is older than it: make reference."""
    commands, keys = writer("commands"), writer("keys")

    assert (ROOT / "docs/commands.md").read_text() == commands.reference()
    assert (ROOT / "docs/bluegreen.1").read_text() == commands.manual()
    assert (ROOT / "docs/keys.md").read_text() == keys.reference()


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_is_in_the_reference(command: str) -> None:
    """A command that nobody can read about is not there."""
    assert f"## bluegreen {command}" in (ROOT / "docs/commands.md").read_text()


def test_every_exit_code_is_in_the_reference() -> None:
    """Each error class's exit code has its row."""
    reference = (ROOT / "docs/commands.md").read_text()
    classes = [c for c in vars(errors).values() if isinstance(c, type)]
    codes = {c.exit_code for c in classes if issubclass(c, errors.BlueGreenError)}

    assert codes == {1, 2, 3, 4}
    assert not [code for code in codes if f"\n| {code} |" not in reference]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_to_a_file_leads_somewhere(page: Path) -> None:
    """Links within the repository name files that are there."""
    links = re.findall(r"\]\((?!https?://|#)([^)#]+)", page.read_text())

    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_no_blank_line_cuts_a_table(page: Path) -> None:
    """Rows after a blank line are no table: each row follows a row, or begins with a header."""
    lines = ["", *re.sub("```.*?```", "", page.read_text(), flags=re.DOTALL).splitlines(), ""]
    begins = [n for n, line in enumerate(lines) if line[:1] == "|" != lines[n - 1][:1]]

    assert [lines[n] for n in begins if not lines[n + 1].startswith("|-")] == []
