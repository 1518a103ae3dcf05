# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Runs a program once, in the lab's environment, with its output in a log file."""

import shlex
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from openstack_lab import user
from openstack_lab.errors import LabError
from openstack_lab.lab import STEP_MARK, Lab


def run_logged(
    lab: Lab,
    name: str,
    command: Sequence[str | Path],
    environment: Mapping[str, str] | None = None,
    text: str | None = None,
    *,
    as_root: bool = True,
) -> None:
    """Run a command to its end, as root or as the lab's own user.

    Raises LabError with the last lines if it fails.
    """
    who = () if as_root else shlex.split(user.command(""))
    own = {} if as_root else user.environment(lab)
    log = lab.logs / f"{name}.log"
    with log.open("a") as output:
        finished = subprocess.run(
            [*who, *(str(word) for word in command)],
            env=lab.environment | {STEP_MARK: name} | own | dict(environment or {}),
            cwd=lab.directory,
            input=text,
            text=True,
            stdout=output,
            stderr=subprocess.STDOUT,
            check=False,
        )
    if finished.returncode:
        raise LabError(
            f"{name} failed ({Path(command[0]).name} ended with {finished.returncode}):\n"
            + last_lines(log, 8),
            f"Read {log}, then run `lab up` again: it continues where it stopped.",
        )


def run_manager(
    lab: Lab, log: str, program: str, file: str, *words: str, **environment: str
) -> None:
    """Run one of the services' own tools, such as `nova-manage`, with its configuration file.

    It runs as the services do: what they cache may be of that user's making.
    """
    command: list[str | Path] = [
        lab.virtualenv / "bin" / program,
        "--config-file",
        lab.configuration / file,
        *words,
    ]
    run_logged(lab, log, command, environment, as_root=False)


def last_lines(log: Path, count: int) -> str:
    """Return the end of a log file, indented; empty if there is none."""
    if not log.exists():
        return "    (no log)"
    lines = log.read_text(errors="replace").splitlines()[-count:]
    return "\n".join(f"    {line}" for line in lines)
