# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Building and removing: from nothing, again, after a failure, and never the live side."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.fake_cloud import FakeProject
from support.worlds import context_in, set_size, shop, shop_that_is_up, specification

from bluegreen.cloud.errors import AnswerLost
from bluegreen.errors import BlueGreenError, Refused, StepFailed, Stuck
from bluegreen.model.address import Role
from bluegreen.model.data_plane import Demand
from bluegreen.model.tags import Colour
from bluegreen.operations.build.down import plan_down, plan_down_to_nothing
from bluegreen.operations.build.needs import needs_of_deploy, needs_of_up
from bluegreen.operations.build.plan import plan_deploy, plan_up
from bluegreen.operations.executor import execute
from bluegreen.operations.plan import Plan
from bluegreen.operations.switch.plan import plan_switch


def up(project: FakeProject, folder: Path, *colours: Colour) -> None:
    """Run `up 1.0`."""
    plan = plan_up(specification(folder), "1.0", shop(project), colours or tuple(Colour))
    execute(plan, context_in(project))


def deploy(project: FakeProject, folder: Path, version: str = "2.0") -> None:
    """Run `deploy`."""
    execute(plan_deploy(specification(folder), version, shop(project)), context_in(project))


def down(project: FakeProject) -> None:
    """Run `down --live`."""
    application = shop(project)
    execute(plan_down(application, allow_live=True), context_in(project))
    execute(plan_down_to_nothing(application), context_in(project))


def names(project: FakeProject) -> set[str]:
    """Return the names of all stacks."""
    return set(project.stacks)


EVERYTHING = {"shop", "shop-blue", "shop-green", "shop-blue-r1", "shop-green-r2"}


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
    """Heat's first failing resource and its reason are told; the rest stays for the next try."""
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
        "balancers.finish blue",
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


def test_deploy_replaces_the_idle_side_and_leaves_the_live_one(tmp_path: Path) -> None:
    """The new release has the next number; the older one of that side goes when it is healthy."""
    project = shop_that_is_up(tmp_path)
    live = project.stacks["shop-blue-r1"]
    deploy(project, tmp_path)

    assert names(project) == EVERYTHING - {"shop-green-r2"} | {"shop-green-r3"}
    assert project.stacks["shop-blue-r1"] is live
    assert project.calls.index("stacks.create shop-green-r3") < project.calls.index(
        "stacks.delete shop-green-r2"
    )
    green = shop(project).green.release
    assert green is not None
    assert green.version == "2.0"


def test_deploy_goes_to_whichever_side_is_idle(tmp_path: Path) -> None:
    """After a switch the other side gets the next release."""
    project = shop_that_is_up(tmp_path)
    execute(plan_switch(shop(project), demand=Demand()), context_in(project))
    deploy(project, tmp_path)

    assert "shop-blue-r3" in names(project)
    assert "shop-green-r2" in names(project)


def test_a_deploy_is_as_large_as_the_live_side_is_now(tmp_path: Path) -> None:
    """Five servers serve now; the specification says two; the new release gets five."""
    project = shop_that_is_up(tmp_path)
    set_size(project, "shop-blue-r1", 5)
    deploy(project, tmp_path)

    assert project.requests["shop-green-r3"].parameters["wanted"] == 5


@pytest.mark.parametrize("failure", ["build", "health"])
def test_a_failed_deploy_leaves_the_idle_side_as_it_was(tmp_path: Path, failure: str) -> None:
    """The new release is taken away again; the older one, and the live side, never noticed."""
    project = shop_that_is_up(tmp_path)
    if failure == "build":
        project.failing_stacks["shop-green-r3"] = "Quota exceeded"
    else:
        project.unhealthy.add("shop-green-r3/1")

    with pytest.raises(StepFailed, match="nothing is changed"):
        deploy(project, tmp_path)

    application = shop(project)
    assert names(project) == EVERYTHING
    assert application.live is application.blue
    assert [side.members.healthy for side in application.sides] == [2, 2]


