# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Text for people: numbers with their nouns, and text from elsewhere that is safe to show.

Journals, tags, names, answers of servers and errors of services hold whatever somebody wrote. What
a terminal or a spreadsheet would obey becomes text that a person reads.
"""

from __future__ import annotations

import re
import unicodedata


def plural(count: int, noun: str) -> str:
    """Return a count with its noun: `1 server`, `2 servers`; the noun takes an s."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


_COMMAND_OF_A_SHEET = re.compile(r"[=+\-@\t\r]")
_NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")
_ALIVE_IN_DOUBLE_QUOTES = re.compile(r"[\\$`]")


def printable(text: str, room: int | None = None) -> str:
    """Return a text in one line, with every character that is not shown written as its escape.

    These are control characters (ESC, newline and the C1 set included), those that change the
    direction of writing, line separators, lone surrogates, and what Unicode does not assign. Text
    of any language, and its spaces, stay as they are. With `room` it is cut to so many characters.
    """
    shown = text if text.isprintable() else "".join(map(_shown, text))
    return shown if room is None or len(shown) <= room else f"{shown[: room - 1]}…"


def printable_lines(text: str) -> str:
    """Return a text of several lines, each of them printable."""
    return "\n".join(map(printable, text.split("\n")))


def neutral(text: str) -> str:
    """Return a text as a cell of CSV, with a quote before what a spreadsheet would compute.

    Source: OWASP, "CSV Injection". Numbers stay numbers, and a lone sign stays a sign.
    """
    if _COMMAND_OF_A_SHEET.match(text) and len(text) > 1 and not _NUMBER.fullmatch(text):
        return f"'{text}"
    return text


def inert_in_double_quotes(text: str) -> str:
    """Return a text that a shell takes literally within double quotes, but for these quotes."""
    return _ALIVE_IN_DOUBLE_QUOTES.sub(r"\\\g<0>", text)


def _shown(character: str) -> str:
    if character.isprintable() or unicodedata.category(character) == "Zs":
        return character
    return character.encode("unicode_escape").decode("ascii")
