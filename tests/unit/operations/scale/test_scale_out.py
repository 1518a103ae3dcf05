# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""A side is as large as the live one before production moves to it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from support.fake_cloud import FakeProject, no_fault
from support.scaling import BLUE, GREEN, HELD, LET, alarms, grows_on, let, names, switch
from support.worlds import SCALED_SHOP, SHOP, context_in, set_size, shop, specification

from bluegreen.errors import Refused, StepFailed
from bluegreen.model.data_plane import ProofSpec
from bluegreen.model.quota import Shortage
from bluegreen.operations.build.needs import size_of_deploy
from bluegreen.operations.build.plan import plan_deploy
from bluegreen.operations.executor import execute
from bluegreen.operations.switch.plan import plan_rollback, plan_switch


def test_the_new_side_grows_at_once_and_shrinks_when_its_own_load_is_known(
    project: FakeProject,
) -> None:
    """The mean over the window is of the time without load at first; the old side stays held."""
    run = switch(project)
    assert (alarms(project, GREEN), alarms(project, BLUE)) == ({"out": True, "in": False}, HELD)

    assert run.progress.moved_at is not None
    let(project, run)

    assert run.clock.now() - run.progress.moved_at >= timedelta(minutes=1).total_seconds()
    assert (alarms(project, GREEN), alarms(project, BLUE)) == (LET, HELD)


def test_a_smaller_idle_side_is_grown_first(project: FakeProject) -> None:
    """Blue has scaled to four meanwhile: production moves to four healthy servers, not to two."""
    set_size(project, BLUE, 4)
    plan = plan_switch(shop(project), proof=ProofSpec())
    switch(project)

    assert names(plan)[:4] == [
        f"resize-{GREEN}",
        f"wait-until-healthy-{GREEN}",
        "suspend-blue-autoscaling",
        "verify-size",
    ]
    assert shop(project).green.members.healthy == 4
    assert shop(project).live == shop(project).green


def test_too_small_a_quota_refuses_the_switch(project: FakeProject) -> None:
    """Nothing is changed, and what is missing is named."""
    set_size(project, BLUE, 4)
    short = Shortage("quota: 2 servers needed, 1 left", "openstack quota show", of_quota=True)
    before = shop(project)
    with pytest.raises(Refused, match="2 servers needed, 1 left"):
        switch(project, (short,))

    assert shop(project) == before


def test_a_live_side_that_grew_after_the_look_is_grown_after(project: FakeProject) -> None:
    """It is read once more when it is held, and the new side gets what it lacks."""
    grows_on(project, "alarms.enable out False", 3)
    switch(project)

    application = shop(project)
    assert (application.live, application.green.members.healthy) == (application.green, 3)
    assert project.calls.count(f"stacks.resize {GREEN}") == 1


def test_what_was_made_up_for_goes_back_with_the_rest(project: FakeProject) -> None:
    """Production could not be moved: green has two servers again, and blue scales."""

    def fault(moment: str, call: str) -> None:
        if (moment, call) == ("before", "alarms.enable out False"):
            set_size(project, BLUE, 3)
        if (moment, call) == ("before", "addresses.point production vip-shop-green"):
            raise KeyboardInterrupt

    project.fault = fault
    with pytest.raises(StepFailed, match="nothing is changed"):
        switch(project)

    application = shop(project)
    assert (application.live, application.green.members.total) == (application.blue, 2)
    assert (alarms(project, BLUE), alarms(project, GREEN)) == (LET, HELD)


def test_a_side_that_grows_on_and_on_is_not_run_after_for_ever(project: FakeProject) -> None:
    """Somebody else grows what is held: then the switch is refused, and taken back."""
    before = shop(project)
    seen = before.blue.members.total

    def fault(moment: str, call: str) -> None:
        nonlocal seen
        if (moment, call) == ("after", f"stacks.resize {GREEN}") or call.startswith("alarms.en"):
            seen += 1
            set_size(project, BLUE, seen)

    project.fault = fault
    with pytest.raises(Refused, match=r"blue has \d servers now"):
        switch(project)
    project.fault = no_fault

    application = shop(project)
    assert (application.live, application.green.members.total) == (application.blue, 2)
    assert alarms(project, BLUE) == LET


def test_a_new_side_that_does_not_scale_is_not_grown(project: FakeProject, tmp_path: Path) -> None:
    """Its size is what was specified: a live side that grew past it refuses the switch."""
    fixed = specification(tmp_path, SHOP)
    execute(plan_deploy(fixed, "2.0", shop(project), newest=2), context_in(project))
    grows_on(project, "alarms.enable out False", 3)
    with pytest.raises(Refused, match="blue has 3 servers now") as refusal:
        switch(project)

    assert shop(project).live == shop(project).blue
    assert alarms(project, BLUE) == LET
    assert "bluegreen deploy VERSION" in refusal.value.next_step


@pytest.mark.parametrize(
    ("may_wait", "next_step"),
    [(True, "run the same command again"), (False, "bluegreen switch shop")],
)
def test_a_side_that_did_not_grow_in_time_is_grown_first_the_next_time(
    project: FakeProject, may_wait: bool, next_step: str
) -> None:
    """By the same command, or by the one at the terminal where the panel waits for no server."""
    plan = plan_switch(shop(project), proof=ProofSpec(), may_wait=may_wait)
    grows_on(project, "balancers.inspect", *(size for size in range(3, 9) for _ in "no"))
    with pytest.raises(Refused, match=r"blue has \d servers now") as refusal:
        execute(plan, context_in(project))

    assert refusal.value.next_step == f"{next_step}, which scales green out first"


def test_a_server_that_boots_on_the_live_side_counts(project: FakeProject, tmp_path: Path) -> None:
    """Load asked for it a moment ago: without it the new side would be too small. A dead one,
    which looks the same, was part of that size as well.
    """
    spec = specification(tmp_path, SCALED_SHOP)
    set_size(project, BLUE, 3)
    project.unhealthy.add(f"{BLUE}/2")
    assert shop(project).blue.members.healthy == 2
    assert size_of_deploy(spec, shop(project)) == 3
    switch(project)

    assert shop(project).green.members.healthy == 3


def test_a_way_back_does_not_wait_for_as_many_servers_as_a_broken_side_has(
    project: FakeProject,
) -> None:
    """Of green's four one answers: blue's two are more than that, and go live at once."""
    switch(project)
    set_size(project, GREEN, 4)
    project.unhealthy |= {f"{GREEN}/{number}" for number in (1, 2, 3)}
    project.calls.clear()
    execute(plan_rollback(shop(project), proof=ProofSpec()), context_in(project))

    assert shop(project).live == shop(project).blue
    assert not [call for call in project.calls if call.startswith("stacks.resize")]


def test_what_scaling_made_of_a_side_is_what_it_should_have(project: FakeProject) -> None:
    """Four to begin with and two now is no side that is half broken."""
    set_size(project, BLUE, 3)
    assert (shop(project).blue.wanted, shop(project).blue.members.healthy) == (3, 3)
