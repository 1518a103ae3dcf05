# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""A side that somebody makes live by another tool keeps its servers, at whatever moment that is.

The lease keeps away other runs of this program, and not `openstack floating ip set`.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from support.acts import with_two_versions
from support.fake_cloud import FakeProject
from support.operator import Operator
from support.states import serves
from support.worlds import shop

from bluegreen.model.address import Role
from bluegreen.model.tags import Colour


@pytest.fixture
def project() -> FakeProject:
    """An empty project."""
    return FakeProject()


@pytest.fixture
def operator(project: FakeProject, tmp_path: Path) -> Operator:
    """Somebody whose shop runs 1.0 live on blue, and 2.0 on green."""
    return with_two_versions(project, tmp_path)


def move(project: FakeProject, colour: str) -> None:
    """Point production at a side, and preview at nothing, as Neutron alone does it."""
    ports = {Role.PRODUCTION: f"vip-shop-{colour}", Role.PREVIEW: None}
    for address in list(project.addresses.values()):
        project.addresses[address.id] = replace(
            address, port_id=ports[address.role], revision=address.revision + 1
        )


def moved_at(project: FakeProject, moment: str, call: str, colour: str = "green") -> None:
    """Let somebody move production before or after the effect of a call, once."""
    left = [call]

    def fault(now: str, called: str) -> None:
        if (now, called) == (moment, call) and left:
            left.clear()
            move(project, colour)

    project.fault = fault


def shows_that_it_serves(project: FakeProject, colour: Colour) -> None:
    """Assert that a side is live and has healthy servers."""
    application = shop(project)
    assert application.live is application.side(colour)
    assert serves(application)


def test_a_deploy_removes_no_older_release_that_serves_by_now(
    operator: Operator, project: FakeProject
) -> None:
    """It looked at the idle side half an hour ago; what serves stays, and a person must look."""
    moved_at(project, "after", "stacks.create shop-green-r4")

    done = operator.types("deploy", "3.0", "--yes", expect=4)

    assert "production is on green now" in done.err
    assert "shop-green-r3" in project.stacks
    shows_that_it_serves(project, Colour.GREEN)


def test_a_deploy_builds_nothing_onto_a_side_that_is_live_by_now(
    operator: Operator, project: FakeProject
) -> None:
    """Its servers would join the pool that users reach, unchecked."""
    moved_at(project, "after", "POST software_configs")

    operator.types("deploy", "3.0", "--yes", expect=1)

    assert "shop-green-r4" not in project.stacks
    shows_that_it_serves(project, Colour.GREEN)


def test_a_deploy_that_fails_deletes_nothing_that_is_live_by_now(
    operator: Operator, project: FakeProject
) -> None:
    """Taking a build back is a deletion too."""
    project.failing_stacks["shop-green-r4"] = "no valid host"
    moved_at(project, "after", "stacks.create shop-green-r4")

    operator.types("deploy", "3.0", "--yes", expect=4)

    assert "stacks.delete shop-green-r4" not in project.calls
    shows_that_it_serves(project, Colour.GREEN)


def test_a_resume_removes_no_release_that_serves_by_now(
    operator: Operator, project: FakeProject
) -> None:
    """It ends an interrupted deploy, whose older release may have gone live."""
    operator.types("deploy", "3.0", "--yes", "--stop-at", "before:remove-shop-green-r3")
    moved_at(project, "after", "addresses.point preview vip-shop-green")
    move(project, "blue")  # preview is parked, so that the resume points it first

    done = operator.types("resume", "--yes", "--break-lease")

    assert done.code == 4
    assert {"shop-green-r3", "shop-green-r4"} <= project.stacks.keys()
    shows_that_it_serves(project, Colour.GREEN)


@pytest.mark.parametrize("to", ["warm", "remove"])
def test_a_retire_takes_no_server_of_a_side_that_is_live_by_now(
    operator: Operator, project: FakeProject, to: str
) -> None:
    """Between the look at the connections and the request that takes them."""
    operator.types("switch", "--to", "green", "--yes", expect=0)
    moved_at(project, "after", "balancers.connections blue", "blue")
    seen = [0]
    by_hand = project.fault

    def at_the_last_look(moment: str, call: str) -> None:
        seen[0] += (moment, call) == ("before", "balancers.connections blue")
        if seen[0] == 2:  # the first was for the precheck
            by_hand("after", "balancers.connections blue")

    project.fault = at_the_last_look
    operator.types("retire", "--to", to, "--yes")

    shows_that_it_serves(project, Colour.BLUE)
    assert shop(project).blue.members.total == 2


def test_down_keeps_an_address_that_was_put_into_service_by_now(
    operator: Operator, project: FakeProject
) -> None:
    """It was to be removed as one that is not live."""
    for address in list(project.addresses.values()):
        project.addresses[address.id] = replace(address, port_id=None)
    moved_at(project, "after", "POST software_configs")

    done = operator.types("down", "--yes", expect=1)

    assert "somebody has put the production address" in done.err
    shows_that_it_serves(project, Colour.GREEN)


def test_a_growth_that_is_taken_back_shrinks_nothing_that_is_live_by_now(
    operator: Operator, project: FakeProject
) -> None:
    """A rollback grows its side first; where it fails, somebody may have moved production there."""
    for words in (("switch", "--to", "green"), ("retire", "--to", "warm")):
        operator.types(*words, "--yes", expect=0)
    left = ["resized"]

    def fault(moment: str, call: str) -> None:
        if "stacks.resize shop-blue-r1" in project.calls and call == "stacks.outputs" and left:
            application = shop(project)
            if application.blue.members.total == 2:
                left.clear()
                move(project, "blue")
                raise KeyboardInterrupt

    project.fault = fault
    project.calls.clear()
    operator.types("rollback", "--yes")

    assert not left
    shows_that_it_serves(project, Colour.BLUE)
    assert shop(project).blue.members.total == 2
