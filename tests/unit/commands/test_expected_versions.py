# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What a job tells the commands that it believes: between two stages somebody else may act."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from support.fake_cloud import FakeProject
from support.operator import Operator
from support.worlds import shop


@pytest.fixture
def operator(tmp_path: Path) -> Operator:
    """Somebody whose application has blue live with 1.0, and 2.0 on green."""
    operator = Operator(FakeProject(), tmp_path)
    operator.types("up", "1.0", "--yes", expect=0)
    operator.types("deploy", "2.0", "--yes", expect=0)
    return operator


def live(operator: Operator) -> str:
    """Return the live side."""
    side = shop(operator.project).live
    assert side is not None
    return str(side.colour)


def test_a_switch_is_refused_when_another_version_was_deployed_meanwhile(
    operator: Operator,
) -> None:
    """What was checked is 2.0; 3.0 is on the idle side now, and stays there."""
    operator.types("deploy", "3.0", "--yes", expect=0)
    refused = operator.types("switch", "--expect-version", "2.0", "--yes", expect=1)

    assert "green runs 3.0, 2.0 was expected" in refused.err
    assert live(operator) == "blue"


def test_a_switch_of_the_expected_version_goes_on(operator: Operator) -> None:
    """Run again, it does not go back to the version that was live before."""
    operator.types("switch", "--expect-version", "2.0", "--yes", expect=0)
    operator.types("switch", "--expect-version", "2.0", "--yes", expect=1)

    assert live(operator) == "green"


def test_a_version_that_never_went_live_is_not_rolled_back(operator: Operator) -> None:
    """Exit code 0 with the result: a plain rollback would have made 2.0 live, which failed."""
    operator.project.calls.clear()
    done = operator.types("rollback", "--if-live", "2.0", "--yes", "-f", "json", expect=0)

    assert "blue is live with 1.0: there is no 2.0 to take back." in done.err
    assert json.loads(done.out)["version"] == "1.0"
    assert live(operator) == "blue"
    assert not [call for call in operator.project.calls if call.startswith("addresses.point")]


def test_a_version_that_is_live_is_rolled_back(operator: Operator) -> None:
    """Once: run again, 2.0 is not live any more, and nothing moves."""
    operator.types("switch", "--yes", expect=0)
    for _ in range(2):
        operator.types("rollback", "--if-live", "2.0", "--yes", expect=0)

        assert live(operator) == "blue"


def test_the_same_version_on_both_sides_is_left_to_a_person(operator: Operator) -> None:
    """Going back would bring the same version, and the next time go forth again."""
    operator.types("deploy", "1.0", "--yes", expect=0)
    refused = operator.types("rollback", "--if-live", "1.0", "--yes", expect=1)

    assert "both sides of shop run 1.0" in refused.err
    assert live(operator) == "blue"
