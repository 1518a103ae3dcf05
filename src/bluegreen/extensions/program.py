# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Running a program of the user's: told the facts, limited in time, and ended with its children."""

from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from bluegreen.clock import Clock, wait_until
from bluegreen.spec.programs import Program, first_line, refuse_foreign_text

OUTPUT_KEPT = 64 * 1024
"""Bytes of a program's output that are kept, from its end."""
GRACE = timedelta(seconds=5)
LOOK = timedelta(milliseconds=20)


class NotStarted(Exception):
    """The program could not be started; the text says why."""


@dataclass(frozen=True)
class ProgramExit:
    """How a program ended: `code` is its exit code, None when it was ended at its time limit.

    `output` is the end of what it wrote, standard output and error together, without the first
    `left_out` bytes.
    """

    code: int | None
    output: str
    seconds: float
    left_out: int = 0

    @property
    def last_line(self) -> str:
        """The last line of the output that says something."""
        lines = [line.strip() for line in self.output.splitlines() if line.strip()]
        return lines[-1][:300] if lines else ""

    def __str__(self) -> str:
        if self.code is None:
            how = f"did not end within its time limit and was stopped after {self.seconds:.0f} s"
        elif self.code < 0:
            how = f"ended by signal {-self.code}"
        else:
            how = f"ended with exit code {self.code}"
        return f"{how}: {self.last_line}" if self.last_line else how


def run_program(
    program: Program, facts: Mapping[str, str], *, limit: timedelta, clock: Clock
) -> ProgramExit:
    """Run the program with the facts as JSON on its input and as BLUEGREEN_* in its environment.

    At the limit, or when the operator interrupts, its process group gets SIGTERM, and SIGKILL once
    the program has ended or five more seconds have passed. Raises NotStarted.
    """
    # Files, not pipes: a process that the program leaves behind would hold a pipe open.
    with TemporaryFile() as told, TemporaryFile() as said:
        told.write(json.dumps(facts).encode())
        told.seek(0)
        began = time.monotonic()
        child = _start(program, facts, told, said)
        try:
            ended = wait_until(
                lambda: child.poll() is not None, limit=limit, every=LOOK, clock=clock
            )
        finally:
            _end(child)
        seconds = time.monotonic() - began
        output, left_out = _end_of(said)
        return ProgramExit(child.returncode if ended else None, output, seconds, left_out)


def _start(
    program: Program, facts: Mapping[str, str], told: IO[bytes], said: IO[bytes]
) -> subprocess.Popen[bytes]:
    named = {f"BLUEGREEN_{name.upper()}": value for name, value in facts.items()}
    try:
        return subprocess.Popen(
            program.command,
            cwd=program.folder,
            env={**os.environ, **named},
            stdin=told,
            stdout=said,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    except (OSError, ValueError) as error:  # ValueError: a fact has a NUL, which no variable holds
        raise NotStarted(f"{program} cannot start: {_why(program, error)}") from error


def _why(program: Program, error: OSError | ValueError) -> str:
    """Return why a program did not start; the system's word for a script is about its first line.

    A file without `/` in its name was looked for on PATH, and is not looked at here.
    """
    file = Path(program.command[0])
    said = (getattr(error, "strerror", None) or str(error)).lower()
    if "/" not in program.command[0] or not file.is_file():
        return said
    line = first_line(file)
    try:
        refuse_foreign_text(file, line)
    except ValueError as foreign:
        return str(foreign)
    match getattr(error, "errno", None):
        case errno.ENOENT if line.startswith(b"#!"):
            interpreter = line[2:].decode("utf-8", errors="replace").split()
            return f"its interpreter {interpreter[0] if interpreter else ''} does not exist"
        case errno.ENOEXEC if not line.startswith(b"#!"):
            return f"{said}; a script begins with a line such as #!/bin/sh"
    return said


def _end(child: subprocess.Popen[bytes]) -> None:
    if child.poll() is not None:
        return
    os.killpg(child.pid, signal.SIGTERM)
    with suppress(subprocess.TimeoutExpired):
        child.wait(GRACE.total_seconds())
    with suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()


def _end_of(output: IO[bytes]) -> tuple[str, int]:
    """Return the last whole lines of an output, and how many bytes stand before them."""
    size = output.seek(0, os.SEEK_END)
    start = max(0, size - OUTPUT_KEPT)
    output.seek(max(0, start - 1))
    kept = output.read()
    if start:
        before, found, rest = kept.partition(b"\n")
        kept = rest if found else before[1:]  # one line longer than all that is kept
    return kept.decode("utf-8", errors="replace"), size - len(kept)
