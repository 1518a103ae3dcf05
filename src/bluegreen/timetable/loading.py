# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""From a file of durations to values, or to everything that is wrong with it."""

from __future__ import annotations

from importlib.resources import as_file, files
from pathlib import Path

from bluegreen.errors import SpecificationInvalid
from bluegreen.spec.document import read
from bluegreen.spec.specification import checked
from bluegreen.timetable.durations import Durations

_PAPER = files("bluegreen.timetable").joinpath("paper.yaml")
_NEXT = (
    "correct the file, then run the same command again; for a valid one: bluegreen "
    "timetable --example"
)


def load_durations(path: Path) -> Durations:
    """Read and check a file of durations.

    Raises SpecificationInvalid with every problem, sorted by line.
    """
    try:
        return checked(read(path), Durations, path.parent)
    except SpecificationInvalid as error:
        raise SpecificationInvalid(error.problems, _NEXT, what="the file of durations") from error


def paper_durations() -> Durations:
    """Return the durations that the paper names in its section 6."""
    with as_file(_PAPER) as path:
        return load_durations(path)


def starter() -> str:
    """Return the paper's durations as a file to begin from."""
    _, _, body = _PAPER.read_text(encoding="utf-8").partition("2.0\n")  # without our copyright
    return body
