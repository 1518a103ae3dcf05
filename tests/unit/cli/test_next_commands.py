# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What is printed as next after a refusal leads on, and not in a circle."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.fake_cloud import FakeProject
from support.operator import Operator
from support.worlds import shop, shop_that_is_up, stop_server


@pytest.fixture
def operator(tmp_path: Path) -> Operator:
    """Somebody whose blue side is live with 1.0."""
    return Operator(shop_that_is_up(tmp_path), tmp_path)


@pytest.mark.parametrize(
    ("words", "next_step"),
    [
        (("down", "--yes"), "bluegreen down shop --live shop, to remove it all the same"),
        (("up", "2.0", "--yes"), "bluegreen deploy 2.0"),
    ],
    ids=lambda case: case[0] if isinstance(case, tuple) else None,
)
def test_a_refusal_names_the_command_that_does_what_was_wanted(
    operator: Operator, words: tuple[str, ...], next_step: str
) -> None:
    """Nothing was interrupted, so there is nothing that a resume could end."""
    refused = operator.types(*words, expect=1)

    assert refused.err.endswith(f"next: {next_step}\n")


@pytest.mark.parametrize("verb", ["deploy", "release"])
def test_a_version_is_built_on_a_side_that_is_not_there_yet(tmp_path: Path, verb: str) -> None:
    """After `up --sides blue` nothing else builds the other side, and that is named."""
    operator = Operator(FakeProject(), tmp_path)
    operator.types("up", "1.0", "--sides", "blue", "--yes", expect=0)
    refused = operator.types(verb, "2.0", "--yes", expect=1)

    assert refused.next_command == ["up", "2.0", "--sides", "green"]
    operator.types(*refused.next_command, "--yes", expect=0)
    operator.types("switch", "--expect-version", "2.0", "--yes", expect=0)


@pytest.mark.parametrize("verb", ["switch", "rollback"])
def test_a_side_with_dead_servers_is_repaired_first(operator: Operator, verb: str) -> None:
    """A resume would find nothing to end, and the next try would be refused again."""
    for address in operator.project.servers("shop-green-r2"):
        stop_server(operator.project, address)
    refused = operator.types(verb, "--yes", expect=1)

    assert "wait if servers are still booting, else: bluegreen repair green shop" in refused.err
    operator.types("repair", "green", "--yes", expect=0)
    operator.types(verb, "--yes", expect=0)


@pytest.mark.parametrize(
    "words",
    [
        ("check",),
        ("scale", "green", "--count", "3", "--max", "3", "--yes"),
        ("repair", "green", "--yes"),
    ],
)
def test_a_side_that_runs_nothing_needs_a_version(
    operator: Operator, words: tuple[str, ...]
) -> None:
    """A check of it has not passed: nothing was checked."""
    operator.types("retire", "--to", "remove", "--yes", expect=0)
    refused = operator.types(*words, expect=1)

    assert "green runs nothing" in refused.err
    assert refused.next_command == ["deploy", "VERSION"]
    assert shop(operator.project).green.release is None
