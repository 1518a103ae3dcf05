# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Which directories are a lab's: what `lab up` has made or found empty, and nothing else.

The commands run as root, and the directory may come from a slip or a variable that is left over.
"""

import shutil
from pathlib import Path

from openstack_lab.errors import LabError
from openstack_lab.lab import Lab

MARKER = "this-is-an-openstack-lab"
_TEXT = "Everything in this directory was made by `lab up`, and `lab wipe` removes all of it.\n"
_FILES_OF_OLD = ("secrets.json", "stamps")
"""Labs that were made before there was the marker have these."""
_HARMLESS = {"lock"}
"""What an earlier version left in the directory of a lab that never came up."""


def claim(lab: Lab) -> None:
    """Make the directory a lab's; raises LabError if it has something else in it."""
    if not is_lab(lab.directory) and _contents(lab.directory):
        raise LabError(
            f"{lab.directory} is not a lab's directory, and it is not empty.",
            "Choose an empty or a new one with `lab --directory DIR up`.",
        )
    lab.directory.mkdir(parents=True, exist_ok=True)
    (lab.directory / MARKER).write_text(_TEXT)


def require_lab(lab: Lab) -> None:
    """Raise LabError unless the directory is a lab's."""
    if not is_lab(lab.directory):
        raise LabError(
            f"{lab.directory} is not a lab's directory: it lacks the file {MARKER}. Nothing was"
            " stopped or removed.",
            "Name the lab's directory with `lab --directory DIR`, or omit the option for"
            " the default one.",
        )


def is_lab(directory: Path) -> bool:
    """Tell whether the directory is a lab's."""
    return (directory / MARKER).is_file() or all(
        (directory / name).exists() for name in _FILES_OF_OLD
    )


def is_there(lab: Lab) -> bool:
    """Tell whether there is anything to stop or remove in the directory."""
    return bool(_contents(lab.directory))


def remove(lab: Lab) -> None:
    """Remove the directory; an interrupted removal can be run again, as the marker goes last."""
    for path in lab.directory.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        elif path.name != MARKER:
            path.unlink()
    (lab.directory / MARKER).unlink(missing_ok=True)
    lab.directory.rmdir()


def _contents(directory: Path) -> set[str]:
    if not directory.exists():
        return set()
    return {path.name for path in directory.iterdir()} - _HARMLESS
