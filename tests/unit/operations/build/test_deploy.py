# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""A version on the idle side: built, replaced, repeated after a failure, never on the live side."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.builders import EVERYTHING, deploy, names
from support.worlds import context_in, set_size, shop, shop_that_is_up, specification

from bluegreen.errors import Refused, StepFailed, Stuck
from bluegreen.model.data_plane import ProofSpec
from bluegreen.operations.build.needs import needs_of_deploy
from bluegreen.operations.build.plan import plan_deploy
from bluegreen.operations.executor import execute
from bluegreen.operations.switch.plan import plan_switch


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
    execute(plan_switch(shop(project), proof=ProofSpec()), context_in(project))
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
    execute(plan_switch(shop(project), proof=None), context_in(project))

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
    with pytest.raises(Stuck, match=r"failed after the point of no return: .* Quota exceeded"):
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
