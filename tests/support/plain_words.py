# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Words that no sentence for a user has, each with what operators say in its place."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping

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

IN_SENTENCES = INSTEAD | {
    "fresh connection": "new connection",
    "fresh connections": "new connections",
    "way back": "rollback, rollback target",
    "take back": "roll back, undo",
    "taken back": "rolled back, undone",
    "go back": "roll back",
    "goes back": "rolls back",
    "is not known": "cannot tell, is unknown",
    "are not known": "cannot tell, are unknown",
    "by now": "now, already",
    "is connected to": "has open connections",
    "unless they boot": "wait if servers are still booting",
}
"""The same for what the program says: it has fewer excuses than a page."""

_CODE = re.compile(r"^ *```.*?^ *```$|`[^`]*`", re.DOTALL | re.MULTILINE)


def foreign_words(text: str, instead: Mapping[str, str] = INSTEAD) -> Iterator[str]:
    """Yield `LINE: WORD; write: INSTEAD` for each banned word of a text.

    A word is found in capitals too, and with a line's end within it.
    """
    words = "|".join(word.replace(" ", r"\s+") for word in instead)
    for found in re.finditer(rf"\b({words})\b", text, re.IGNORECASE):
        word = " ".join(found[0].lower().split())
        line = text.count("\n", 0, found.start()) + 1
        yield f"{line}: {word}; write: {instead[word]}"


def prose_of(markdown: str) -> str:
    """Return a page without its code and its quoted outputs, on the same lines as before."""
    return _CODE.sub(lambda code: "`" + "\n" * code[0].count("\n") + "`", markdown)


def foreign_words_in_code(source: str) -> Iterator[str]:
    """Yield the same for each string of a module: what it may say, and what its docstrings say.

    Docstrings are held to `INSTEAD` alone, other strings to `IN_SENTENCES`. Strings that Python
    joins are read as one, and what fills a placeholder is not read.
    """
    module = ast.parse(source)
    docstrings = {node.value for node in ast.walk(module) if isinstance(node, ast.Expr)}
    for node in ast.walk(module):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            instead = INSTEAD if node in docstrings else IN_SENTENCES
            for words in foreign_words(node.value, instead):
                line, _, word = words.partition(": ")
                yield f"{node.lineno + int(line) - 1}: {word}"


def foreign_words_in_tests(source: str) -> Iterator[str]:
    """Yield the same for the docstrings of a module and for the names of its functions."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            text = str(node.value.value)
        elif isinstance(node, ast.FunctionDef):
            text = node.name.replace("_", " ")
        else:
            continue
        for words in foreign_words(text):
            line, _, word = words.partition(": ")
            yield f"{node.lineno + int(line) - 1}: {word}"
