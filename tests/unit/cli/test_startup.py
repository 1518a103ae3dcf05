# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Start-up is felt at every command, so what needs no cloud does not import its libraries."""

import json
import subprocess
import sys

import pytest

HEAVY = {"openstack", "keystoneauth1", "requests", "osc_lib", "openstackclient"}

_RUN = """
import json, sys
from bluegreen.cli.app import main
code = main(sys.argv[1:])
sys.stderr.write("\\n" + json.dumps([code, sorted(sys.modules)]))
"""

_ALL_HELP = """
import json, sys
from bluegreen.cli.app import main
from bluegreen.cli.registry import COMMANDS
codes = [main([*name.split(), "--help"]) for name in COMMANDS]
sys.stderr.write("\\n" + json.dumps([codes, sorted(sys.modules)]))
"""


def _run(directory, *arguments):
    """Run a new Python, and return the exit code and the modules that it imported."""
    done = subprocess.run(
        [sys.executable, "-c", _RUN, *arguments],
        cwd=directory,
        capture_output=True,
        text=True,
        check=True,
    )
    code, modules = json.loads(done.stderr.splitlines()[-1])
    return code, set(modules)


@pytest.mark.parametrize(
    "arguments",
    [
        ["--help"],
        ["--version"],
        ["init"],
        ["schema"],
        ["help", "init"],
        ["complete"],
        ["timetable"],
    ],
    ids=" ".join,
)
def test_a_command_without_a_cloud_imports_no_cloud_library(tmp_path, arguments):
    """`import openstack` alone takes longer than all that these commands do."""
    code, modules = _run(tmp_path, *arguments)
    assert code == 0
    assert modules & HEAVY == set()


def test_validate_imports_no_cloud_library(tmp_path):
    """Neither for a valid file nor for a broken one."""
    assert _run(tmp_path, "init")[0] == 0
    code, modules = _run(tmp_path, "validate")
    assert (code, modules & HEAVY) == (0, set())
    (tmp_path / "bluegreen.yaml").write_text("a: 1\n")
    code, modules = _run(tmp_path, "validate")
    assert (code, modules & HEAVY) == (2, set())


def test_the_help_of_no_command_imports_a_cloud_library(tmp_path):
    """The commands that need the cloud import its libraries when they run, not before."""
    done = subprocess.run(
        [sys.executable, "-c", _ALL_HELP], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    codes, modules = json.loads(done.stderr.splitlines()[-1])
    assert set(codes) == {0}
    assert set(modules) & HEAVY == set()


def test_the_help_imports_no_command(tmp_path):
    """The list comes from the table, however many commands there are."""
    _, modules = _run(tmp_path, "--help")
    commands = {name for name in modules if name.startswith("bluegreen.cli.")}
    assert commands == {
        "bluegreen.cli.exit_codes",
        "bluegreen.cli.app",
        "bluegreen.cli.registry",
    }
    assert "pydantic" not in modules
