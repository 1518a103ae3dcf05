# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The switch and the rollback: guards, order, read-back, going back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from support.fake_clock import FakeClock
from support.fake_cloud import FakeProject
from support.faults import just_before, strike
from support.worlds import context_in, set_size, shop, shop_that_is_up

from bluegreen.cloud.errors import AnswerLost, Busy, Conflict, RevisionChanged
from bluegreen.errors import BlueGreenError, Refused, RolledBack, StepFailed, Stuck
from bluegreen.model.address import Role
from bluegreen.model.data_plane import Demand
from bluegreen.model.lease import LeaseLost
from bluegreen.model.tags import Colour
from bluegreen.operations.executor import execute
from bluegreen.operations.lease_acquisition import take_within
from bluegreen.operations.switch.plan import plan_rollback, plan_switch

DEMAND = Demand()


@pytest.fixture
def project(tmp_path: Path) -> FakeProject:
    """An application whose blue side is live."""
    return shop_that_is_up(tmp_path)


def switch(project: FakeProject, to: Colour | None = None) -> None:
    """Switch as the command does."""
    execute(plan_switch(shop(project), to, demand=DEMAND), context_in(project))


def live(project: FakeProject) -> Colour | None:
    """Return the live side."""
    side = shop(project).live
    return side.colour if side else None


def preview(project: FakeProject) -> Colour | None:
    """Return the side that the preview address shows."""
    application = shop(project)
    side = application.side_at(application.preview)
    return side.colour if side else None


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
    execute(plan_rollback(shop(project), demand=DEMAND), context_in(project))

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

    assert "bluegreen deploy VERSION" in refused.value.run_next
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

    assert refused.value.run_next == "bluegreen rollback shop, which scales blue out first"


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

    assert refused.value.run_next.startswith("bluegreen resume shop")
    assert moves(project) == []


def test_an_expectation_that_is_wrong_is_refused(project: FakeProject) -> None:
    """The caller may say which side they believe is live; a stale belief changes nothing."""
    plan = plan_switch(shop(project), expected=Colour.GREEN, demand=DEMAND)

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


