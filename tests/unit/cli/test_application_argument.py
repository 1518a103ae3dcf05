# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Commands that read a specification take the name of its application, as all others do."""

from __future__ import annotations

from pathlib import Path

import pytest

from bluegreen.cli.app import main

SHOP = """\
application: shop
external_network: public
servers: {image: web, flavor: m1.small}
"""

TAKE_A_SPECIFICATION = tuple(
    map(str.split, ("check", "watch", "release 2.0", "deploy 2.0", "up 1.0"))
)


@pytest.fixture(autouse=True)
def _folder_of_shop(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("bluegreen.yaml").write_text(SHOP)


@pytest.mark.parametrize("words", TAKE_A_SPECIFICATION, ids=" ".join)
def test_another_application_than_that_of_the_file_is_refused(words, capsys):
    """Before anything is asked of a cloud."""
    assert main([*words, "desk"]) == 2
    assert capsys.readouterr().err == (
        "error: bluegreen.yaml is the specification of shop, not of desk\n"
        "next: run the same command with --specification and the file of that application\n"
    )


@pytest.mark.parametrize("words", TAKE_A_SPECIFICATION, ids=" ".join)
def test_the_application_of_the_file_is_accepted(words, capsys, monkeypatch):
    """The command goes on to the cloud, of which there is none here."""
    monkeypatch.setenv("OS_CLIENT_CONFIG_FILE", "none.yaml")
    main(["--os-cloud", "none", *words, "shop"])
    assert "cloud" in capsys.readouterr().err.rpartition("error: ")[2]
