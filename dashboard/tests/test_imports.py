# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The panel uses what the library promises, and nothing else of it."""

from __future__ import annotations

import ast
from pathlib import Path

import bluegreen_dashboard

import bluegreen

PANEL = Path(bluegreen_dashboard.__file__).parent


def of_the_library(source: str) -> set[str]:
    """Return what a file imports of the library: a promised name, or the name of a module."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and node.module == "bluegreen":
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {node.module} if (node.module or "").startswith("bluegreen.") else set()
        elif isinstance(node, ast.Import):
            found |= {a.name for a in node.names if a.name.split(".")[0] == "bluegreen"}
    return found


def test_the_panel_imports_only_what_is_promised() -> None:
    """What is private in the library may change in any version; the panel is installed apart."""
    imported = {
        f"{path.relative_to(PANEL)}: {name}"
        for path in PANEL.rglob("*.py")
        for name in of_the_library(path.read_text(encoding="utf-8"))
        if name not in bluegreen.__all__
    }

    assert imported == set()
