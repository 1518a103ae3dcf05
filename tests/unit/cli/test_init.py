# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""`bluegreen init`."""

import re
from pathlib import Path

import pytest

from bluegreen.cli.app import main
from bluegreen.spec import load


@pytest.fixture(autouse=True)
def _empty_directory(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def test_the_starter_is_valid_as_it_is():
    """The first validate of a newcomer succeeds."""
    assert main(["init"]) == 0
    specification = load(Path("bluegreen.yaml"))
    assert specification.application == "shop"
    assert specification.servers.image == "web-{version}"


def test_every_commented_line_works_when_it_is_uncommented():
    """What the starter suggests is not out of date."""
    assert main(["init"]) == 0
    Path("user-data.sh").write_text("{greeting}")
    file = Path("bluegreen.yaml")
    _, _, text = file.read_text().partition("\n\n")  # after the introduction
    file.write_text(re.sub(r"^( {0,2})# ", r"\1", text, flags=re.MULTILINE))
    specification = load(file)
    assert specification.addresses.preview
    assert specification.servers.security.allow[0].port == 22
    assert specification.servers.identity_header == "X-Server"


def test_the_application_can_be_named():
    """Its name is in the file."""
    assert main(["init", "--application", "billing", "--specification", "b.yaml"]) == 0
    assert load(Path("b.yaml")).application == "billing"


def test_nothing_is_overwritten(capsys):
    """A specification with work in it survives a second init."""
    Path("bluegreen.yaml").write_text("mine")
    assert main(["init"]) == 1
    assert Path("bluegreen.yaml").read_text() == "mine"
    assert capsys.readouterr().err.startswith("error: bluegreen.yaml already exists")


def test_a_name_that_is_none_writes_nothing(capsys):
    """The rule is printed before the file exists."""
    assert main(["init", "--application", "My Shop"]) == 2
    assert not Path("bluegreen.yaml").exists()
    assert "starting with a letter" in capsys.readouterr().err


def test_a_place_that_cannot_be_written_is_reported(capsys):
    """No traceback for a missing directory."""
    assert main(["init", "--specification", "missing/bluegreen.yaml"]) == 1
    assert "missing/bluegreen.yaml cannot be written" in capsys.readouterr().err
