# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Which files of the product are at work in what a test does."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import bluegreen

PRODUCT = Path(bluegreen.__file__).parent


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
