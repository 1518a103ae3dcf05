# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The newest revisions that a service's package has for its database.

Read from the texts of Alembic's scripts: to run them takes each service's own environment.
"""

import re
from pathlib import Path

_REVISION = re.compile(r"^revision(?:\s*:[^=]+)?\s*=\s*['\"](\w+)['\"]", re.MULTILINE)
_BEFORE = re.compile(
    r"^(?:down_revision|depends_on)(?:\s*:[^=]+)?\s*=\s*(\([^)]*\)|.*)$", re.MULTILINE
)
_NAME = re.compile(r"['\"](\w+)['\"]")


def heads(folder: Path) -> set[str]:
    """Return the revisions in a folder of scripts that no other one comes after."""
    known: set[str] = set()
    passed: set[str] = set()
    for script in folder.glob("versions/**/*.py"):
        text = script.read_text()
        known.update(_REVISION.findall(text))
        for before in _BEFORE.findall(text):
            passed.update(_NAME.findall(before))
    return known - passed
