# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What a resume does about each thing that it may see, and whom it leaves the rest to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from support.acts import SWITCH, with_two_versions
from support.fake_cloud import FakeProject
from support.operator import Operator
from support.states import good, standing
from support.worlds import shop

from bluegreen.model.address import Role
from bluegreen.model.stack import StackState
from bluegreen.operations.resume.plan import plan_resume
from bluegreen.operations.switch.addresses import DetachPreview

RESUME = ("resume", "shop", "--yes")
Happening = Callable[[FakeProject], None]


@pytest.fixture
def project() -> FakeProject:
    """An empty project."""
    return FakeProject()


@pytest.fixture
def operator(project: FakeProject, tmp_path: Path) -> Operator:
    """An operator whose shop is up: blue is live with 1.0, green idle with 2.0."""
    return with_two_versions(project, tmp_path)


def points(role: Role, port_id: str | None) -> Happening:
    """Return what points an address somewhere by hand."""

    def happens(project: FakeProject) -> None:
        address = next(a for a in project.addresses.values() if a.role is role)
        project.addresses[address.id] = replace(address, port_id=port_id)

    return happens


def is_deleted(role: Role) -> Happening:
    """Return what deletes an address."""

    def happens(project: FakeProject) -> None:
        address = next(a for a in project.addresses.values() if a.role is role)
        del project.addresses[address.id]

    return happens


def becomes(name: str, status: str, state: StackState) -> Happening:
    """Return what brings a stack into a state."""

    def happens(project: FakeProject) -> None:
        project.stacks[name] = replace(project.stacks[name], status=status, state=state)

    return happens


def dies(*releases: str) -> Happening:
    """Return what stops every server of some releases."""
    return lambda project: project.unhealthy.update(
        server for release in releases for server in project.servers(release)
    )


def test_what_is_good_is_left_alone(project: FakeProject, operator: Operator) -> None:
    """A resume with nothing to resume only sees production answer: exit code 0."""
    before = standing(shop(project))
    operator.types(*RESUME, expect=0)

    assert standing(shop(project)) == before


def test_a_resume_never_moves_production(project: FakeProject, operator: Operator) -> None:
    """No plan of a resume has a step that clients of production notice."""
    points(Role.PREVIEW, None)(project)
    plan = plan_resume(shop(project))

    assert plan.step_names == ("point-preview",)
    assert not any(step.moves_production for step in plan.steps)


def test_a_release_that_never_became_complete_is_removed(
    project: FakeProject, operator: Operator
) -> None:
    """Back: the release before it is what the idle side runs."""
    operator.types(
        *("deploy", "3.0", "--yes"), "--stop-at", "before:build-shop-green-r4", expect=137
    )
    project.fault = lambda moment, call: None
    project.failing_stacks["shop-green-r4"] = "No valid host was found"
    request = project.requests["shop-green-r3"]
    tags = [tag.replace("release=r3", "release=r4") for tag in request.tags]
    project.hand().stacks.create(replace(request, name="shop-green-r4", tags=tags))
    project.tick()

    operator.types(*RESUME, "--break-lease", expect=0)

    assert [r.name for r in shop(project).green.releases] == ["r3"]
    assert good(shop(project))


def test_a_lease_that_is_held_is_respected(project: FakeProject, operator: Operator) -> None:
    """The holder may be at work; the refusal names it and both ways on."""
    operator.types(*SWITCH, "--stop-at", "after:detach-preview", expect=137)
    project.fault = lambda moment, call: None
    refused = operator.types(*RESUME, expect=1)

    assert "is changing" in refused.err
    assert "--break-lease" in refused.err


def test_a_resume_tells_what_was_interrupted(project: FakeProject, operator: Operator) -> None:
    """From the journal: which command, whose, where it stopped."""
    operator.types(*SWITCH, "--stop-at", "after:detach-preview", expect=137)
    project.fault = lambda moment, call: None
    told = operator.types(*RESUME, "--break-lease", expect=0).err

    assert "The last switch, by " in told
    assert "was interrupted: detach-preview." in told


