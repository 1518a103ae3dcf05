# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The user's programs: the section about hooks, and what a command check runs."""

from __future__ import annotations

import os
from codecs import BOM_UTF8
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import PlainValidator, ValidationInfo

from bluegreen.spec.values import Duration, Section, default

LONGEST_FIRST_LINE = 256
"""Bytes of a script's first line that Linux reads (BINPRM_BUF_SIZE)."""


def first_line(file: Path) -> bytes:
    """Return the first line of a file, as far as the kernel reads it; nothing if it cannot be."""
    try:
        with file.open("rb") as opened:
            return opened.readline(LONGEST_FIRST_LINE)
    except OSError:
        return b""


def refuse_foreign_text(file: Path, beginning: bytes) -> None:
    """Raise ValueError for a script whose first line no system takes for what it means.

    An editor of Windows ends it with CR LF, and the CR becomes a part of the interpreter's name; or
    it writes a byte order mark before `#!`.
    """
    if beginning.startswith(BOM_UTF8):
        raise ValueError(
            f"{file} begins with a byte order mark, which hides its first line; "
            f"run: sed -i '1s/^\\xEF\\xBB\\xBF//' {file}"
        )
    line, _, _ = beginning.partition(b"\n")
    if line.startswith(b"#!") and line.endswith(b"\r"):
        raise ValueError(f"{file} has Windows line ends (CR LF); run: sed -i 's/\\r$//' {file}")


@dataclass(frozen=True)
class Program:
    """A command and the folder that it runs in, which is that of the specification."""

    command: tuple[str, ...]
    folder: Path

    @classmethod
    def found(cls, command: tuple[str, ...], folder: Path) -> Program:
        """Return the program; ValueError says why a file of that name cannot be run.

        A name without "/" is looked for on PATH when it runs.
        """
        name = command[0]
        if "/" in name:
            file = folder / name
            if not file.is_file():
                raise ValueError(f"{file} is not a file")
            if not os.access(file, os.X_OK):
                raise ValueError(f"{file} is not executable; run: chmod +x {file}")
            refuse_foreign_text(file, first_line(file))
            command = (str(file.absolute()), *command[1:])
        return cls(command, folder.absolute())

    def __str__(self) -> str:
        return Path(self.command[0]).name


def _found(command: tuple[str, ...], info: ValidationInfo) -> Program:
    if not command[0] or any("\0" in word for word in command):
        raise ValueError("must be the name of a program")
    context: dict[str, Path] = info.context or {}
    return Program.found(command, context.get("directory", Path()))


def _from_text(value: Any, info: ValidationInfo) -> Program | None:
    if value is None:
        return None
    if not isinstance(value, str):
        raise ValueError("must be the path of an executable")
    return _found((value,), info)


def _from_list(value: Any, info: ValidationInfo) -> Program:
    words = isinstance(value, list) and value and all(isinstance(word, str) for word in value)
    if not words:
        raise ValueError("must be a list of text: the program and its arguments")
    return _found(tuple(value), info)


Executable = Annotated[Program | None, PlainValidator(_from_text, json_schema_input_type=str)]
CommandLine = Annotated[Program, PlainValidator(_from_list, json_schema_input_type=list[str])]

Moment = Literal[
    "before_deploy",
    "after_deploy",
    "before_check",
    "after_check",
    "before_switch",
    "after_switch",
    "before_rollback",
    "after_rollback",
    "before_retire",
    "after_retire",
]


class Hooks(Section):
    """Executables; paths are relative to the specification."""

    before_deploy: Executable = None
    """Runs before a release is built; may refuse it."""
    after_deploy: Executable = None
    """Runs once the release is healthy on the idle side."""
    before_check: Executable = None
    """Runs before the checks; may refuse them."""
    after_check: Executable = None
    """Runs after the checks, whatever their result."""
    before_switch: Executable = None
    """Runs before production moves; may refuse the switch."""
    after_switch: Executable = None
    """Runs once production has moved."""
    before_rollback: Executable = None
    """Runs before production moves back; may refuse the rollback."""
    after_rollback: Executable = None
    """Runs once production has moved back."""
    before_retire: Executable = None
    """Runs before the idle side is shrunk or removed; may refuse it."""
    after_retire: Executable = None
    """Runs once the idle side is shrunk or removed."""
    timeout: Duration = default("5m")
    """Time limit of each hook."""

    def program(self, moment: Moment) -> Executable:
        """Return the program for a moment, or None."""
        program: Executable = getattr(self, moment)
        return program
