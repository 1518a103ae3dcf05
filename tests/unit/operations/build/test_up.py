# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Building everything and removing it: from nothing, again, and after a failure."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.builders import EVERYTHING, deploy, down, names, up
from support.fake_cloud import FakeProject
from support.worlds import context_in, shop, shop_that_is_up, specification

from bluegreen.cloud.errors import AnswerLost
from bluegreen.errors import BlueGreenError, Refused, StepFailed
from bluegreen.model.address import Role
from bluegreen.model.tags import Colour
from bluegreen.operations.build.down import plan_down
from bluegreen.operations.build.needs import needs_of_up
from bluegreen.operations.build.plan import plan_up
from bluegreen.operations.executor import execute
from bluegreen.operations.plan import Plan


def test_up_builds_both_sides_and_makes_the_first_one_live(tmp_path: Path) -> None:
    """From an empty project: blue is live, preview shows green, each release has a number."""
    project = shop_that_is_up(tmp_path)
    application = shop(project)

    assert names(project) == EVERYTHING
    assert application.live is application.blue
    assert application.side_at(application.preview) is application.green
    assert [side.members.healthy for side in application.sides] == [2, 2]


def test_up_of_one_side_leaves_the_other_for_later(tmp_path: Path) -> None:
    """`--sides blue` builds blue; a later `up` adds green, and blue stays live."""
    project = FakeProject()
    up(project, tmp_path, Colour.BLUE)
    assert names(project) == {"shop", "shop-blue", "shop-blue-r1"}

    up(project, tmp_path)

    application = shop(project)
    assert application.live is application.blue
    assert application.side_at(application.preview) is application.green


def test_up_again_makes_nothing(tmp_path: Path) -> None:
    """What is there is left alone."""
    project = shop_that_is_up(tmp_path)
    before = dict(project.stacks), dict(project.addresses)
    up(project, tmp_path)

    assert (dict(project.stacks), dict(project.addresses)) == before
    assert not [call for call in project.calls if ".create" in call or ".allocate" in call]


def test_up_of_another_version_is_refused(tmp_path: Path) -> None:
    """`up` never replaces what a side runs."""
    project = shop_that_is_up(tmp_path)
    plan = plan_up(specification(tmp_path), "2.0", shop(project))

    with pytest.raises(Refused, match=r"blue already runs 1\.0"):
        execute(plan, context_in(project))

    assert names(project) == EVERYTHING


def test_a_failed_up_says_what_failed_and_is_continued_by_the_same_command(
    tmp_path: Path,
) -> None:
    """Heat's first failing resource and its reason are named; the rest stays for the next try."""
    project = FakeProject(failing_stacks={"shop-green-r2": "No valid host was found"})
    with pytest.raises(StepFailed, match="No valid host was found"):
        up(project, tmp_path)

    project.failing_stacks.clear()
    up(project, tmp_path)

    application = shop(project)
    assert names(project) == EVERYTHING
    assert application.live is application.blue
    assert application.green.members.healthy == 2


@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize(
    "call",
    [
        "stacks.create shop",
        "stacks.create shop-blue",
        "stacks.create shop-blue-r1",
        "addresses.allocate production",
        "balancers.apply_settings blue",
        "addresses.point production vip-shop-blue",
    ],
)
def test_up_ends_well_when_an_answer_is_lost_and_it_is_run_again(
    tmp_path: Path, call: str, moment: str
) -> None:
    """Whatever the lost request did, the same command ends with both sides up, nothing twice."""
    project = FakeProject()
    left = [AnswerLost("no answer")]

    def fault(now: str, called: str) -> None:
        if (now, called) == (moment, call) and left:
            raise left.pop()

    project.fault = fault
    try:
        up(project, tmp_path)
    except BlueGreenError:
        up(project, tmp_path)

    application = shop(project)
    assert application.live is application.blue
    assert [len(side.releases) for side in application.sides] == [1, 1]
    assert [side.members.healthy for side in application.sides] == [2, 2]
    assert [a.role for a in project.addresses.values()].count(Role.PRODUCTION) == 1


def test_up_after_down_goes_on_counting(tmp_path: Path) -> None:
    """The journal outlives the application's stacks."""
    project = shop_that_is_up(tmp_path)
    deploy(project, tmp_path)
    down(project)
    newest = project.cloud().journal.newest_release("shop")
    execute(
        plan_up(specification(tmp_path), "1.0", shop(project), newest=newest), context_in(project)
    )

    assert {"shop-blue-r4", "shop-green-r5"} <= names(project)


def test_down_leaves_nothing(tmp_path: Path) -> None:
    """Every stack and both addresses go."""
    project = shop_that_is_up(tmp_path)
    down(project)

    assert (names(project), project.addresses) == (set(), {})


def test_down_of_a_live_application_is_refused(tmp_path: Path) -> None:
    """Unless it is named once more."""
    project = shop_that_is_up(tmp_path)
    plan: Plan = plan_down(shop(project), allow_live=False)

    with pytest.raises(Refused, match="production points at blue"):
        execute(plan, context_in(project))

    assert names(project) == EVERYTHING


def test_the_needs_of_up_are_what_is_not_there_yet(tmp_path: Path) -> None:
    """An empty project needs everything, a complete one nothing."""
    spec = specification(tmp_path)
    empty = needs_of_up(spec, "1.0", shop(FakeProject()), tuple(Colour))
    complete = needs_of_up(spec, "1.0", shop(shop_that_is_up(tmp_path)), tuple(Colour))

    assert (empty.servers, empty.sides, empty.routers, empty.addresses) == (4, 2, 1, 2)
    assert (complete.servers, complete.sides, complete.routers, complete.addresses) == (0, 0, 0, 0)
