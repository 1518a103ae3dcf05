# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""One name for each thing, in the whole product."""

from __future__ import annotations

import ast
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).parents[3]
SOURCES = (ROOT / "src/bluegreen", ROOT / "dashboard/src")
STAND_INS = ROOT / "src/bluegreen/cli/openstack_client/verbs.py"
"""Written from the commands: a class in it stands for that command until it is imported."""


def test_no_public_class_name_is_defined_twice() -> None:
    """A class's name means one class to readers and searches, in the dashboard too."""
    homes: dict[str, list[str]] = defaultdict(list)
    for source in SOURCES:
        for path in set(source.rglob("*.py")) - {STAND_INS}:
            for node in ast.parse(path.read_text(encoding="utf-8")).body:
                if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                    homes[node.name].append(str(path.relative_to(ROOT)))
    assert {name: paths for name, paths in homes.items() if len(paths) > 1} == {}
