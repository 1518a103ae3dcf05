# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""`--break-lease`: another's lease is broken for what will be done, and by nobody's oversight."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from pathlib import Path

import pytest
from support.acts import DEPLOY, UP
from support.fake_cloud import FakeProject
from support.operator import Operator
from support.worlds import shop

from bluegreen.model.tags import Colour

BREAK = "--break-lease"


class Terminal(io.StringIO):
    """A terminal with somebody typing."""

    def isatty(self) -> bool:
        """Say so."""
        return True


@pytest.fixture
def operator(tmp_path: Path) -> Operator:
    """Somebody who finds alice's lease on an application whose idle side has 2.0."""
    operator = Operator(FakeProject(), tmp_path)
    operator.types(*UP, expect=0)
    operator.types(*DEPLOY, expect=0)
    take(operator, "alice")
    return operator


def take(operator: Operator, owner: str) -> None:
    """Let another operator take the lease."""
    operator.project.cloud().leases.take("shop", owner, "release 3.0", timedelta(minutes=2))


def holder(operator: Operator) -> str | None:
    """Return who holds the lease."""
    found = operator.project.cloud().leases.holder("shop")
    return found.lease.owner if found else None


@pytest.mark.parametrize(
    "words",
    [
        ("switch",),
        ("retire", "--to", "warm"),
        ("deploy", "3.0"),
        ("scale", "green", "--count", "3", "--max", "3"),
        ("resume",),
        ("down", "--live", "shop"),
        ("release", "2.0"),
        ("drain", "--cut"),
    ],
    ids=lambda words: words[0],
)
def test_nothing_is_broken_where_nobody_can_agree(
    operator: Operator, words: tuple[str, ...]
) -> None:
    """No terminal and no --yes: exit code 2, and alice works on."""
    operator.types(*words, BREAK, expect=2)

    assert holder(operator) == "alice"


def test_nothing_is_broken_for_a_way_back_where_nobody_can_agree(operator: Operator) -> None:
    """The same once there is a way back."""
    operator.types("switch", BREAK, "--yes", expect=0)
    take(operator, "alice")
    operator.types("rollback", BREAK, expect=2)

    assert holder(operator) == "alice"


def test_nothing_is_broken_after_a_no(operator: Operator, monkeypatch: pytest.MonkeyPatch) -> None:
    """The plan is shown first; the question names whose lease it is."""
    monkeypatch.setattr("sys.stdin", Terminal("n\n"))
    done = operator.types("switch", BREAK, expect=1)

    assert "Move the production address" in done.err
    assert "Break the lease of alice (release 3.0)? [y/N]" in done.err
    assert holder(operator) == "alice"


def test_nothing_is_broken_for_what_a_guard_refuses(operator: Operator) -> None:
    """Nobody is stopped for a switch that does not happen."""
    operator.project.unhealthy.add("shop-green-r3/0")
    done = operator.types("switch", BREAK, "--yes", expect=1)

    assert "green has 1 healthy server of 2 wanted" in done.err
    assert holder(operator) == "alice"


def test_the_plan_is_made_again_once_the_lease_is_broken(
    operator: Operator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its holder may have been at work until then; so that is shown and asked about as always."""
    monkeypatch.setattr("sys.stdin", Terminal("y\ny\n"))
    done = operator.types("switch", BREAK, expect=0)

    assert done.err.count("Move the production address") >= 2
    assert "Broke the lease of alice" in done.err
    assert "Switch of shop to green? [y/N]" in done.err
    live = shop(operator.project).live
    assert live is not None
    assert live.colour is Colour.GREEN


def test_another_lease_than_the_one_agreed_on_is_not_broken(
    operator: Operator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While the question waits for an answer, alice ends and bob begins."""

    class Slowly(Terminal):
        def readline(self, size: int | None = -1, /) -> str:
            operator.project.cloud().leases.break_lease("shop")
            take(operator, "bob")
            return "y\n"

    monkeypatch.setattr("sys.stdin", Slowly())
    done = operator.types("switch", BREAK, expect=1)

    assert re.search(r"error: bob .*is changing shop", done.err)
    assert holder(operator) == "bob"


def test_a_rehearsal_of_the_way_back_breaks_no_lease(operator: Operator) -> None:
    """It changes nothing, so nobody is stopped for it."""
    operator.types("rollback", "--rehearse", BREAK, "--yes", expect=2)

    assert holder(operator) == "alice"
