# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""`bluegreen validate`."""

import json
from pathlib import Path

import pytest

from bluegreen.cli.app import main

VALID = """\
application: shop
external_network: public
servers: {image: web, flavor: m1.small}
"""


@pytest.fixture(autouse=True)
def _empty_directory(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def test_a_valid_specification_gets_a_sentence(capsys):
    """People see that something was looked at."""
    Path("bluegreen.yaml").write_text(VALID)
    assert main(["validate"]) == 0
    out, err = capsys.readouterr()
    assert (out, err) == ("bluegreen.yaml is a valid specification of shop\n", "")


def test_problems_go_to_stderr_with_exit_code_2(capsys):
    """Each on a line that editors can jump to."""
    Path("other.yaml").write_text(VALID + "serves: 1\n")
    assert main(["validate", "--specification", "other.yaml"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "\nother.yaml:4: serves: is not a key here; did you mean servers?\n" in err


def test_the_file_may_follow_the_command(capsys):
    """As for every program that looks at files."""
    Path("other.yaml").write_text(VALID)
    assert main(["validate", "other.yaml"]) == 0
    assert capsys.readouterr().out == "other.yaml is a valid specification of shop\n"


def test_two_files_are_refused(capsys):
    """Else one of them would not be looked at, without a word."""
    assert main(["validate", "one.yaml", "--specification", "other.yaml"]) == 2
    assert "two files are given: one.yaml and other.yaml" in capsys.readouterr().err


def test_json_lists_the_problems(capsys):
    """Programs read the parts, and the exit code is the same."""
    Path("bluegreen.yaml").write_text(VALID + "serves: 1\n")
    assert main(["validate", "-f", "json"]) == 2
    assert json.loads(capsys.readouterr().out) == [
        {
            "file": "bluegreen.yaml",
            "line": 4,
            "path": "serves",
            "rule": "is not a key here; did you mean servers?",
        }
    ]


def test_json_of_a_valid_specification_is_an_empty_list(capsys):
    """No problem is no special case."""
    Path("bluegreen.yaml").write_text(VALID)
    assert main(["validate", "-f", "json"]) == 0
    assert json.loads(capsys.readouterr().out) == []


def test_a_broken_file_elsewhere_is_the_one_to_validate_again(tmp_path, monkeypatch, capsys):
    """What is named after a mistake checks the file that has it."""
    monkeypatch.chdir(tmp_path)
    Path("other one.yaml").write_text("application: 5\n")
    main(["validate", "--specification", "other one.yaml"])

    told = capsys.readouterr().err.splitlines()[-1]
    assert told.endswith("then: bluegreen validate --specification 'other one.yaml'")


def test_a_missing_file_leads_to_init(capsys):
    """The first command of a newcomer may be this one."""
    assert main(["validate"]) == 2
    assert "next: bluegreen init, which writes one" in capsys.readouterr().err
