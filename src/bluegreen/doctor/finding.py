# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""One thing that was looked at, and what it means."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Rating(StrEnum):
    """What a finding means for an operator who wants to deploy here."""

    OK = "ok"
    NOTE = "note"
    """Works, and is good to know."""
    UNKNOWN = "unknown"
    """Could not be looked at."""
    BAD = "bad"
    """Stands in the way."""


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at, in a sentence, and the way on where there is one."""

    name: str
    verdict: Rating
    sentence: str
    next_step: str = ""


def ok(name: str, sentence: str) -> Finding:
    """Return that something is as it should be."""
    return Finding(name, Rating.OK, sentence)


def note(name: str, sentence: str, next_step: str = "") -> Finding:
    """Return something that is good to know."""
    return Finding(name, Rating.NOTE, sentence, next_step)


def unknown(name: str, sentence: str, next_step: str = "") -> Finding:
    """Return that something could not be looked at."""
    return Finding(name, Rating.UNKNOWN, sentence, next_step)


def bad(name: str, sentence: str, next_step: str = "") -> Finding:
    """Return something that stands in the way."""
    return Finding(name, Rating.BAD, sentence, next_step)
