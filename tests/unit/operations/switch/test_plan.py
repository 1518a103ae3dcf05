# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The switch and the rollback: prechecks, order, read-back, going back."""

from __future__ import annotations

from dataclasses import replace

import pytest
from support.fake_cloud import FakeProject
from support.switches import DEMAND, preview, switch
from support.worlds import context_in, live, set_size, shop

from bluegreen.errors import Refused
from bluegreen.model.address import Role
from bluegreen.model.tags import Colour
from bluegreen.operations.executor import execute
from bluegreen.operations.switch.plan import plan_rollback, plan_switch


def moves(project: FakeProject) -> list[str]:
    """Return the calls that moved an address, in order."""
    return [call for call in project.calls if call.startswith("addresses.point")]


def test_a_switch_makes_the_idle_side_live_and_shows_the_old_one_on_preview(
    project: FakeProject,
) -> None:
    """The two addresses change places."""
    switch(project)

    assert (live(project), preview(project)) == (Colour.GREEN, Colour.BLUE)


def test_production_goes_from_port_to_port_and_never_by_way_of_nothing(
    project: FakeProject,
) -> None:
    """Disassociate-then-associate loses requests; the switch makes one production request."""
    switch(project)

    assert moves(project) == [
        "addresses.point preview None",
        "addresses.point production vip-shop-green",
        "addresses.point preview vip-shop-blue",
    ]


def test_a_rollback_is_the_same_list_with_the_sides_exchanged(project: FakeProject) -> None:
    """One call moves production back, and preview shows the new version again."""
    switch(project)
    project.calls.clear()
    execute(plan_rollback(shop(project), proof=DEMAND), context_in(project))

    assert (live(project), preview(project)) == (Colour.BLUE, Colour.GREEN)
    assert moves(project) == [
        "addresses.point preview None",
        "addresses.point production vip-shop-blue",
        "addresses.point preview vip-shop-green",
    ]


def test_switching_to_the_live_side_changes_nothing(project: FakeProject) -> None:
    """A repeated command finds its work done."""
    switch(project, Colour.BLUE)

    assert moves(project) == []
    assert live(project) is Colour.BLUE


@pytest.mark.parametrize("servers", [["shop-green-r2/0"], ["shop-green-r2/0", "shop-green-r2/1"]])
def test_an_unhealthy_idle_side_is_refused_and_nothing_moves(
    project: FakeProject, servers: list[str]
) -> None:
    """Every wanted server of the new side answers before the switch is allowed."""
    project.unhealthy.update(servers)

    with pytest.raises(Refused, match="healthy"):
        switch(project)

    assert moves(project) == []


def test_a_side_smaller_than_the_live_one_is_refused(project: FakeProject) -> None:
    """Traffic never lands on a side that is smaller than the one that serves it now."""
    set_size(project, "shop-blue-r1", 5)

    with pytest.raises(Refused, match="green has 2 healthy servers, blue has 5") as refused:
        switch(project)

    assert "bluegreen deploy VERSION" in refused.value.next_step
    assert moves(project) == []


def test_a_refused_switch_to_the_previous_side_names_the_rollback_that_grows_it(
    project: FakeProject,
) -> None:
    """A switch never waits for servers; a rollback to a side that was shrunk does."""
    switch(project)
    set_size(project, "shop-blue-r1", 1)
    project.stacks["shop-blue-r1"] = replace(
        project.stacks["shop-blue-r1"],
        facts={**project.stacks["shop-blue-r1"].facts, "wanted": "1"},
    )

    with pytest.raises(Refused, match="blue has 1 healthy server, green has 2") as refused:
        switch(project)

    assert refused.value.next_step == "bluegreen rollback shop, which scales blue out first"


@pytest.mark.parametrize("ticks", [0, 1], ids=["new release in the making", "both complete"])
def test_a_side_in_the_middle_of_a_deploy_is_refused(project: FakeProject, ticks: int) -> None:
    """A deploy that was killed leaves two releases behind one balancer: users would meet both."""
    request = project.requests["shop-green-r2"]
    tags = [tag.replace("release=r2", "release=r3") for tag in request.tags]
    project.hand().stacks.create(replace(request, name="shop-green-r3", tags=tags))
    for _ in range(ticks):
        project.tick()

    with pytest.raises(Refused, match=r"green has r3 \(.*\), r2 \(complete\)") as refused:
        switch(project)

    assert refused.value.next_step.startswith("bluegreen resume shop")
    assert moves(project) == []


def test_an_expectation_that_is_wrong_is_refused(project: FakeProject) -> None:
    """The caller may say which side they believe is live; a stale belief changes nothing."""
    plan = plan_switch(shop(project), expected=Colour.GREEN, proof=DEMAND)

    with pytest.raises(Refused, match="blue is live, green was expected"):
        execute(plan, context_in(project))

    assert moves(project) == []


def test_production_on_a_port_of_neither_side_is_refused(project: FakeProject) -> None:
    """Somebody moved production by hand: say what is seen, move nothing."""
    production = next(a for a in project.addresses.values() if a.role is Role.PRODUCTION)
    project.addresses[production.id] = replace(production, port_id="strange")

    with pytest.raises(Refused, match="port strange, which is neither side's"):
        switch(project, Colour.GREEN)

    assert moves(project) == []
