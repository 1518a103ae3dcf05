# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What a job tells the commands that it believes: between two stages somebody else may act."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from support.acts import with_two_versions
from support.fake_cloud import FakeProject
from support.operator import Operator
from support.worlds import live, shop


@pytest.fixture
def operator(tmp_path: Path) -> Operator:
    """Somebody whose application has blue live with 1.0, and 2.0 on green."""
    return with_two_versions(FakeProject(), tmp_path)


def test_a_switch_is_refused_when_another_version_was_deployed_meanwhile(
    operator: Operator,
) -> None:
    """What was checked is 2.0; 3.0 is on the idle side now, and stays there."""
    operator.types("deploy", "3.0", "--yes", expect=0)
    refused = operator.types("switch", "--expect-version", "2.0", "--yes", expect=1)

    assert "green runs 3.0, 2.0 was expected" in refused.err
    assert live(operator.project) == "blue"


def test_a_switch_of_the_expected_version_goes_on(operator: Operator) -> None:
    """Run again, it does not go back to the version that was live before."""
    operator.types("switch", "--expect-version", "2.0", "--yes", expect=0)
    operator.types("switch", "--expect-version", "2.0", "--yes", expect=1)

    assert live(operator.project) == "green"


def test_a_version_that_never_went_live_is_not_rolled_back(operator: Operator) -> None:
    """Exit code 0 with the result: a plain rollback would have made 2.0 live, which failed."""
    operator.project.calls.clear()
    done = operator.types("rollback", "--if-live", "2.0", "--yes", "-f", "json", expect=0)

    assert "blue is live with 1.0: there is no 2.0 to roll back." in done.err
    assert json.loads(done.out)["version"] == "1.0"
    assert live(operator.project) == "blue"
    assert not [call for call in operator.project.calls if call.startswith("addresses.point")]


def test_a_version_that_is_live_is_rolled_back(operator: Operator) -> None:
    """Once: run again, 2.0 is not live any more, and nothing moves."""
    operator.types("switch", "--yes", expect=0)
    for _ in range(2):
        operator.types("rollback", "--if-live", "2.0", "--yes", expect=0)

        assert live(operator.project) == "blue"


def test_the_same_version_on_both_sides_is_left_to_a_person(operator: Operator) -> None:
    """Going back would bring the same version, and the next time go forth again."""
    operator.types("deploy", "1.0", "--allow-live", "--yes", expect=0)
    refused = operator.types("rollback", "--if-live", "1.0", "--yes", expect=1)

    assert "both sides of shop run 1.0" in refused.err
    assert live(operator.project) == "blue"


def test_the_way_back_is_not_replaced_by_what_is_live_already(operator: Operator) -> None:
    """`deploy 2.0` again, by mistake or by a build of an old number, would remove the warm 1.0."""
    operator.types("switch", "--yes", expect=0)

    refused = operator.types("deploy", "2.0", "--yes", expect=1)

    assert "2.0 is already live on green; on blue it would replace 1.0" in refused.err
    assert refused.next_command == ["deploy", "2.0", "--allow-live"]
    assert shop(operator.project).blue.release.version == "1.0"
    operator.types("deploy", "2.0", "--allow-live", "--yes", expect=0)
    assert shop(operator.project).blue.release.version == "2.0"
    operator.types("deploy", "2.0", "--yes", expect=0)


@pytest.mark.parametrize("verb", ["up", "deploy", "release"])
@pytest.mark.parametrize(
    "version",
    [
        *("", " ", "2,0", "2.0 ", "2\n0", "x" * 61),
        *('2"; id; "', "2'0", "$(id)", "2`id`", "2\\0", "2;0", "2|0", "2&0", "2>0", "{version}"),
        *(
            "2.0-\U0001f680",
            "\uff12.0",
            "2.0\u202e",
            "2\x1b[2J",
            "-2.0",
            "../2.0",
            "a/../../b",
            "=2.0",
        ),
    ],
)
def test_what_is_no_version_is_not_built(operator: Operator, verb: str, version: str) -> None:
    """A version is a word of a shell, a part of an image's name, and a tag.

    A pipeline whose variable is unset would replace the way back with a version of no name; of
    "2,0" Heat would keep the tag of a version 2; a character of four bytes leaves a stack behind
    that has no tags; and the right to start a job is no right to be root on its servers.
    """
    before = dict(operator.project.stacks)
    refused = operator.types(verb, version, "--yes", expect=2)

    assert (
        "is no version: it must be 1 to 60 characters of A-Z, a-z, 0-9 and . _ + ~ @ -"
        in refused.err
    )
    assert operator.project.stacks == before
