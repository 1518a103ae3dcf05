# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The verbs in the real `openstack` program, as far as no cloud is needed."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from pathlib import Path
from types import SimpleNamespace
from typing import NoReturn

import pytest
from keystoneauth1.session import Session
from support.imports import of_the_library

import bluegreen
from bluegreen import API_TIMEOUT, __version__
from bluegreen.cli import openstack_client
from bluegreen.cli.openstack_client import OF_BLUEGREEN_ALONE, make_client, verbs
from bluegreen.cli.openstack_client.plugin_verb import NAME, PluginVerb
from bluegreen.cli.registry import COMMANDS, OWN_NAME, CommandProgram, Row

ROOT = Path(__file__).parents[4]
OPENSTACK = Path(sys.executable).with_name("openstack")
GROUP = "openstack.bluegreen.v1"

_LOAD_ALL = f"""
import json, sys
from importlib.metadata import entry_points
import cliff.command
before = set(sys.modules)
for point in entry_points(group="{GROUP}"):
    point.load()
print(json.dumps(sorted(set(sys.modules) - before)))
"""


def openstack(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the client with no cloud in reach."""
    return subprocess.run(
        [OPENSTACK, *arguments],
        cwd=folder,
        env={"PATH": "/usr/bin:/bin", "HOME": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )


def class_of(row: Row) -> str:
    """Return the name of a command's class."""
    return row.target.partition(":")[2]


def test_every_verb_is_a_command_of_the_client() -> None:
    """A verb that is added is in pyproject.toml too; both lists are of an application."""
    module = "bluegreen.cli.openstack_client.verbs"
    expected = {
        f"bluegreen_{name.replace(' ', '_')}": f"{module}:{class_of(row).removesuffix('Command')}"
        for name, row in COMMANDS.items()
        if name not in OF_BLUEGREEN_ALONE
    }
    expected["bluegreen_application_list"] = expected["bluegreen_list"]
    expected["bluegreen_application_show"] = expected["bluegreen_status"]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]

    assert project["entry-points"][GROUP] == expected


def test_the_plugin_uses_the_commands_and_what_the_library_promises() -> None:
    """It reaches past neither, into what may change in any version."""
    folder = Path(openstack_client.__file__).parent
    used = {name for path in folder.glob("*.py") for name in of_the_library(path)}
    private = {name for name in used if not name.startswith("bluegreen.cli.")}

    assert private - set(bluegreen.__all__) == set()


def test_the_clients_start_imports_no_verb() -> None:
    """It loads every command of every plugin each time, also for `openstack server list`."""
    done = subprocess.run(
        [sys.executable, "-c", _LOAD_ALL], capture_output=True, text=True, check=True
    )
    imported = {name for name in json.loads(done.stdout) if name.partition(".")[0] != "cliff"}

    assert "bluegreen.cli.openstack_client.verbs" in imported
    assert "pydantic" not in imported
    assert {name for name in imported if name.startswith("bluegreen.cli.")} == {
        "bluegreen.cli.exit_codes",
        "bluegreen.cli.openstack_client",
        "bluegreen.cli.openstack_client.plugin_verb",
        "bluegreen.cli.openstack_client.verbs",
    }


def test_each_command_of_the_client_is_the_verb_of_the_same_name() -> None:
    """They are written by a script, and are what the program's own table says: make reference."""
    found = {
        name: each.target
        for name, each in vars(verbs).items()
        if isinstance(each, type) and issubclass(each, PluginVerb) and each is not PluginVerb
    }
    assert found == {
        class_of(row).removesuffix("Command"): row.target
        for name, row in COMMANDS.items()
        if name not in OF_BLUEGREEN_ALONE
    }


def test_help_says_what_the_verb_says_of_itself(tmp_path: Path) -> None:
    """With the verb's own options, and the client's name in front."""
    shown = openstack(tmp_path, "help", "bluegreen", "switch").stdout

    assert shown.startswith("usage: openstack bluegreen switch ")
    assert "one request moves the production address" in shown
    assert "--expect-version" in shown


def test_a_command_that_needs_no_cloud_asks_for_no_credentials(tmp_path: Path) -> None:
    """The starter is written and found valid where there is no clouds.yaml."""
    begun = openstack(tmp_path, "bluegreen", "init")
    valid = openstack(tmp_path, "bluegreen", "validate", "-f", "json")

    assert (begun.returncode, valid.returncode) == (0, 0), begun.stderr + valid.stderr
    assert begun.stderr.endswith("then run: openstack bluegreen validate\n")
    assert json.loads(valid.stdout) == []


def test_an_error_has_its_exit_code_and_names_the_clients_commands(tmp_path: Path) -> None:
    """Two parts and 2, where the client on its own would print one line and exit with 1."""
    (tmp_path / "bluegreen.yaml").write_text("application: shop\n")
    broken = openstack(tmp_path, "bluegreen", "validate")

    assert broken.returncode == 2
    assert broken.stderr.startswith("error: the specification has ")
    assert broken.stderr.endswith("next: correct the file, then: openstack bluegreen validate\n")


def test_a_command_that_needs_a_cloud_asks_for_credentials(tmp_path: Path) -> None:
    """It is the client that logs in, once the verb asks for it, and that says what is missing."""
    refused = openstack(tmp_path, "bluegreen", "application", "list")

    assert refused.returncode == 1
    assert refused.stderr.startswith("error: no connection to the cloud: Missing value auth-url")


def test_bash_completes_the_verbs_and_their_options(tmp_path: Path) -> None:
    """`openstack complete` knows every command of the plugin."""
    script = openstack(tmp_path, "complete").stdout

    assert "cmds_bluegreen_application='list show'" in script
    assert "--allow-smaller" in script
    verbs_known = next(line for line in script.splitlines() if "cmds_bluegreen=" in line)
    begun = {name.split()[0] for name in COMMANDS}
    assert begun - set(verbs_known.replace("'", " ").split()) == set(OF_BLUEGREEN_ALONE)


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("bluegreen resume shop", "openstack bluegreen resume shop"),
        ("openstack bluegreen resume shop", "openstack bluegreen resume shop"),
        (
            "bluegreen up 1, or bluegreen list",
            "openstack bluegreen up 1, or openstack bluegreen list",
        ),
        ("the tag bluegreen stays", "the tag bluegreen stays"),
    ],
)
def test_sentences_name_this_clients_commands(sentence: str, said: str) -> None:
    """What is to be run next can be pasted."""
    assert CommandProgram(NAME, shown_only).text(sentence) == said
    assert CommandProgram(OWN_NAME, shown_only).text(sentence) == sentence


def shown_only() -> NoReturn:
    """Be a connection that nobody asks for."""
    raise NotImplementedError


def test_the_clients_own_session_is_used_with_a_limit() -> None:
    """No second login, no endless wait, and the cloud's logs tell who asks."""
    session = Session()
    make_client(SimpleNamespace(session=session, sdk_connection=object()))

    assert session.timeout == API_TIMEOUT
    assert ("bluegreen", __version__) in session.additional_user_agent
