# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""docs/timetable.md shows what the program says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import BaseModel

from bluegreen.cli.app import main
from bluegreen.timetable import Durations, compare, paper_durations
from bluegreen.timetable.durations import TimedStep, Way
from bluegreen.timetable.picture import picture

DOCS = Path(__file__).parents[3] / "docs"
PAGE = (DOCS / "timetable.md").read_text()


def block(name: str) -> str:
    """Return the block of that name."""
    found = re.search(rf"```{name}\n(.*?)```", PAGE, re.DOTALL)
    assert found, name
    return found[1]


def test_the_example_says_what_the_page_says(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every figure, odds included: the runs have a seed."""
    file = tmp_path / "own.yaml"
    file.write_text(block("yaml own"))

    assert main(["-q", "timetable", "--durations", str(file)]) == 0
    assert capsys.readouterr().out == block("text own")


def test_the_picture_is_what_the_program_draws() -> None:
    """`bluegreen timetable --svg docs/images/timetable.svg` makes it again."""
    drawn = picture(compare(paper_durations(), runs=1, seed=1))

    assert (DOCS / "images/timetable.svg").read_text() == drawn


def keys() -> Iterator[str]:
    """Yield every key that a file of durations may have."""
    models: tuple[type[BaseModel], ...] = (Durations, Way, TimedStep)
    for model in models:
        yield from model.model_fields


@pytest.mark.parametrize("key", sorted(keys()))
def test_every_key_has_its_row(key: str) -> None:
    """A key that nobody can read about is not there."""
    assert re.search(rf"^\| .*`(….)?{key}`.* \|", PAGE, re.MULTILINE)