def test_an_unproved_switch_is_taken_back(
    project: FakeProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the new side does not answer on production, the old side is live again: exit 3."""
    strike(project, "before", "data_plane.prove production", lambda: StepFailed("no answer"))

    with pytest.raises(RolledBack, match="no answer"):
        switch(project)

    assert (live(project), preview(project)) == (Colour.BLUE, Colour.GREEN)


@pytest.mark.parametrize("trouble", [AnswerLost, Busy])
@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize(
    "call",
    [
        "addresses.point preview None",
        "addresses.point production vip-shop-green",
        "addresses.point preview vip-shop-blue",
    ],
)
def test_a_lost_answer_is_read_back_and_the_switch_goes_on(
    project: FakeProject, call: str, moment: str, trouble: type[BlueGreenError]
) -> None:
    """A request that got no answer may have acted; the switch looks, and never guesses."""
    strike(project, moment, call, lambda: trouble("no answer"))

    switch(project)

    assert (live(project), preview(project)) == (Colour.GREEN, Colour.BLUE)


def test_a_revision_that_only_grew_does_not_stop_the_switch(project: FakeProject) -> None:
    """Neutron's agents write the status and bump the revision; the port is what counts."""
    call = "addresses.point production vip-shop-green"
    strike(project, "before", call, lambda: RevisionChanged("revision is 9"))

    switch(project)

    assert live(project) is Colour.GREEN


def test_a_production_address_that_somebody_else_moved_is_left_alone(
    project: FakeProject,
) -> None:
    """Between observing and moving, another tool moved production: stop, and touch it no more."""
    production = next(a for a in project.addresses.values() if a.role is Role.PRODUCTION)

    def moved_by_another() -> BlueGreenError:
        now = project.addresses[production.id]
        project.addresses[production.id] = replace(now, port_id="strange", revision=99)
        return RevisionChanged("revision is 99")

    strike(project, "before", "addresses.point production vip-shop-green", moved_by_another)

    with pytest.raises(StepFailed, match="somebody else moved"):
        switch(project)

    assert project.addresses[production.id].port_id == "strange"
    assert preview(project) is Colour.GREEN


def test_a_move_that_the_cloud_refused_is_no_rollback(project: FakeProject) -> None:
    """Production never left the old side, so this is exit code 1: nothing is changed."""
    call = "addresses.point production vip-shop-green"
    strike(project, "before", call, lambda: Conflict("the port is busy"))

    with pytest.raises(StepFailed, match="nothing is changed: the port is busy"):
        switch(project)

    assert (live(project), preview(project)) == (Colour.BLUE, Colour.GREEN)


def test_a_switch_that_cannot_be_undone_is_stuck(project: FakeProject) -> None:
    """Neither done nor undone has its own exit code, and names the next command."""

    def broken_for_ever(moment: str, call: str) -> None:
        if call.startswith("addresses.point preview vip"):
            raise Conflict("port has a floating IP already")

    project.fault = broken_for_ever

    with pytest.raises(Stuck, match="undoing park-preview") as stuck:
        switch(project)

    assert stuck.value.run_next == "bluegreen resume shop"
    assert live(project) is Colour.BLUE


@pytest.mark.parametrize("taken", range(6))
def test_a_switch_killed_at_any_point_is_finished_by_the_same_command(
    project: FakeProject, taken: int
) -> None:
    """A plan follows from what is observed, so an interrupted prefix needs no memory."""
    plan = plan_switch(shop(project), Colour.GREEN, demand=DEMAND)
    run = context_in(project)
    for step in plan.steps[:taken]:
        step.apply(run)

    assert live(project) is not None
    switch(project, Colour.GREEN)

    assert (live(project), preview(project)) == (Colour.GREEN, Colour.BLUE)


@pytest.mark.parametrize("place", range(7))
def test_ctrl_c_in_any_step_leaves_blue_live_and_preview_on_green(
    project: FakeProject, place: int
) -> None:
    """The operator's interruption takes the switch back."""
    plan = plan_switch(shop(project), demand=DEMAND)
    interrupted = [call_of(step.name) for step in plan.steps]
    if interrupted[place] is None:
        pytest.skip(f"{plan.steps[place].name} makes no call that could be interrupted")
    strike(project, "before", interrupted[place] or "", KeyboardInterrupt)

    with pytest.raises((RolledBack, StepFailed)):
        execute(plan, context_in(project))

    assert (live(project), preview(project)) == (Colour.BLUE, Colour.GREEN)


def call_of(step: str) -> str | None:
    """Return the fake's call that a step makes."""
    return {
        "see-large-enough": "balancers.inspect",
        "prove-on-preview": "data_plane.prove preview",
        "measure-from-here": "data_plane.measure",
        "park-preview": "addresses.point preview None",
        "move-production": "addresses.point production vip-shop-green",
        "show-on-preview": "addresses.point preview vip-shop-blue",
        "prove-on-production": "data_plane.prove production",
    }.get(step)


def test_a_lease_that_is_lost_while_going_back_ends_the_going_back(project: FakeProject) -> None:
    """Another operator may be at work: what is not undone yet stays, and exit code 4 says so."""
    clock = FakeClock(project.tick)
    held = take_within(
        timedelta(0),
        project.cloud().leases,
        "shop",
        owner="ann",
        message="",
        clock=clock,
        say=lambda sentence: None,
    )

    def broken_by_another() -> BlueGreenError:
        project.cloud().leases.break_lease("shop")
        return StepFailed("no answer")

    strike(project, "before", "data_plane.prove production", broken_by_another)
    plan = plan_switch(shop(project), demand=DEMAND)

    with held, pytest.raises(LeaseLost, match="another operator may be changing it now"):
        execute(plan, context_in(project, lease=held))

    assert (live(project), preview(project)) == (Colour.GREEN, Colour.BLUE)


def test_servers_that_die_while_somebody_is_asked_are_seen_before_production_moves(
    project: FakeProject,
) -> None:
    """The guards were looked at before the question and the hook, which may take hours."""
    plan = plan_switch(shop(project), demand=DEMAND)
    project.unhealthy.add("shop-green-r2/0")

    with pytest.raises(Refused, match="blue has 2 servers now, green has 1 healthy server"):
        execute(plan, context_in(project))

    assert (live(project), preview(project)) == (Colour.BLUE, Colour.GREEN)
    assert not [call for call in project.calls if "point" in call]


def test_a_balancer_that_answers_without_a_healthy_server_is_no_proof(project: FakeProject) -> None:
    """It says by itself which side it is: asked for its servers too, it gives production back."""

    def servers_die(moment: str, call: str) -> None:
        if (moment, call) == ("after", "addresses.point production vip-shop-green"):
            project.unhealthy.update(project.servers("shop-green-r2"))

    project.fault = servers_die
    with pytest.raises(RolledBack, match="none of its servers is healthy"):
        switch(project)

    assert (live(project), preview(project)) == (Colour.BLUE, Colour.GREEN)


def test_a_side_without_a_server_is_no_proof(project: FakeProject) -> None:
    """Its balancer says by itself which side it is: a side that holds nothing gives production
    back.
    """

    def release_goes() -> None:
        del project.stacks["shop-green-r2"]

    just_before(project, "addresses.point production vip-shop-green", release_goes)
    with pytest.raises(RolledBack, match="it has no servers"):
        switch(project)

    assert (live(project), preview(project)) == (Colour.BLUE, Colour.GREEN)


def test_a_side_without_a_server_is_seen_on_preview_before_production_moves(
    project: FakeProject,
) -> None:
    """The proof on the preview address asks for servers too."""
    plan = replace(plan_switch(shop(project), demand=DEMAND), guards=())
    proof = next(step for step in plan.steps if step.name == "prove-on-preview")
    del project.stacks["shop-green-r2"]

    with pytest.raises(StepFailed, match="it has no servers"):
        proof.apply(context_in(project))


def when_moved(project: FakeProject, until: float) -> None:
    """Let Octavia not say how servers are from the move of production on, for some seconds."""
    moved = "addresses.point production vip-shop-green"

    def no_answer(moment: str, call: str) -> None:
        if call == "balancers.inspect" and moved in project.calls and project.seconds < until:
            raise AnswerLost("no answer from the load balancer service")

    project.fault = no_answer


def test_a_balancer_that_cannot_be_asked_for_its_servers_is_asked_again(
    project: FakeProject,
) -> None:
    """A missing answer for some seconds changes nothing."""
    clock = FakeClock(lambda: setattr(project, "seconds", clock.now()))
    run = context_in(project, clock=clock)
    plan = plan_switch(shop(project), demand=DEMAND)
    when_moved(project, until=30)

    execute(plan, run)

    assert live(project) is Colour.GREEN


def test_servers_of_which_nothing_is_known_are_neither_good_nor_bad(project: FakeProject) -> None:
    """Octavia tells nothing for a minute: production stays where it is, and a person must look."""
    plan = plan_switch(shop(project), demand=DEMAND)
    when_moved(project, until=float("inf"))

    with pytest.raises(
        Stuck, match="production is on green, but it is unknown how green's servers are"
    ):
        execute(plan, context_in(project))
    project.fault = lambda moment, call: None

    assert live(project) is Colour.GREEN


def test_an_answer_of_the_servers_themselves_needs_no_word_of_octavia(project: FakeProject) -> None:
    """A path of the application answers only where a server does."""
    plan = plan_switch(shop(project), demand=Demand(path="/version"))
    when_moved(project, until=float("inf"))

    execute(plan, context_in(project))
    project.fault = lambda moment, call: None

    assert live(project) is Colour.GREEN