def test_a_run_of_an_older_version_is_continued(project: FakeProject, operator: Operator) -> None:
    """Its steps had other names: what is left to do follows from the cloud, not the journal."""
    with pytest.MonkeyPatch.context() as older:
        older.setattr(DetachPreview, "name", "park-preview")
        operator.types(*SWITCH, "--stop-at", "after:park-preview", expect=137)
    project.fault = lambda moment, call: None
    said = operator.types(*RESUME, "--break-lease", expect=0).err

    assert "was interrupted: park-preview." in said
    assert good(shop(project))


@pytest.mark.parametrize(
    ("happening", "says", "next_command"),
    [
        (
            is_deleted(Role.PREVIEW),
            "an address is missing",
            "bluegreen up 2.0 --sides green, then bluegreen resume",
        ),
        (
            is_deleted(Role.PRODUCTION),
            "an address is missing",
            "bluegreen up 1.0 --sides blue, then bluegreen resume",
        ),
        (
            becomes("shop-green", "DELETE_FAILED", StackState.FAILED),
            "shop-green is DELETE_FAILED",
            "bluegreen up 2.0 --sides green, then bluegreen resume",
        ),
        (
            becomes("shop-green", "CREATE_FAILED", StackState.FAILED),
            "shop-green is CREATE_FAILED",
            "bluegreen up 2.0 --sides green, then bluegreen resume",
        ),
        (points(Role.PRODUCTION, None), "points at nothing", "bluegreen switch shop --to blue"),
        (dies("shop-blue-r1"), "none of its servers is healthy", "bluegreen switch shop"),
        (
            dies("shop-blue-r1", "shop-green-r3"),
            "none of its servers is healthy",
            "bluegreen repair blue shop",
        ),
        (
            becomes("shop-blue-r1", "UPDATE_FAILED", StackState.FAILED),
            "shop-blue-r1 on the live side is UPDATE_FAILED",
            "openstack stack failures list shop-blue-r1",
        ),
    ],
)
def test_what_a_resume_cannot_end_is_stuck_and_left_to_the_command_that_can(
    project: FakeProject, operator: Operator, happening: Happening, says: str, next_command: str
) -> None:
    """Exit code 4, what is seen, and the next command; nothing is changed."""
    happening(project)
    before = standing(shop(project))
    done = operator.types(*RESUME, expect=4)

    assert says in done.err
    assert f"next: {next_command}" in done.err
    assert standing(shop(project)) == before


def test_a_lost_preview_address_is_allocated_again_by_what_is_printed(
    project: FakeProject, operator: Operator
) -> None:
    """The sides run different versions, which `up` of both would refuse."""
    is_deleted(Role.PREVIEW)(project)
    words = operator.types(*RESUME, expect=4).next_command
    operator.types(*words, "--yes", expect=0)
    operator.types(*RESUME, expect=0)

    assert good(shop(project))


def test_a_mixed_live_side_is_left_to_a_person(project: FakeProject, operator: Operator) -> None:
    """Somebody moved production by hand onto the middle of a deploy: which release is right?"""
    request = project.requests["shop-blue-r1"]
    tags = [tag.replace("release=r1", "release=r4") for tag in request.tags]
    project.hand().stacks.create(replace(request, name="shop-blue-r4", tags=tags))
    project.tick()
    before = standing(shop(project))

    stuck = operator.types(*RESUME, expect=4)

    assert "blue is live with r4 and r1" in stuck.err
    assert "next: bluegreen rollback shop, then bluegreen resume shop" in stuck.err
    assert standing(shop(project)) == before


def test_nothing_at_all_is_no_state_to_resume(project: FakeProject, tmp_path: Path) -> None:
    """A project without the application is refused."""
    refused = Operator(project, tmp_path).types(*RESUME, expect=1)

    assert "no application shop" in refused.err


def test_the_observation_decides_and_not_the_journal(
    project: FakeProject, operator: Operator
) -> None:
    """The same plan comes of the same observation, whatever was written."""
    entries = project.cloud().journal.entries("shop", 50)
    plans = {plan_resume(shop(project), was=entry).step_names for entry in (*entries, None)}

    assert plans == {()}
