# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Puts aside what servers have written, before it fills the disk: their consoles, QEMU's logs.

libvirt leaves that to virtlogd, which the lab does not run: QEMU has the files open itself, to
append to them.
"""

import glob
import os
import shutil
from collections.abc import Iterable
from pathlib import Path

LONGEST = 2 * 1024 * 1024
"""Bytes, as virtlogd's `max_size`."""


def cap(patterns: Iterable[str]) -> list[Path]:
    """Put aside the files by these names that are too long, in place of the one before.

    Nova reads a console on in the older file of this name. What is written in the moment of the
    change is lost.
    """
    long = [path for path in _files(patterns) if _is_long(path)]
    for path in long:
        older = path.with_name(f"{path.name}.0")
        try:
            shutil.copyfile(path, older)
        finally:  # where the disk is full already, making room comes first
            os.truncate(path, 0)
    return long


def _files(patterns: Iterable[str]) -> list[Path]:
    return [Path(name) for pattern in patterns for name in glob.glob(pattern)]  # noqa: PTH207


def _is_long(path: Path) -> bool:
    try:
        return path.stat().st_size > LONGEST
    except OSError:  # it has just gone
        return False
