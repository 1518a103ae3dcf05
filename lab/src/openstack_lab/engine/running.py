# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Runs a program once, in the lab's environment, with its output in a log file."""

import shlex
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from openstack_lab.engine import logs
from openstack_lab.errors import LabError
from openstack_lab.host import user
from openstack_lab.lab import STEP_MARK, Lab

LOG_BYTES = 5_000_000
"""A longer log is put aside, in place of the one before."""


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
    log = lab.paths.logs / f"{name}.log"
    if log.exists() and log.stat().st_size > LOG_BYTES:
        log.replace(log.with_name(f"{log.name}.1"))
    before = log.stat().st_size if log.exists() else 0
    with log.open("a") as output:
        finished = subprocess.run(
            [*who, *(str(word) for word in command)],
            env=lab.environment | {STEP_MARK: name} | own | dict(environment or {}),
            cwd=lab.directory,
            input=text,
            text=True,
            stdout=output,
            stderr=subprocess.STDOUT,
            # Ctrl-C is for the `lab` command, which ends its programs in order.
            start_new_session=True,
            check=False,
        )
    if finished.returncode:
        raise LabError(
            f"{name} failed ({Path(command[0]).name} ended with {finished.returncode}):\n"
            + _cause(log, before),
            f"Read {log}, then run `lab up` again: it continues where it stopped.",
        )


def run_manager(
    lab: Lab, log: str, program: str, file: str, *words: str, **environment: str
) -> None:
    """Run one of the services' own tools, such as `nova-manage`, with its configuration file.

    It runs as the services do: what they cache may be of that user's making.
    """
    command: list[str | Path] = [
        lab.paths.virtualenv / "bin" / program,
        "--config-file",
        lab.paths.configuration / file,
        *words,
    ]
    run_logged(lab, log, command, environment, as_root=False)


def _cause(log: Path, before: int) -> str:
    """Name the exception of this run; programs without one say it in their last lines."""
    with log.open("rb") as file:
        file.seek(before)
        lines = file.read().decode(errors="replace").splitlines()
    return "\n".join(f"    {line}" for line in logs.last_exception(lines) or lines[-8:])
