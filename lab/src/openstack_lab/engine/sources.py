# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The source files that the lab installs and serves from, and whether they have changed."""

import hashlib
from pathlib import Path

LAB = Path(__file__).parents[3]
"""Where the lab's own project is, from which Octavia's environment gets the provider."""


def panel_projects() -> tuple[Path, ...]:
    """Return the two projects of the panel in Horizon: itself, and the product that it shows.

    They come from the checkout that the lab runs from; without one there is no panel.
    """
    checkout = LAB.parent
    parts = (checkout / "dashboard", checkout)
    return parts if all((part / "pyproject.toml").exists() for part in parts) else ()


def panel_sources() -> tuple[Path, ...]:
    """Return the folders with the code of the panel and of the product."""
    return tuple(part / "src" for part in panel_projects())


def digest(*places: Path) -> str:
    """Return one digest of files and of folders with all that is in them, without bytecode."""
    whole = hashlib.sha256()
    for place in places:
        for path in sorted(place.rglob("*")) if place.is_dir() else (place,):
            if path.is_file() and "__pycache__" not in path.parts:
                whole.update(str(path.relative_to(place)).encode())
                whole.update(path.read_bytes())
    return whole.hexdigest()
