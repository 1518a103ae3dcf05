# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Runs the machine's programs and waits for what they bring about."""

import subprocess
import time
from collections.abc import Callable


class CommandFailed(Exception):
    """A program of the machine ended with an error; the text holds what it said."""


class NotInTime(Exception):
    """Something that was expected did not come about."""


def run(*command: str) -> str:
    """Run a program to its end and return its output.

    Raises CommandFailed when it cannot be run or ends with an error.
    """
    try:
        done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=60)
    except subprocess.CalledProcessError as error:
        said = (error.stderr or error.stdout).strip()
        raise CommandFailed(f"`{' '.join(command)}` failed: {said}") from error
    except (OSError, subprocess.TimeoutExpired) as error:
        raise CommandFailed(f"`{' '.join(command)}` did not run: {error}") from error
    return done.stdout


def wait_until(condition: Callable[[], bool], what: str, *, seconds: float) -> None:
    """Return once the condition holds; raises NotInTime after `seconds`."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise NotInTime(f"{what} did not happen within {seconds:g} s")
        time.sleep(0.1)