def test_replacing_first_removes_the_older_release_before_the_new_one_is_built(
    tmp_path: Path,
) -> None:
    """Where quota is too small for both; the plan says that there is no rollback meanwhile."""
    project = shop_that_is_up(tmp_path)
    plan = plan_deploy(specification(tmp_path), "2.0", shop(project), replace_first=True)
    execute(plan, context_in(project))

    assert "until r3 is healthy there is no rollback" in plan.steps[1].describe()
    assert plan.steps[1].point_of_no_return
    assert names(project) == EVERYTHING - {"shop-green-r2"} | {"shop-green-r3"}
    order = [c for c in project.calls if c.startswith(("stacks.create", "stacks.delete"))]
    assert order == ["stacks.delete shop-green-r2", "stacks.create shop-green-r3"]


def test_replacing_first_leaves_a_side_alone_that_became_live_after_the_plan(
    tmp_path: Path,
) -> None:
    """Which side is idle is read again right before the first server goes."""
    project = shop_that_is_up(tmp_path)
    plan = plan_deploy(specification(tmp_path), "2.0", shop(project), replace_first=True)
    execute(plan_switch(shop(project), demand=None), context_in(project))

    with pytest.raises(Refused, match="production is no longer on blue"):
        execute(plan, context_in(project))

    assert names(project) == EVERYTHING


def test_a_failed_replacement_leaves_the_live_side_serving_and_can_be_repeated(
    tmp_path: Path,
) -> None:
    """What was removed cannot come back; the same command ends with the new version."""
    project = shop_that_is_up(tmp_path)
    project.failing_stacks["shop-green-r3"] = "Quota exceeded"
    plan = plan_deploy(specification(tmp_path), "2.0", shop(project), replace_first=True)
    with pytest.raises(Stuck, match=r"can no longer go back: .* Quota exceeded"):
        execute(plan, context_in(project))
    assert shop(project).blue.members.healthy == 2

    again = plan_deploy(specification(tmp_path), "2.0", shop(project), replace_first=True)
    execute(again, context_in(project))

    assert names(project) == EVERYTHING - {"shop-green-r2"} | {"shop-green-r4"}
    assert shop(project).green.members.healthy == 2


def test_replacing_first_needs_only_what_the_older_release_does_not_give_back(
    tmp_path: Path,
) -> None:
    """Two servers go and two come; without it two more are needed."""
    spec, application = specification(tmp_path), shop(shop_that_is_up(tmp_path))
    beside = needs_of_deploy(spec, "2.0", 2)
    instead = needs_of_deploy(spec, "2.0", 2, freed=application.idle)

    assert (beside.servers, beside.releases) == (2, 1)
    assert (instead.servers, instead.releases) == (0, 0)


def test_the_version_that_a_side_runs_can_be_deployed_again(tmp_path: Path) -> None:
    """It becomes a release of its own, with a new number, beside the live side's."""
    project = shop_that_is_up(tmp_path)
    deploy(project, tmp_path, "1.0")

    assert names(project) == EVERYTHING - {"shop-green-r2"} | {"shop-green-r3"}
    assert {r.version for r in shop(project).releases} == {"1.0"}


def test_a_number_that_the_journal_remembers_is_not_given_again(tmp_path: Path) -> None:
    """r3 failed and left no stack; the next release is r4, and the history stays readable."""
    project = shop_that_is_up(tmp_path)
    project.failing_stacks["shop-green-r3"] = "Quota exceeded"
    with pytest.raises(StepFailed):
        deploy(project, tmp_path)

    newest = project.cloud().journal.newest_release("shop")
    plan = plan_deploy(specification(tmp_path), "2.0", shop(project), newest=newest)
    execute(plan, context_in(project))

    assert newest == 3
    assert "shop-green-r4" in names(project)


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
