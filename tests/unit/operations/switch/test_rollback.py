# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The way back to a side that was shrunk or removed: grown first, or refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.fake_cloud import FakeProject
from support.faults import strike
from support.worlds import context_in, set_size, shop, shop_that_is_up

from bluegreen.cloud.errors import AnswerLost, Conflict
from bluegreen.errors import Refused, RolledBack, StepFailed
from bluegreen.model.data_plane import ProofSpec
from bluegreen.model.quota import Shortage
from bluegreen.model.tags import Colour
from bluegreen.operations.executor import execute
from bluegreen.operations.plan import Plan
from bluegreen.operations.retire.plan import Fate, plan_retire
from bluegreen.operations.scale.scale_out import scale_out_needs, servers_to_make
from bluegreen.operations.switch.plan import plan_rollback, plan_switch

NO_QUOTA = Shortage("quota: 1 servers needed, 0 left", "openstack quota show", of_quota=True)


def switched_and_retired(folder: Path, to: Fate) -> FakeProject:
    """Return a project in which green is live and blue, the previous side, is retired."""
    project = shop_that_is_up(folder)
    execute(plan_switch(shop(project), proof=ProofSpec()), context_in(project))
    execute(plan_retire(shop(project), to=to), context_in(project))
    project.calls.clear()
    return project


@pytest.fixture
def project(tmp_path: Path) -> FakeProject:
    """An application whose green side is live with two servers, and blue warm with one."""
    return switched_and_retired(tmp_path, "warm")


def plan(project: FakeProject, *shortages: Shortage, allow_smaller: bool = False) -> Plan:
    """Plan as the command does."""
    return plan_rollback(
        shop(project), proof=ProofSpec(), shortages=shortages, allow_smaller=allow_smaller
    )


def rollback(project: FakeProject) -> None:
    """Roll back as the command does."""
    execute(plan(project), context_in(project))


def state(project: FakeProject) -> tuple[Colour | None, int, int]:
    """Return the live side, and how many healthy servers blue and green have."""
    application = shop(project)
    live = application.live
    healthy = (side.members.healthy for side in application.sides)
    return (live.colour if live else None, *healthy)  # type: ignore[return-value]


AS_IT_WAS = (Colour.GREEN, 1, 2)


def test_a_shrunk_side_is_grown_before_production_moves(project: FakeProject) -> None:
    """The old side takes the traffic only with as many healthy servers as serve it now."""
    rollback(project)

    assert state(project) == (Colour.BLUE, 2, 2)
    order = [
        "stacks.resize shop-blue-r1",
        "addresses.point preview None",
        "addresses.point production vip-shop-blue",
    ]
    assert [call for call in project.calls if call in order] == order


def test_the_old_side_becomes_as_large_as_the_live_one_is_now(project: FakeProject) -> None:
    """Scaling has made five servers of the live side's two: five come back."""
    set_size(project, "shop-green-r2", 5)
    rollback(project)

    assert state(project) == (Colour.BLUE, 5, 5)


def test_the_growth_is_reported_beforehand(project: FakeProject) -> None:
    """The plan says how large the side is, how large it becomes, and that it is waited for."""
    planned = plan(project)

    assert "blue has 1 healthy server, green has 2: blue scales out first" in {
        precheck.sentence for precheck in planned.prechecks
    }
    assert [step.describe() for step in planned.steps[:2]] == [
        "Scale out shop-blue-r1 from 1 server to 2.",
        "Wait until 2 servers of shop-blue-r1 pass their health checks.",
    ]


def test_a_side_that_was_not_shrunk_goes_live_at_once(tmp_path: Path) -> None:
    """A warm side of full size needs no Heat for a rollback."""
    project = switched_and_retired(tmp_path, "keep")
    rollback(project)

    assert state(project) == (Colour.BLUE, 2, 2)
    assert not [call for call in project.calls if call.startswith("stacks.resize")]


def test_a_live_side_that_serves_nobody_is_left_without_waiting_for_servers(
    project: FakeProject,
) -> None:
    """One healthy server is more than none, so nothing is grown first."""
    project.unhealthy.update(project.servers("shop-green-r2"))
    rollback(project)

    assert state(project) == (Colour.BLUE, 1, 0)


