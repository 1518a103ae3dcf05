# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Imports run in one direction, and never in a circle."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
PRODUCT = ROOT / "src"
SOURCES = (PRODUCT, ROOT / "dashboard/src", ROOT / "lab/src")

ORDER = (
    "bluegreen",  # the version alone
    "bluegreen.errors",
    "bluegreen.clock",
    "bluegreen.model",
    "bluegreen.probe",
    "bluegreen.cloud",
    "bluegreen.spec",
    "bluegreen.extensions",
    "bluegreen.operations",
    "bluegreen.operations.waits",
    "bluegreen.operations.scale",
    "bluegreen.operations.drain",
    "bluegreen.operations.switch",
    "bluegreen.operations.build",
    "bluegreen.operations.retire",
    "bluegreen.operations.repair",
    "bluegreen.operations.adopt",
    "bluegreen.operations.resume",
    "bluegreen.release.stages",
    "bluegreen.release",
    "bluegreen.release.group",
    "bluegreen.doctor",
    "bluegreen.timetable",
    "bluegreen.cli",
    "bluegreen.cli.openstack_client",
)
"""From the lowest layer to the highest; a module belongs to the longest name that begins its own.

A module imports from its own layer and from those before it.
"""

MOST_ENTRIES = 12
"""Files and folders at the top, so that all of them are seen at once."""

_STATUS = """
import json, sys
from pathlib import Path
import bluegreen.cloud
from bluegreen.cli.app import main
from support.worlds import shop_that_is_up
project = shop_that_is_up(Path.cwd())
bluegreen.cloud.connect = lambda name: project.cloud()
code = main(["status", "shop"])
sys.stderr.write("\\n" + json.dumps([code, sorted(sys.modules)]))
"""


def modules_of(source: Path) -> dict[str, Path]:
    """Return every module below a source folder, by its dotted name."""
    names = {path: path.relative_to(source).with_suffix("").parts for path in source.rglob("*.py")}
    return {
        ".".join(parts[:-1] if parts[-1] == "__init__" else parts): path
        for path, parts in names.items()
    }


def imported_by(path: Path) -> Iterator[tuple[str, ...]]:
    """Yield what a file imports anywhere in it, the likelier name of each first.

    Imports for annotations alone count: whoever reads the file follows them, too.
    """
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((alias.name,) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports by a relative name"
            package = node.module or ""
            yield from ((f"{package}.{alias.name}", package) for alias in node.names)


def graph_of(source: Path) -> dict[str, set[str]]:
    """Return which modules of a source folder each of its modules imports."""
    modules = modules_of(source)
    return {
        name: {
            found
            for names in imported_by(path)
            if (found := next((each for each in names if each in modules), name)) != name
        }
        for name, path in modules.items()
    }


def layer_of(module: str) -> str:
    """Return the layer that a module belongs to."""
    parts = module.split(".")
    names = (".".join(parts[:end]) for end in range(len(parts), 1, -1))
    return next((name for name in names if name in ORDER), parts[0])


def test_no_import_runs_upward() -> None:
    """What is below can be read, and tested, without what is above."""
    rank = {layer: number for number, layer in enumerate(ORDER)}
    upward = [
        f"{module} imports {other}"
        for module, others in graph_of(PRODUCT).items()
        for other in others
        if rank[layer_of(other)] > rank[layer_of(module)]
    ]
    assert upward == []


def test_every_module_has_a_layer() -> None:
    """A new folder at the top, or below operations, gets its place in the order."""
    tops = {module for module in graph_of(PRODUCT) if module.count(".") == 1}
    inits = (PRODUCT / "bluegreen/operations").glob("*/__init__.py")
    assert tops <= set(ORDER)
    assert {f"bluegreen.operations.{path.parent.name}" for path in inits} <= set(ORDER)


@pytest.mark.parametrize("source", SOURCES, ids=["product", "dashboard", "lab"])
def test_no_modules_import_each_other_in_a_circle(source: Path) -> None:
    """Neither of two such files can be understood first. Raises CycleError with the circle."""
    assert tuple(TopologicalSorter(graph_of(source)).static_order())


def test_only_the_adapters_import_the_sdk() -> None:
    """No error and no type of the SDK passes the edge to the cloud."""
    sdk = {"openstack", "keystoneauth1"}
    users = {
        layer_of(module)
        for module, path in modules_of(PRODUCT).items()
        for name, *_ in imported_by(path)
        if name.partition(".")[0] in sdk
    }
    assert users == {"bluegreen.cloud"}


def test_the_product_imports_neither_the_panel_nor_the_lab() -> None:
    """Both are installed apart from it."""
    others = {"bluegreen_dashboard", "openstack_lab"}
    imported = {
        name.partition(".")[0]
        for path in modules_of(PRODUCT).values()
        for name, *_ in imported_by(path)
    }
    assert imported & others == set()


def test_few_things_lie_at_the_top() -> None:
    """Whoever looks for something reads all of their names first."""
    top = PRODUCT / "bluegreen"
    files = (path.relative_to(top).parts for path in top.rglob("*") if path.is_file())
    entries = {parts[0] for parts in files if "__pycache__" not in parts}
    entries -= {"__init__.py", "py.typed"}
    assert len(entries) <= MOST_ENTRIES, sorted(entries)


def test_status_loads_no_stage_of_a_release(tmp_path: Path) -> None:
    """It only looks, and is what is typed most often."""
    done = subprocess.run(
        [sys.executable, "-c", _STATUS],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT / "tests")},
        capture_output=True,
        text=True,
        check=True,
    )
    code, modules = json.loads(done.stderr.splitlines()[-1])
    assert code == 0
    assert "bluegreen.cli.render" in modules
    assert {name for name in modules if layer_of(name).startswith("bluegreen.release")} == set()
