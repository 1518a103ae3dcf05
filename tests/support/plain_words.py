# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Words that no sentence for a user has, each with what operators say in its place."""

from __future__ import annotations

import re
from collections.abc import Iterator

INSTEAD = {
    "nought": "zero, none",
    "anew": "again",
    "whoever": "anyone who, the operator who",
    "besides": "also, in addition",
    "is told": "say who reports what",
    "are told": "say who reports what",
    "be told": "say who reports what",
    "is said": "say who says it",
    "are said": "say who says it",
    "by itself": "automatically, on its own",
    "by themselves": "automatically, on their own",
    "let go of": "release",
    "lets go of": "releases",
    "see off": "drain",
    "sees off": "drains",
    "seeing off": "draining",
    "would go back to": "rolls back to",
    "becomes of": "happens to",
    "became of": "happened to",
    "it is looked at whether": "checks whether",
}

_BANNED = re.compile(
    r"\b(" + "|".join(word.replace(" ", r"\s+") for word in INSTEAD) + r")\b", re.IGNORECASE
)
_CODE = re.compile(r"^ *```.*?^ *```$|`[^`]*`", re.DOTALL | re.MULTILINE)


def foreign_words(text: str) -> Iterator[str]:
    """Yield `LINE: WORD; write: INSTEAD` for each banned word of a text.

    A word is found in capitals too, and with a line's end within it.
    """
    for found in _BANNED.finditer(text):
        word = " ".join(found[0].lower().split())
        line = text.count("\n", 0, found.start()) + 1
        yield f"{line}: {word}; write: {INSTEAD[word]}"


def prose_of(markdown: str) -> str:
    """Return a page without its code and its quoted outputs, on the same lines as before."""
    return _CODE.sub(lambda code: "`" + "\n" * code[0].count("\n") + "`", markdown)
