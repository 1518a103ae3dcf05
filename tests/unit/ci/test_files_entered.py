# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Whoever follows a switch through the code opens few files."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from support.acts import with_two_versions
from support.fake_cloud import FakeProject

import bluegreen

PRODUCT = Path(bluegreen.__file__).parent

ACTING = ("clock.py", "cli", "operations", "extensions", "release")
"""What decides and does something. Not what only holds values (`model`, `spec`), nor the adapters
(`cloud`, `probe`), which the fake cloud is behind or in the place of."""

MOST_FILES = 35


@contextmanager
def files_entered() -> Iterator[set[Path]]:
    """Give the files of the product of which a function is called; imports do not count."""
    entered: set[Path] = set()

    def note(frame: FrameType, event: str, _: object) -> None:
        if event == "call" and frame.f_code.co_name != "<module>":
            file = Path(frame.f_code.co_filename)
            if file.is_relative_to(PRODUCT):
                entered.add(file.relative_to(PRODUCT))

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        yield entered
    finally:
        sys.setprofile(before)


def test_a_switch_enters_few_files(tmp_path: Path) -> None:
    """From the command line to the last line that is written, the drain included."""
    operator = with_two_versions(FakeProject(), tmp_path)
    with files_entered() as entered:
        operator.types("switch", "--yes", expect=0)
    acting = sorted(str(file) for file in entered if file.parts[0] in ACTING)

    assert "operations/switch/run.py" in acting
    assert len(acting) <= MOST_FILES, acting
