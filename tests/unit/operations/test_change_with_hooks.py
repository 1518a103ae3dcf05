# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Hooks and notifications after a plan: a cloud that does not answer then fails nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from support.acts import DEPLOY, SWITCH, UP
from support.fake_cloud import FakeProject
from support.operator import Operator
from support.worlds import SHOP, shop

from bluegreen.errors import CloudError
from bluegreen.model.tags import Colour

RETIRE = ("retire", "--to", "warm", "--yes")
RELEASE = ("release", "2.0", "--watch", "1s", "--yes")


@pytest.fixture
def operator(tmp_path: Path) -> Operator:
    """Somebody with hooks after every stage, in front of an application that is up."""
    hook = tmp_path / "hook.sh"
    hook.write_text("#!/bin/sh\ncat >>told\necho >>told\n")
    hook.chmod(0o755)
    stages = ("deploy", "switch", "rollback", "retire")
    hooks = ", ".join(f"after_{stage}: ./hook.sh" for stage in stages)
    operator = Operator(FakeProject(), tmp_path, f"{SHOP}hooks: {{{hooks}}}\n")
    operator.types(*UP, expect=0)
    return operator


def read_fails_after(project: FakeProject, call: str) -> None:
    """Let Neutron fail the first read that follows a plan whose last change is this call.

    Every plan ends with a look at the journal, for old entries.
    """
    project.calls.clear()
    left = ["once"]

    def fault(moment: str, now: str) -> None:
        if not left or (moment, now) != ("before", "addresses.find") or call not in project.calls:
            return
        if "GET software_configs" in project.calls[project.calls.index(call) :]:
            left.clear()
            raise CloudError("Neutron is not there")

    project.fault = fault


def told(folder: Path) -> list[dict[str, str]]:
    """Return what the hooks were told, in their order."""
    lines = (folder / "told").read_text().splitlines()
    return [json.loads(line) for line in lines if line]


@pytest.mark.parametrize(
    ("before", "words", "ends_with", "hook", "facts"),
    [
        ((), DEPLOY, "stacks.delete shop-green-r2", "after_deploy", ("green", "2.0", "r3")),
        (
            (DEPLOY,),
            SWITCH,
            "addresses.point preview vip-shop-blue",
            "after_switch",
            ("green", "2.0", "r3"),
        ),
        (
            (DEPLOY, SWITCH),
            ("rollback", "--yes"),
            "addresses.point preview vip-shop-green",
            "after_rollback",
            ("blue", "1.0", "r1"),
        ),
        (
            (DEPLOY, SWITCH),
            RETIRE,
            "stacks.resize shop-blue-r1",
            "after_retire",
            ("blue", "1.0", "r1"),
        ),
    ],
    ids=("deploy", "switch", "rollback", "retire"),
)
def test_a_read_that_fails_once_the_work_is_done_fails_nothing(
    operator: Operator,
    tmp_path: Path,
    before: tuple[tuple[str, ...], ...],
    words: tuple[str, ...],
    ends_with: str,
    hook: str,
    facts: tuple[str, str, str],
) -> None:
    """Exit code 0, and the hook runs all the same: it gets what the plan says."""
    for earlier in before:
        operator.types(*earlier, expect=0)
    (tmp_path / "told").unlink(missing_ok=True)
    read_fails_after(operator.project, ends_with)
    operator.types(*words, expect=0)

    last = told(tmp_path)[-1]
    assert last["hook"] == hook
    assert (last["side"], last["version"], last["release"]) == facts
    assert last["address"].endswith(":80")
    assert last["production"].endswith(":80")


def test_the_drain_goes_on_after_such_a_read(operator: Operator) -> None:
    """What belongs to a switch is done, and a sentence says that its state is not known."""
    operator.types(*DEPLOY, expect=0)
    read_fails_after(operator.project, "addresses.point preview vip-shop-blue")
    done = operator.types(*SWITCH, expect=0)

    assert "the current state could not be read: Neutron is not there" in done.err
    assert "No connections remain on blue." in done.err


def test_a_release_goes_on_after_such_a_read(operator: Operator) -> None:
    """Green is live by then: it is watched, and blue is retired."""
    read_fails_after(operator.project, "addresses.point preview vip-shop-blue")
    operator.types(*RELEASE, expect=0)

    application = shop(operator.project)
    assert application.live is application.green
    assert application.blue.members.total == 1


def test_a_read_that_fails_before_the_work_changes_nothing(operator: Operator) -> None:
    """A hook may refuse by what it gets, so it gets everything or nothing is done."""
    operator.types(*DEPLOY, expect=0)
    reads = 0

    def fault(moment: str, call: str) -> None:
        nonlocal reads
        reads += (moment, call) == ("before", "addresses.find")
        if reads == 2 and call == "addresses.find":
            raise CloudError("Neutron is not there")

    operator.project.fault = fault
    operator.types(*SWITCH, expect=1)

    live = shop(operator.project).live
    assert live is not None
    assert live.colour is Colour.BLUE
