# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Servers that die after the plan are seen before production moves, or by the proof."""

from __future__ import annotations

from dataclasses import replace

import pytest
from support.fake_clock import FakeClock
from support.fake_cloud import FakeProject
from support.faults import just_before
from support.switches import DEMAND, preview, switch
from support.worlds import context_in, live, shop

from bluegreen.cloud.errors import AnswerLost
from bluegreen.errors import Refused, RolledBack, StepFailed, Stuck
from bluegreen.model.data_plane import ProofSpec
from bluegreen.model.tags import Colour
from bluegreen.operations.executor import execute
from bluegreen.operations.switch.plan import plan_switch


def test_servers_that_die_while_somebody_is_asked_are_seen_before_production_moves(
    project: FakeProject,
) -> None:
    """The prechecks were looked at before the question and the hook, which may take hours."""
    plan = plan_switch(shop(project), proof=DEMAND)
    project.unhealthy.add("shop-green-r2/0")

    with pytest.raises(Refused, match="blue has 2 servers now, green has 1 healthy server"):
        execute(plan, context_in(project))

    assert (live(project), preview(project)) == (Colour.BLUE, Colour.GREEN)
    assert not [call for call in project.calls if "point" in call]


def test_a_balancer_that_answers_without_a_healthy_server_is_no_proof(project: FakeProject) -> None:
    """It says on its own which side it is: asked for its servers too, it gives production back."""

    def servers_die(moment: str, call: str) -> None:
        if (moment, call) == ("after", "addresses.point production vip-shop-green"):
            project.unhealthy.update(project.servers("shop-green-r2"))

    project.fault = servers_die
    with pytest.raises(RolledBack, match="none of its servers is healthy"):
        switch(project)

    assert (live(project), preview(project)) == (Colour.BLUE, Colour.GREEN)


def test_a_side_without_a_server_is_no_proof(project: FakeProject) -> None:
    """Its balancer says on its own which side it is: a side that holds nothing gives production
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
    plan = replace(plan_switch(shop(project), proof=DEMAND), prechecks=())
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
    plan = plan_switch(shop(project), proof=DEMAND)
    when_moved(project, until=30)

    execute(plan, run)

    assert live(project) is Colour.GREEN


def test_servers_of_which_nothing_is_known_are_neither_good_nor_bad(project: FakeProject) -> None:
    """Octavia tells nothing for a minute, and no server answers: production stays where it is, and
    a person must look.
    """
    plan = plan_switch(shop(project), proof=DEMAND)
    project.servers_answer = False
    when_moved(project, until=float("inf"))

    with pytest.raises(
        Stuck, match="production is on green, but it is unknown how green's servers are"
    ):
        execute(plan, context_in(project))
    project.fault = lambda moment, call: None

    assert live(project) is Colour.GREEN


@pytest.mark.parametrize("answers", [True, False], ids=["by their answers", "by a person"])
def test_what_octavia_does_not_tell_can_be_known_otherwise(
    project: FakeProject, *, answers: bool
) -> None:
    """The servers answer through the address, or the operator has said that they work."""
    plan = plan_switch(shop(project), proof=DEMAND, allow_unknown=not answers)
    project.servers_answer = answers
    when_moved(project, until=float("inf"))

    execute(plan, context_in(project))
    project.fault = lambda moment, call: None

    assert live(project) is Colour.GREEN


def test_an_answer_of_the_servers_themselves_needs_no_word_of_octavia(project: FakeProject) -> None:
    """A path of the application answers only where a server does."""
    plan = plan_switch(shop(project), proof=ProofSpec(path="/version"))
    when_moved(project, until=float("inf"))

    execute(plan, context_in(project))
    project.fault = lambda moment, call: None

    assert live(project) is Colour.GREEN