def test_a_side_that_cannot_grow_for_quota_is_refused(project: FakeProject) -> None:
    """The new side is never taken out when the old could not be brought back."""
    with pytest.raises(
        Refused, match="blue cannot scale out \\(quota: 1 servers needed"
    ) as refused:
        execute(plan(project, NO_QUOTA), context_in(project))

    assert "openstack quota show" in refused.value.next_step
    assert "--allow-smaller" in refused.value.next_step
    assert state(project) == AS_IT_WAS
    changes = ("stacks.resize", "addresses.point")
    assert not [call for call in project.calls if call.startswith(changes)]


def test_a_side_that_heat_cannot_grow_leaves_the_live_side_live(project: FakeProject) -> None:
    """Heat's first failing resource is named; the old side has its one server again."""
    project.failing_stacks["shop-blue-r1"] = "No valid host was found"

    with pytest.raises(StepFailed, match=r"nothing is changed: .* No valid host was found"):
        rollback(project)

    assert state(project) == AS_IT_WAS
    assert not [call for call in project.calls if call.startswith("addresses.point")]


def test_a_side_that_does_not_become_healthy_in_time_leaves_the_live_side_live(
    project: FakeProject,
) -> None:
    """Servers that exist and do not answer are no way back."""
    project.unhealthy.add("shop-blue-r1/1")

    with pytest.raises(StepFailed, match="only 1 of 2 servers of shop-blue-r1 became healthy"):
        rollback(project)

    assert state(project) == AS_IT_WAS
    assert not [call for call in project.calls if call.startswith("addresses.point")]


def test_a_smaller_side_is_taken_as_it_is_when_told_to(project: FakeProject) -> None:
    """In an emergency one old server may be better than two wrong ones."""
    execute(plan(project, NO_QUOTA, allow_smaller=True), context_in(project))

    assert state(project) == (Colour.BLUE, 1, 2)


def test_a_growth_that_was_killed_is_finished_by_the_same_command(project: FakeProject) -> None:
    """The servers are on their way; the same rollback waits for them and then moves."""
    planned = plan(project)
    planned.steps[0].apply(context_in(project))
    project.unhealthy.add("shop-blue-r1/1")
    again = plan(project)
    project.unhealthy.clear()
    execute(again, context_in(project))

    assert again.steps[0].name == "wait-until-healthy-shop-blue-r1"
    assert state(project) == (Colour.BLUE, 2, 2)


def test_a_rollback_that_is_taken_back_shrinks_the_old_side_again(project: FakeProject) -> None:
    """When the old side does not answer on production, all is as it was: exit 3."""
    strike(project, "before", "data_plane.prove production", lambda: StepFailed("no answer"))

    with pytest.raises(RolledBack, match="no answer"):
        rollback(project)

    assert state(project) == AS_IT_WAS


@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize("trouble", [AnswerLost, Conflict])
def test_a_growth_whose_answer_is_lost_is_asked_for_again(
    project: FakeProject, moment: str, trouble: type[AnswerLost | Conflict]
) -> None:
    """The same size twice is as good as once."""
    strike(project, moment, "stacks.resize shop-blue-r1", lambda: trouble("no answer"))
    rollback(project)

    assert state(project) == (Colour.BLUE, 2, 2)


def test_a_removed_side_is_refused_with_what_to_do(tmp_path: Path) -> None:
    """There is nothing to go back to; the old version is deployed again instead."""
    project = switched_and_retired(tmp_path, "remove")

    with pytest.raises(Refused, match="blue runs nothing: its release was removed") as refused:
        rollback(project)

    assert "bluegreen deploy VERSION" in refused.value.next_step
    assert state(project) == (Colour.GREEN, 0, 2)


def test_a_side_that_is_just_being_removed_is_refused(project: FakeProject) -> None:
    """Its servers may still answer, and will not for long."""
    release = shop(project).blue.release
    assert release is not None
    project.hand().stacks.delete(release.stack)

    with pytest.raises(Refused, match="its release is being removed"):
        rollback(project)


def test_what_growth_needs_is_asked_of_the_release_itself(project: FakeProject) -> None:
    """Image, flavor and key pair come from the stack: a rollback needs no specification."""
    application = shop(project)
    servers = servers_to_make(application, Colour.BLUE)
    needs = scale_out_needs(project.cloud().stacks.parameters("shop-blue-r1"), servers)

    assert (needs.image, needs.flavor, needs.key_pair) == ("web", "small", None)
    assert (needs.servers, needs.releases, needs.external_network) == (1, 0, None)
