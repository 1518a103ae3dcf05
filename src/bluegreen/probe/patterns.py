# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Regular expressions of the user's, which search what a server answered, and may take for ever.

Why not `re`: docs/decisions/regular-expressions.md.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from regex import Match, Pattern

LIMIT = timedelta(seconds=0.5)
"""Time that one search may take."""


class TookTooLong(Exception):
    """The search was ended at its limit: whether the text matches is not known."""


def compiled(pattern: str) -> Pattern[str]:
    """Return a pattern that `search` takes. Raises ValueError for what is no regular expression."""
    import regex

    try:
        return regex.compile(pattern)
    except (regex.error, OverflowError, RecursionError) as error:
        raise ValueError(f"is not a valid regular expression: {error}") from error


def search(pattern: Pattern[str], text: str) -> Match[str] | None:
    """Return the first match, or None. Raises TookTooLong; other threads run meanwhile."""
    try:
        return pattern.search(text, timeout=LIMIT.total_seconds())
    except TimeoutError as error:
        raise TookTooLong(
            f"the search took longer than {LIMIT.total_seconds():g} s: write the pattern without "
            "a repetition inside a repetition"
        ) from error
