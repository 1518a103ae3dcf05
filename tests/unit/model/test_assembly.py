# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Stray tags and doubles are named for the application that they concern, and in nobody's way."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from support.fake_cloud import FakeProject
from support.operator import Operator
from support.worlds import live, shop

from bluegreen.model.address import Address, Role
from bluegreen.model.assembly import assemble
from bluegreen.model.stack import Stack, StackState
from bluegreen.model.tags import Colour


@pytest.fixture
def project() -> FakeProject:
    """An empty project."""
    return FakeProject()


@pytest.fixture
def operator(project: FakeProject, tmp_path: Path) -> Operator:
    """Somebody whose shop was switched to 2.0 on green; blue has 1.0."""
    operator = Operator(project, tmp_path)
    for words in (("up", "1.0"), ("deploy", "2.0"), ("switch", "--to", "green")):
        operator.types(*words, "--yes", expect=0)
    return operator


def stray(application: str = "shop", **facts: str) -> Stack:
    """Return a stack that somebody has tagged by hand."""
    tags = {"application": application, **facts}
    return Stack("stray", "stack-x", StackState.COMPLETE, "CREATE_COMPLETE", "", tags)


STRAYS = {
    "a release that is no number": stray(side="green", release="canary"),
    "a release under another name": stray(side="blue", release="r7"),
    "a release of no side": stray(release="r7"),
    "a side that there is not": stray(side="purple"),
    "a second stack of a side": stray(side="green"),
    "a second stack of the application": stray(),
}


@pytest.mark.parametrize("stack", STRAYS.values(), ids=STRAYS)
def test_a_stack_that_somebody_has_tagged_is_named_and_left_alone(
    operator: Operator, project: FakeProject, stack: Stack
) -> None:
    """`status` and `list` name it; a rollback and the end of the application go their way."""
    project.stacks["stray"] = stack

    assert "stack stray is tagged" in operator.types("status", expect=0).err
    assert "stack stray is tagged" in operator.types("list", expect=0).err
    operator.types("rollback", "--yes", expect=0)
    assert live(project) is Colour.BLUE
    operator.types("down", "--live", "shop", "--yes", expect=0)
    assert project.stacks == {"stray": stack}


def test_a_stray_of_another_application_is_named_for_that_one_only(
    operator: Operator, project: FakeProject
) -> None:
    """The shop's status does not speak of it."""
    project.stacks["stray"] = stray("other", side="blue", release="canary")

    assert "stray" not in operator.types("status", expect=0).err
    assert "stray" in operator.types("list", expect=0).err


@pytest.mark.parametrize("fact", ["wanted", "min", "max"])
def test_a_number_that_is_none_is_named_and_the_release_stays(
    operator: Operator, project: FakeProject, fact: str
) -> None:
    """It serves all the same."""
    made = project.stacks["shop-green-r3"]
    project.stacks["shop-green-r3"] = replace(made, facts={**made.facts, fact: "two"})

    done = operator.types("status", expect=0)

    assert f"tagged {fact}=two, which is not a number" in done.err
    operator.types("rollback", "--yes", expect=0)


def second(project: FakeProject, role: Role, port_id: str | None = None) -> Address:
    """Tag another address with a role that one has; it may point somewhere."""
    first = next(a for a in project.addresses.values() if a.role is role)
    other = replace(first, id="fip-x", floating_ip="203.0.113.200", port_id=port_id, fixed_ip=None)
    project.addresses["fip-x"] = other
    return first


@pytest.mark.parametrize("role", Role)
def test_two_addresses_of_one_role_are_named_and_a_switch_refuses(
    operator: Operator, project: FakeProject, role: Role
) -> None:
    """Whichever Neutron lists last; what untags the other is named, and leads on."""
    first = second(project, role)

    assert f"{first.floating_ip} is in use" in operator.types("status", expect=0).err
    done = operator.types("switch", "--to", "blue", "--yes", expect=1)

    names = " and ".join(sorted((first.floating_ip, "203.0.113.200")))
    assert f"{names} are both tagged as the {role} address" in done.err
    assert f"openstack floating ip unset --tag bluegreen:role={role} fip-x" in done.err
    operator.types("down", "--live", "shop", "--yes", expect=1)
    assert live(project) is Colour.GREEN


def test_a_rollback_moves_the_one_that_is_in_use(operator: Operator, project: FakeProject) -> None:
    """The other points at nothing, so users do not come by it."""
    first = second(project, Role.PRODUCTION)

    operator.types("rollback", "--yes", expect=0)

    assert project.addresses[first.id].port_id == "vip-shop-blue"
    assert project.addresses["fip-x"].port_id is None


def test_where_both_are_in_use_nothing_is_guessed(operator: Operator, project: FakeProject) -> None:
    """Users come by both: a rollback refuses too."""
    preview = next(a for a in project.addresses.values() if a.role is Role.PREVIEW)
    project.addresses[preview.id] = replace(preview, port_id=None)
    second(project, Role.PRODUCTION, "vip-shop-blue")

    done = operator.types("rollback", "--yes", expect=1)

    assert "it is unclear which one is meant" in done.err
    assert live(project) is not None


def test_of_two_load_balancers_of_a_side_the_one_that_an_address_points_at_is_it(
    operator: Operator, project: FakeProject
) -> None:
    """A copy of it, tags included, is named; the order of the listing decides nothing."""
    application = shop(project)
    mine = application.green.balancer
    assert mine
    copy = replace(mine, id="lb-copy", vip_port_id="vip-copy")
    addresses, stacks = project.addresses.values(), project.stacks.values()

    for balancers in ([mine, copy], [copy, mine]):
        seen = assemble("shop", addresses, balancers, stacks)
        assert seen.green.balancer == mine
        assert "unset --tag bluegreen:side=green lb-copy" in seen.oddities[0].next_step
