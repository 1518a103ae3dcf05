# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""A release that is run again, or meets what others have done, goes on or says why not."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.fake_cloud import FakeProject, no_fault
from support.faults import silence
from support.releases import live, order
from support.worlds import context_in, shop, specification

from bluegreen.errors import Refused, Stuck
from bluegreen.model.data_plane import ProofSpec
from bluegreen.model.quota import Shortage
from bluegreen.model.tags import Colour
from bluegreen.operations.build.plan import plan_deploy
from bluegreen.operations.executor import execute
from bluegreen.operations.retire.plan import plan_retire
from bluegreen.operations.switch.plan import plan_rollback
from bluegreen.release.pipeline import release


def test_a_release_run_again_after_its_switch_goes_on_with_the_watch(
    project: FakeProject, tmp_path: Path
) -> None:
    """The version is live already: it is not built again, and production does not move."""
    release(order(tmp_path), context_in(project))
    project.calls.clear()
    release(order(tmp_path), context_in(project))

    assert live(project) == (Colour.GREEN, "2.0")
    assert not [call for call in project.calls if "create" in call or "point" in call]


def test_a_pause_after_the_switch_leaves_the_version_live_and_says_so(
    project: FakeProject, tmp_path: Path
) -> None:
    """Exit code 4, not 1: production has moved, and blue is neither drained nor retired."""

    def say(sentence: str) -> None:
        production = shop(project).production
        if sentence.startswith("Watching") and production:
            project.hand().addresses.set_paused(production, paused=True)

    run = context_in(project, say=say)
    with pytest.raises(Stuck, match=r"2\.0 is live, but the stage drain did not finish: .* paused"):
        release(order(tmp_path), run)

    assert live(project) == (Colour.GREEN, "2.0")
    assert shop(project).blue.members.total == 2


def test_a_cloud_that_cannot_be_read_when_the_drain_begins_leaves_the_version_live(
    project: FakeProject, tmp_path: Path
) -> None:
    """Exit code 4; the same release goes on from there."""

    def say(sentence: str) -> None:
        if sentence.startswith("Watch passed"):
            silence(project, "addresses.find")

    run = context_in(project, say=say)
    with pytest.raises(Stuck, match="the stage drain did not finish: no answer") as stuck:
        release(order(tmp_path), run)
    project.fault = no_fault

    assert stuck.value.next_step == "bluegreen release 2.0, which continues from there"
    assert live(project) == (Colour.GREEN, "2.0")


def shrink(project: FakeProject, folder: Path) -> None:
    """Release 2.0, roll it back, and retire it: green keeps it on one warm server."""
    release(order(folder), context_in(project))
    back = plan_rollback(shop(project), proof=ProofSpec())
    execute(back, context_in(project))
    execute(plan_retire(shop(project), to="warm", servers=1), context_in(project))


def test_a_release_that_was_shrunk_since_grows_before_it_goes_live_again(
    project: FakeProject, tmp_path: Path
) -> None:
    """Rolled back, retired to one warm server, released once more: it gets its servers back before
    it is checked, and is not built again.
    """
    shrink(project, tmp_path)
    project.calls.clear()
    release(order(tmp_path), context_in(project))

    assert live(project) == (Colour.GREEN, "2.0")
    assert shop(project).green.members.healthy == 2
    assert not [call for call in project.calls if "create" in call]
    grown = project.calls.index("stacks.resize shop-green-r3")
    assert grown < project.calls.index("data_plane.warm_up")


def test_a_release_that_cannot_grow_again_is_refused_before_anything_moves(
    project: FakeProject, tmp_path: Path
) -> None:
    """What the project lacks is listed, with where to look."""
    shrink(project, tmp_path)
    project.missing = [Shortage("quota: 1 server needed, 0 left", "openstack quota show")]
    with pytest.raises(
        Refused, match=r"green cannot scale out \(quota: 1 server needed"
    ) as refused:
        release(order(tmp_path), context_in(project))

    assert refused.value.next_step == "openstack quota show"
    assert live(project)[0] is Colour.BLUE


def test_a_paused_application_is_not_released(project: FakeProject, tmp_path: Path) -> None:
    """Somebody has taken over; nothing is automatic."""
    production = shop(project).production
    assert production is not None
    project.hand().addresses.set_paused(production, paused=True)
    before = dict(project.stacks)
    with pytest.raises(Refused, match="paused"):
        release(order(tmp_path), context_in(project))

    assert dict(project.stacks) == before
    assert live(project) == (Colour.BLUE, "1.0")


def test_what_another_operator_deployed_meanwhile_does_not_go_live_under_this_name(
    project: FakeProject, tmp_path: Path
) -> None:
    """Without the lease somebody may deploy 3.0 between the check of 2.0 and its switch."""

    def another_deploys(question: str) -> bool:
        plan = plan_deploy(specification(tmp_path), "3.0", shop(project), newest=3)
        execute(plan, context_in(project))
        return True

    run = context_in(project, ask=another_deploys)
    with pytest.raises(Refused, match=r"green runs 3\.0, 2\.0 was expected"):
        release(order(tmp_path, "approval: ask\n"), run)

    assert live(project) == (Colour.BLUE, "1.0")
