# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Retiring: only the idle side, only when nobody is connected, seen once more before acting."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from support.fake_cloud import FakeProject
from support.faults import just_before, strike
from support.worlds import context_in, set_size, shop, shop_that_is_up, specification

from bluegreen.cloud.errors import AnswerLost, Busy
from bluegreen.errors import BlueGreenError, Refused, StepFailed, Stuck
from bluegreen.model.address import Role
from bluegreen.operations.build.plan import plan_deploy
from bluegreen.operations.executor import execute
from bluegreen.operations.plan import Plan
from bluegreen.operations.retire.plan import Fate, plan_retire
from bluegreen.operations.switch.plan import plan_switch

EVERYTHING = {"shop", "shop-blue", "shop-green", "shop-blue-r1", "shop-green-r2"}


@pytest.fixture
def project(tmp_path: Path) -> FakeProject:
    """An application whose blue side is live; two servers each."""
    return shop_that_is_up(tmp_path)


def plan(project: FakeProject, to: Fate = "warm", *, ignore_connections: bool = False) -> Plan:
    """Plan as the command does."""
    application = shop(project)
    balancer = application.idle.balancer if application.idle else None
    connections = project.cloud().balancers.connections(balancer) if balancer else 0
    return plan_retire(
        application, to=to, connections=connections, ignore_connections=ignore_connections
    )


def retire(project: FakeProject, to: Fate = "warm", *, ignore_connections: bool = False) -> None:
    """Retire as the command does."""
    execute(plan(project, to, ignore_connections=ignore_connections), context_in(project))


def sizes(project: FakeProject) -> tuple[int, int]:
    """Return how many servers of blue and of green are healthy."""
    application = shop(project)
    return application.blue.members.healthy, application.green.members.healthy


def changes(project: FakeProject) -> list[str]:
    """Return the calls that changed a size or removed something."""
    return [c for c in project.calls if c.startswith(("stacks.resize", "stacks.delete"))]


def move_production(project: FakeProject, port: str) -> None:
    """Move production by hand."""
    production = next(a for a in project.addresses.values() if a.role is Role.PRODUCTION)
    project.addresses[production.id] = replace(production, port_id=port)


def test_a_warm_side_keeps_one_server_and_the_live_side_all(project: FakeProject) -> None:
    """The idle side costs little, and is there for a rollback."""
    retire(project)

    assert sizes(project) == (2, 1)
    green = shop(project).green.release
    assert green is not None
    assert (green.wanted, green.min, green.max) == (1, 2, 2)


def test_after_a_switch_it_is_the_other_side_that_retires(project: FakeProject) -> None:
    """Which side is idle is what the production address says, not what a side is called."""
    execute(plan_switch(shop(project), proof=None), context_in(project))
    retire(project)

    assert sizes(project) == (1, 2)


def test_retiring_again_changes_nothing(project: FakeProject) -> None:
    """A repeated command finds its work done."""
    retire(project)
    project.calls.clear()
    retire(project)

    assert changes(project) == []


def test_a_side_that_scaling_has_grown_is_shrunk_all_the_same(project: FakeProject) -> None:
    """The number that counts is that of the servers, not the one that was asked for once."""
    retire(project)
    set_size(project, "shop-green-r2", 3)
    retire(project)

    assert sizes(project) == (2, 1)


def test_a_removed_side_has_no_release_and_keeps_its_network_and_balancer(
    project: FakeProject,
) -> None:
    """The next deploy finds the side as `up` made it."""
    retire(project, "remove")

    assert set(project.stacks) == EVERYTHING - {"shop-green-r2"}
    assert sizes(project) == (2, 0)


def test_keeping_a_side_changes_nothing(project: FakeProject) -> None:
    """`keep` is for those who shrink nothing; connections do not stand in its way."""
    project.connected["lb-shop-green"] = 5
    retire(project, "keep")

    assert changes(project) == []


@pytest.mark.parametrize("to", ["warm", "remove"])
def test_a_side_with_connections_is_refused_with_their_number(
    project: FakeProject, to: Fate
) -> None:
    """Kept-alive connections stay on the old side after a switch; retiring would cut them."""
    project.connected["lb-shop-green"] = 3

    with pytest.raises(Refused, match="green has 3 open connections") as refused:
        retire(project, to)

    assert "--ignore-connections" in refused.value.next_step
    assert changes(project) == []


def test_a_side_with_connections_is_retired_when_told_to(project: FakeProject) -> None:
    """The operator may know that those clients come back on their own."""
    project.connected["lb-shop-green"] = 3
    retire(project, ignore_connections=True)

    assert sizes(project) == (2, 1)


@pytest.mark.parametrize("to", ["warm", "remove"])
def test_a_client_that_connects_after_the_plan_is_noticed(project: FakeProject, to: Fate) -> None:
    """The connections are counted again right before the first server would go."""
    planned = plan(project, to)
    project.connected["lb-shop-green"] = 1

    with pytest.raises(Refused, match="green has 1 open connection"):
        execute(planned, context_in(project))

    assert changes(project) == []


