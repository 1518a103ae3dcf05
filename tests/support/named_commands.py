# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The commands that a sentence names, as somebody who reads it would type them.

A command ends at a comma, a semicolon, a colon, a bracket, a quotation mark, the end of the
sentence, or at "or": what comes then is for the reader. A word in capitals stands for what the
reader chooses.
"""

from __future__ import annotations

import ast
import re
import shlex
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO

from support.command_lines import verb_and_arguments
from support.openstack_client import NoSuchCommand, read

_COMMAND = re.compile(r"(?<![\w./`-])(?:bluegreen|openstack) (?=[a-z-])")
END = re.compile(r"[,;:](?= |$)|[()`\"“”]|\.(?= |$)|\bor\b|…|\n|$")
CHOSEN = {"SIDE": "green", "N": "2", "JOB": "switch-only"}
"""What a reader puts where only some words will do."""

OF_BOTH = (["--os-cloud"], ["--os-region-name"])
"""Options of both programs that stand before a command, each with a value."""


def commands_in(sentence: str) -> Iterator[str]:
    """Yield the commands of a sentence, in its order."""
    for found in _COMMAND.finditer(sentence):
        end = END.search(sentence, found.end())
        command = sentence[found.start() : end.start() if end else None].strip()
        yield " ".join(CHOSEN.get(word, word) for word in command.split(" "))


def refusal(command: str) -> str:
    """Return why a command cannot be typed, or "" when it can."""
    program, *words = shlex.split(command)
    while words[:1] in OF_BOTH:
        words = words[2:]
    command = shlex.join([program, *words])
    if words in ([], ["bluegreen"], ["--help"]):  # the name of a program, or its help
        return ""
    if program == "openstack":
        try:
            read(words)
        except NoSuchCommand as error:
            return str(error)
        return ""
    wrong = StringIO()
    try:
        with redirect_stderr(wrong), redirect_stdout(StringIO()):
            verb_and_arguments(command)
    except SystemExit as leaving:  # 0: its help
        return wrong.getvalue() if leaving.code else ""
    except ValueError as error:
        return str(error)
    return ""


def sentences_of(source: str) -> Iterator[tuple[int, str]]:
    """Yield the line and the text of each string of a module that may be shown.

    Where a string is filled in, a word stands. Docstrings are prose, and name no command to type.
    """
    module = ast.parse(source)
    apart = {id(node.value) for node in ast.walk(module) if isinstance(node, ast.Expr)}
    for node in ast.walk(module):
        if isinstance(node, ast.JoinedStr):
            apart |= {id(part) for part in ast.walk(node) if part is not node}
    for node in ast.walk(module):
        if id(node) in apart:
            continue
        if isinstance(node, ast.JoinedStr):
            yield node.lineno, _filled(node)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, node.value


def _filled(string: ast.JoinedStr) -> str:
    text = ""
    for part in string.values:
        text += str(part.value) if isinstance(part, ast.Constant) else _word_for(part, text)
    return text


def _word_for(part: ast.expr, before: str) -> str:
    """Return what stands where a string is filled in: a verb, a side, a number, or a name."""
    filled = ast.unparse(part).lower()
    if before.endswith("bluegreen "):
        return "status"
    if any(word in filled for word in ("servers", "count", "wanted")):
        return "2"
    return "green" if "colour" in filled or "side" in filled else "shop"
