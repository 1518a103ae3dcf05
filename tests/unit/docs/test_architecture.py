# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The map of the code shows the code as it is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from support.acts import with_two_versions
from support.fake_cloud import FakeProject
from support.files_entered import files_entered

from tests.unit.docs.test_docs import writer

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
HOMES = (ROOT / "src/bluegreen", ROOT, ROOT / "dashboard/src/bluegreen_dashboard")


def paths_in(text: str) -> list[str]:
    """Return the files and folders that a text names, in its order."""
    named = re.findall(r"`([\w/]+(?:\.\w+)?)`", text)
    return [name for name in named if "/" in name or name.endswith((".py", ".md"))]


def test_the_picture_of_the_layers_is_drawn_from_the_imports_as_they_are() -> None:
    """Else: make reference."""
    picture = (ROOT / "docs/images/layers.svg").read_text(encoding="utf-8")

    assert picture == writer("architecture").picture()


@pytest.mark.parametrize("path", sorted(set(paths_in(PAGE))))
def test_what_the_map_names_is_there(path: str) -> None:
    """A path is below the product, the panel, or the root; a bare name is that of several files."""
    found = [home / path for home in HOMES if (home / path).exists()]

    assert found or ("/" not in path and list(HOMES[0].rglob(path)))


def test_every_package_is_on_the_map() -> None:
    """So that a newcomer finds each by what it is for."""
    named = {name for each in re.findall(r"`([\w/.]+)`", PAGE) for name in each.split("/")}
    folders = {path.parent.name for path in (ROOT / "src/bluegreen").glob("*/__init__.py")}
    operations = (ROOT / "src/bluegreen/operations").glob("*/__init__.py")
    folders |= {path.parent.name for path in operations}

    assert folders - named == {"waits"}  # what a step waits for: no change begins there


def test_the_life_of_a_switch_is_the_one_that_it_has(tmp_path: Path) -> None:
    """The command enters every file that the page names for it."""
    life = PAGE.partition("## The life of one switch")[2].partition("\n## ")[0]
    operator = with_two_versions(FakeProject(), tmp_path)
    with files_entered() as entered:
        operator.types("switch", "--yes", expect=0)

    assert {Path(path) for path in paths_in(life)} - entered == set()
