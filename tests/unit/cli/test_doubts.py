# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What `bluegreen switch` says of checks: it runs none, and refuses nothing for it."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.acts import DEPLOY, SWITCH, UP
from support.fake_cloud import FakeProject
from support.operator import Operator
from support.worlds import SHOP

from bluegreen.errors import CloudError

CHECK = SHOP + "checks: [{name: smoke, command: {run: [./smoke.sh]}}]\n"
NOBODY = "r3 was not checked yet"


@pytest.fixture
def operator(tmp_path: Path) -> Operator:
    """Somebody whose idle side has 2.0, which nobody has checked."""
    operator = Operator(FakeProject(), tmp_path, CHECK)
    smoke(operator, 0)
    operator.types(*UP, expect=0)
    operator.types(*DEPLOY, expect=0)
    return operator


def smoke(operator: Operator, code: int) -> None:
    """Let the check end with a code."""
    script = operator.folder / "smoke.sh"
    script.write_text(f"#!/bin/sh\nexit {code}\n")
    script.chmod(0o755)


def test_a_release_that_nobody_has_checked_is_reported(operator: Operator) -> None:
    """With the plan, before the question; it goes live all the same."""
    shown = operator.types("switch", "--dry-run", expect=0)
    done = operator.types(*SWITCH, expect=0)

    assert NOBODY in shown.err
    assert done.err.index(NOBODY) < done.err.index("Move the production address")


def test_a_passed_check_needs_no_word(operator: Operator) -> None:
    """What is on record of another release does not count, and a passed one ends the matter."""
    smoke(operator, 0)
    operator.types("check", expect=0)

    assert "checked" not in operator.types(*SWITCH, expect=0).err


def test_a_check_that_did_not_pass_is_remembered(operator: Operator) -> None:
    """The last one counts."""
    smoke(operator, 0)
    operator.types("check", expect=0)
    smoke(operator, 1)
    operator.types("check", expect=1)

    assert "The last check of r3 did not pass: " in operator.types(*SWITCH, expect=0).err


def test_a_check_of_the_release_before_is_none_of_this_one(operator: Operator) -> None:
    """A new release on the same side has another number."""
    smoke(operator, 0)
    operator.types("check", expect=0)
    operator.types("deploy", "3.0", "--yes", expect=0)

    assert "r4 was not checked yet" in operator.types("switch", "--yes", expect=0).err


def test_a_journal_that_cannot_be_read_is_reported_and_stops_nothing(
    operator: Operator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The record decides nothing."""

    def silent(*_: object, **__: object) -> None:
        raise CloudError("Heat is not there")

    monkeypatch.setattr("bluegreen.cloud.journal.HeatJournal.entries", silent)
    done = operator.types(*SWITCH, expect=0)

    assert "Cannot tell whether r3 was checked: Heat is not there." in done.err
