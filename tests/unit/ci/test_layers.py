# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Imports run in one direction, and never in a circle."""

from __future__ import annotations

import json
import subprocess
import sys
from graphlib import TopologicalSorter
from pathlib import Path

import pytest
from support.imports import graph_of, imported_by, layer_of, modules_of, upward_imports

ROOT = Path(__file__).parents[3]
PRODUCT = ROOT / "src"
SOURCES = (PRODUCT, ROOT / "dashboard/src", ROOT / "lab/src")

ORDER = (
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
    "bluegreen.operations.drift",
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
    "bluegreen",  # what is promised of all of them
    "bluegreen.cli",
    "bluegreen.cli.openstack_client",
)
"""From the lowest layer to the highest; a module belongs to the longest name that begins its own.

A module imports from its own layer and from those before it.
"""

MOST_ENTRIES = 12
"""Files and folders at the top, so that all of them are seen at once."""

MOST_LINES = 300
"""Of a file of the product: more is more than one concern."""

_STATUS = """
import json, sys
from pathlib import Path
import bluegreen.cloud
from bluegreen.cli.app import main
from support.worlds import shop_that_is_up
project = shop_that_is_up(Path.cwd())
bluegreen.cloud.connect = lambda name, region: project.cloud()
code = main(["status", "shop"])
sys.stderr.write("\\n" + json.dumps([code, sorted(sys.modules)]))
"""


def test_no_import_runs_upward() -> None:
    """What is below can be read, and tested, without what is above."""
    assert upward_imports(PRODUCT, ORDER) == []


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
        layer_of(module, ORDER)
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
    """A search for something begins with reading all of their names."""
    top = PRODUCT / "bluegreen"
    files = (path.relative_to(top).parts for path in top.rglob("*") if path.is_file())
    entries = {parts[0] for parts in files if "__pycache__" not in parts}
    entries -= {"__init__.py", "py.typed"}
    assert len(entries) <= MOST_ENTRIES, sorted(entries)


def test_no_file_is_long() -> None:
    """What a file is for is seen at one glance."""
    lines = {
        module: len(path.read_text(encoding="utf-8").splitlines())
        for module, path in modules_of(PRODUCT).items()
    }
    assert {module: count for module, count in lines.items() if count > MOST_LINES} == {}


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
    assert {
        name for name in modules if layer_of(name, ORDER).startswith("bluegreen.release")
    } == set()
