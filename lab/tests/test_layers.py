# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Imports inside the lab run in one direction, and the services find what they import."""

import ast
import tomllib
from pathlib import Path

import pytest
from openstack_lab.services.installation import PROVIDER
from support.imports import graph_of, imported_by, layer_of, modules_of, upward_imports

LAB = Path(__file__).parents[1]
SOURCE = LAB / "src"

ORDER = (
    "openstack_lab",  # its name alone
    "openstack_lab.errors",
    "openstack_lab.paths",
    "openstack_lab.lab",
    "openstack_lab.pinned_packages",
    "openstack_lab.guest_image",
    "openstack_lab.octavia_provider",
    "openstack_lab.host",
    "openstack_lab.engine",
    "openstack_lab.services",
    "openstack_lab.cli",
)
"""From the lowest layer to the highest; a module imports from its own layer and those before it."""

ALONE = ("openstack_lab.guest_image", "openstack_lab.octavia_provider")
"""What could be taken out of the lab and used without it."""

BESIDE_THE_SERVICES = ("openstack_lab.octavia_provider", "openstack_lab.host.guest_watch")
"""What runs in the services' own virtual environment."""


def reached_from(names: tuple[str, ...]) -> set[str]:
    """Return all modules that begin with the names, and those that they import in the end."""
    graph = graph_of(SOURCE)
    found: set[str] = set()
    waiting = [name for name in graph if name.startswith(names)]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting.extend(graph[name])
    return found


def test_no_import_runs_upward() -> None:
    """The engine knows no service by name, and the host no engine."""
    assert upward_imports(SOURCE, ORDER) == []


def test_every_module_has_a_layer() -> None:
    """A new file or folder at the top gets its place in the order."""
    tops = {".".join(module.split(".")[:2]) for module in modules_of(SOURCE)}
    assert tops - {"openstack_lab.templates"} == set(ORDER)  # those are no Python until rendered


@pytest.mark.parametrize("layer", ALONE)
def test_the_provider_and_the_guest_image_import_nothing_of_the_lab(layer: str) -> None:
    """Both have a use, and a page in the docs, of their own."""
    assert {layer_of(module, ORDER) for module in reached_from((layer,))} == {layer}


def test_all_that_services_import_is_installed_again_when_it_changes() -> None:
    """The step that installs it looks at these files and folders only."""
    folder = SOURCE / "openstack_lab"
    paths = {modules_of(SOURCE)[module] for module in reached_from(BESIDE_THE_SERVICES)}
    installed = [folder / name for name in PROVIDER]

    assert [path for path in installed if not path.exists()] == []
    assert [
        path for path in paths if not any(path.is_relative_to(place) for place in installed)
    ] == []


def test_services_import_nothing_that_only_the_labs_own_environment_has() -> None:
    """Theirs has the packages of OpenStack; the lab's dependencies are not installed there."""
    modules = modules_of(SOURCE)
    imported = {
        name.partition(".")[0]
        for module in reached_from(BESIDE_THE_SERVICES)
        for name, *_ in imported_by(modules[module])
    }
    assert imported & {"psutil", "supervisor", "uv"} == set()


def test_no_file_is_longer_than_a_reader_takes_in_at_once() -> None:
    """What grows beyond 300 lines has two concerns by then."""
    lengths = {path: len(path.read_text().splitlines()) for path in LAB.rglob("*.py")}
    assert {str(path) for path, lines in lengths.items() if lines > 300} == set()


def test_every_entry_point_names_something_that_is_there() -> None:
    """Octavia finds the provider by them, after everything else has come up."""
    project = tomllib.loads((LAB / "pyproject.toml").read_text())["project"]
    groups = [project["scripts"], *project["entry-points"].values()]
    modules = modules_of(SOURCE)

    for target in [target for group in groups for target in group.values()]:
        module, _, name = target.partition(":")
        defined = ast.parse(modules[module].read_text()).body
        assert name in [getattr(each, "name", None) for each in defined], target
