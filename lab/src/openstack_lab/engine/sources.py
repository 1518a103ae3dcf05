# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Tells whether source files that the lab builds or serves from have changed."""

import hashlib
from pathlib import Path


def digest(*places: Path) -> str:
    """Return one digest of files and of folders with all that is in them, without bytecode."""
    whole = hashlib.sha256()
    for place in places:
        for path in sorted(place.rglob("*")) if place.is_dir() else (place,):
            if path.is_file() and "__pycache__" not in path.parts:
                whole.update(str(path.relative_to(place)).encode())
                whole.update(path.read_bytes())
    return whole.hexdigest()