@pytest.mark.parametrize("to", ["warm", "remove"])
@pytest.mark.parametrize("port", ["vip-shop-green", "strange"])
def test_a_side_that_became_live_after_the_plan_is_left_alone(
    project: FakeProject, to: Fate, port: str
) -> None:
    """Production is read again right before acting, and must be on the other side for certain."""
    planned = plan(project, to, ignore_connections=True)
    move_production(project, port)

    with pytest.raises(Refused, match="production is no longer on blue"):
        execute(planned, context_in(project))

    assert changes(project) == []


@pytest.mark.parametrize("to", ["warm", "remove", "keep"])
def test_nothing_is_retired_while_no_side_is_live(project: FakeProject, to: Fate) -> None:
    """With production on a strange port there is no idle side, only two unknown ones."""
    move_production(project, "strange")

    with pytest.raises(Refused, match="neither side"):
        retire(project, to)

    assert changes(project) == []


@pytest.mark.parametrize("to", ["warm", "remove"])
def test_the_way_back_stays_while_the_live_side_serves_nobody(
    project: FakeProject, to: Fate
) -> None:
    """A dead live side needs its rollback: the idle side is not taken away from under it."""
    project.unhealthy.update(project.servers("shop-blue-r1"))

    with pytest.raises(Refused, match="blue is live and has 0 healthy server") as refused:
        retire(project, to)

    assert refused.value.next_step == "bluegreen rollback shop"
    assert changes(project) == []


def test_an_interrupted_deploy_is_ended_before_the_side_is_shrunk(
    project: FakeProject, tmp_path: Path
) -> None:
    """With two releases on a side, which of them is to stay warm is not for `retire` to guess."""
    planned = plan_deploy(specification(tmp_path), "2.0", shop(project))
    run = context_in(project)
    for step in planned.steps[:2]:
        step.apply(run)

    with pytest.raises(Refused, match=r"green has r3 \(complete\) and r2 \(complete\)") as refused:
        retire(project)

    assert "bluegreen resume shop" in refused.value.next_step
    assert changes(project) == []


@pytest.mark.parametrize("trouble", [AnswerLost, Busy])
@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize(
    ("to", "call"),
    [("warm", "stacks.resize shop-green-r2"), ("remove", "stacks.delete shop-green-r2")],
)
def test_a_lost_answer_ends_well(
    project: FakeProject, to: Fate, call: str, moment: str, trouble: type[BlueGreenError]
) -> None:
    """Whatever the lost request did, the command or the same command again ends it."""
    strike(project, moment, call, lambda: trouble("no answer"))
    try:
        retire(project, to)
    except (StepFailed, Stuck):
        retire(project, to)

    assert sizes(project) == (2, 1 if to == "warm" else 0)


def test_ctrl_c_while_it_shrinks_gives_the_servers_back(project: FakeProject) -> None:
    """Shrinking is undone; removing is the point of no return."""
    strike(project, "after", "stacks.resize shop-green-r2", KeyboardInterrupt)

    with pytest.raises(StepFailed, match="nothing is changed: interrupted by the operator"):
        retire(project)

    assert sizes(project) == (2, 2)


def test_a_removal_that_has_begun_is_not_undone(project: FakeProject) -> None:
    """What is being deleted cannot come back; the same command goes on."""
    strike(project, "after", "stacks.delete shop-green-r2", KeyboardInterrupt)
    with pytest.raises(
        Stuck, match="failed after the point of no return: interrupted by the operator"
    ):
        retire(project, "remove")

    retire(project, "remove")

    assert set(project.stacks) == EVERYTHING - {"shop-green-r2"}
    assert sizes(project) == (2, 0)


def test_the_look_is_the_last_thing_before_the_change(project: FakeProject) -> None:
    """Between counting connections and the first change only where production is is read again."""
    seen: list[str] = []
    just_before(project, "stacks.delete shop-green-r2", lambda: seen.extend(project.calls))
    retire(project, "remove")

    reads = [c for c in seen if not c.startswith(("POST", "PUT", "GET", "stacks.delete"))]
    look, at_the_deletion = (
        ["addresses.find", "balancers.connections green"],
        ["addresses.find", "balancers.find"],
    )
    assert reads[-4:] == [*look, *at_the_deletion]


def test_the_way_back_stays_while_the_live_side_is_in_the_middle_of_a_deploy(
    project: FakeProject,
) -> None:
    """Somebody moved production by hand onto a side that a killed deploy left with two releases."""
    request = project.requests["shop-blue-r1"]
    tags = [tag.replace("release=r1", "release=r3") for tag in request.tags]
    project.hand().stacks.create(replace(request, name="shop-blue-r3", tags=tags))
    project.tick()

    with pytest.raises(
        Refused, match="blue is live with r3 and r1, so the rollback target must stay"
    ):
        retire(project, "remove")

    assert changes(project) == []
