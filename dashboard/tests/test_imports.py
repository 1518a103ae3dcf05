# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The panel uses what the library promises, and nothing else of it."""

from __future__ import annotations

from pathlib import Path

import bluegreen_dashboard
from support.imports import of_the_library

import bluegreen

PANEL = Path(bluegreen_dashboard.__file__).parent


def test_the_panel_imports_only_what_is_promised() -> None:
    """What is private in the library may change in any version; the panel is installed apart."""
    imported = {
        f"{path.relative_to(PANEL)}: {name}"
        for path in PANEL.rglob("*.py")
        for name in of_the_library(path)
        if name not in bluegreen.__all__
    }

    assert imported == set()
