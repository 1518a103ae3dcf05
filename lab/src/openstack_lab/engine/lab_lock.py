# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Lets one command at a time change a lab."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager

from openstack_lab.errors import LabError
from openstack_lab.lab import Lab


@contextmanager
def alone(lab: Lab) -> Iterator[None]:
    """Hold the lab for the length of the `with` block; the kernel frees it if this process dies.

    Raises LabError, naming the process, when another command holds it.
    """
    lab.directory.mkdir(parents=True, exist_ok=True)
    with (lab.directory / "lock").open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            raise LabError(
                f"Another `lab` command is changing this lab: process {file.read().strip()}.",
                "Wait until it has ended (or end it), then run this again.",
            ) from None
        file.truncate(0)
        file.write(f"{os.getpid()}\n")
        file.flush()
        yield
