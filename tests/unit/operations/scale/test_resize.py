# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The number of a release's servers: what Heat gets, and the step that changes it."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.fake_cloud import FakeProject
from support.worlds import (
    SCALED_SHOP,
    SHOP,
    context_in,
    set_size,
    shop,
    shop_that_is_up,
    specification,
    stop_server,
)

from bluegreen.errors import StepFailed
from bluegreen.model.application import Release
from bluegreen.model.stack import Size
from bluegreen.model.tags import Colour
from bluegreen.operations.build.needs import size_of_deploy
from bluegreen.operations.scale.resize import ResizeRelease
from bluegreen.operations.scale.scale_out import servers_to_make


@pytest.fixture
def project(tmp_path: Path) -> FakeProject:
    """An application of two servers on each side."""
    return shop_that_is_up(tmp_path)


def green(project: FakeProject) -> Release:
    """Return green's release as it is now."""
    release = shop(project).green.release
    assert release is not None
    return release


def resize(project: FakeProject, wanted: int) -> None:
    """Take the step alone."""
    now = shop(project).green.members.total
    ResizeRelease(green(project), now=now, wanted=wanted).apply(context_in(project))


@pytest.mark.parametrize("specified", [SHOP, SCALED_SHOP], ids=["fixed", "scales"])
def test_a_new_release_and_one_that_is_grown_get_the_same_size(
    specified: str, tmp_path: Path
) -> None:
    """A dead server of the live side counts for both, whether load sizes that side or not."""
    project = shop_that_is_up(tmp_path, specified)
    set_size(project, "shop-blue-r1", 4)
    stop_server(project, "shop-blue-r1/0")
    new = size_of_deploy(specification(tmp_path, specified), shop(project))
    grown = 2 + servers_to_make(shop(project), Colour.GREEN)

    assert (new, grown) == (4, 4)


@pytest.mark.parametrize(
    ("wanted", "bounds"),
    [(1, (1, 6)), (2, (2, 6)), (4, (2, 6)), (6, (2, 6)), (9, (2, 9))],
)
def test_the_bounds_give_way_to_a_size_outside_of_them(
    wanted: int, bounds: tuple[int, int]
) -> None:
    """Heat keeps a group between its bounds; within the specified ones they are as specified."""
    size = Size(wanted, min=2, max=6)

    assert size.parameters == {"wanted": wanted, "min": bounds[0], "max": bounds[1]}


def test_the_specified_bounds_come_back_with_the_servers(project: FakeProject) -> None:
    """Shrunk to one and grown again, the release may not be scaled below its minimum."""
    made = dict(project.requests["shop-green-r2"].parameters)
    resize(project, 1)
    shrunk = dict(project.requests["shop-green-r2"].parameters)
    resize(project, 2)

    assert (shrunk["wanted"], shrunk["min"], shrunk["max"]) == (1, 1, 2)
    assert dict(project.requests["shop-green-r2"].parameters) == made


def test_a_release_says_what_it_was_last_asked_to_be(project: FakeProject) -> None:
    """Its tags carry the size; version, number and bounds stay."""
    before = green(project)
    resize(project, 3)
    after = green(project)

    assert (before.wanted, after.wanted) == (2, 3)
    assert (after.version, after.number, after.min, after.max) == ("1.0", 2, 2, 2)


def test_the_right_size_is_not_asked_for_again(project: FakeProject) -> None:
    """Every update of a stack costs time, and a chance to fail."""
    resize(project, 2)

    assert not [call for call in project.calls if call.startswith("stacks.resize")]


def test_a_size_that_scaling_reached_on_its_own_is_still_said(project: FakeProject) -> None:
    """Scaling made one server of two; retiring to one makes the tags agree."""
    set_size(project, "shop-green-r2", 1)
    resize(project, 1)

    assert green(project).wanted == 1


def test_an_update_that_is_under_way_is_waited_for(project: FakeProject) -> None:
    """Heat drops what its group is asked for while it is at work."""
    stacks = project.hand().stacks
    stacks.resize(green(project).stack, Size(4, 2, 2))
    resize(project, 1)

    assert shop(project).green.members.total == 1


def test_undoing_gives_the_servers_back_that_were_there(project: FakeProject) -> None:
    """The number from before the step, not the one of the specification."""
    set_size(project, "shop-green-r2", 5)
    step = ResizeRelease(green(project), now=5, wanted=1)
    run = context_in(project)
    step.apply(run)
    step.undo(run)

    assert shop(project).green.members.total == 5


def test_undoing_mends_a_stack_that_could_not_grow(project: FakeProject) -> None:
    """After the failed growth the release is complete again, with the servers that it had."""
    project.failing_stacks["shop-green-r2"] = "No valid host was found"
    step = ResizeRelease(green(project), now=2, wanted=4)
    run = context_in(project)
    with pytest.raises(StepFailed, match=r"could not resize shop-green-r2: .*No valid host"):
        step.apply(run)
    step.undo(run)

    assert green(project).stack.status == "UPDATE_COMPLETE"
    assert shop(project).green.members.total == 2


def test_a_release_that_is_gone_is_not_resized(project: FakeProject) -> None:
    """Somebody deleted it meanwhile; no other stack is touched."""
    release = green(project)
    del project.stacks["shop-green-r2"]

    with pytest.raises(StepFailed, match="somebody else deleted the stack shop-green-r2"):
        ResizeRelease(release, now=2, wanted=1).apply(context_in(project))
