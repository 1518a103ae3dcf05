# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What every cloud promises of an application's stacks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from contract.ground import Ground, is_at_rest

from bluegreen.cloud.errors import Conflict, NotFound
from bluegreen.model.stack import Stack, StackState
from bluegreen.model.tags import tags_for
from bluegreen.spec.values import VERSION


@pytest.fixture
def extra(ground: Ground) -> Iterator[Stack]:
    """A stack of the application beside its own, complete; gone after the test."""
    name = f"{ground.application}-extra"
    stacks = ground.cloud.stacks
    stacks.create(ground.request(name))
    ground.wait_until(lambda: is_at_rest(stacks.get(name)))
    yield the(ground, name)
    if left := stacks.get(name):
        stacks.delete(left)
        ground.wait_until(lambda: stacks.get(name) is None)


def the(ground: Ground, name: str) -> Stack:
    """Return a stack that must be there."""
    stack = ground.cloud.stacks.get(name)
    assert stack is not None
    return stack


def test_stacks_are_found_by_their_application(ground: Ground) -> None:
    """The router's and the side's, complete, with the facts of their tags; nobody else's."""
    name = ground.application
    found = {stack.name: stack for stack in ground.cloud.stacks.find(name)}

    assert {stack.application for stack in found.values()} == {name}
    assert {stack.state for stack in found.values()} == {StackState.COMPLETE}
    assert found[f"{name}-blue"].facts == {"application": name, "side": "blue"}
    assert found[name].facts == {"application": name}


def test_all_applications_are_found_in_one_listing(ground: Ground) -> None:
    """Those of one application are among those of all; of an unknown one there are none."""
    everybody = {stack.name for stack in ground.cloud.stacks.find()}

    assert {stack.name for stack in ground.cloud.stacks.find(ground.application)} <= everybody
    assert ground.cloud.stacks.find(f"{ground.application}-no") == []


def test_a_stack_is_the_same_by_its_name_as_in_the_listing(ground: Ground) -> None:
    """Name, id, state and facts."""
    for listed in ground.cloud.stacks.find(ground.application):
        got = the(ground, listed.name)
        assert (got.id, got.state, got.facts) == (listed.id, listed.state, listed.facts)


def test_a_version_of_all_characters_that_one_may_have_is_kept(ground: Ground) -> None:
    """As long as one may be; Heat keeps the tags of a stack as one text with commas between."""
    name, stacks = f"{ground.application}-versioned", ground.cloud.stacks
    version = VERSION.check("0aA._+~@-" * 6 + "0.._--")
    tags = tags_for(ground.application, version=version)
    stacks.create(replace(ground.request(name), tags=tags))
    ground.wait_until(lambda: is_at_rest(stacks.get(name)))
    try:
        assert the(ground, name).facts == {"application": ground.application, "version": version}
    finally:
        stacks.delete(the(ground, name))
        ground.wait_until(lambda: stacks.get(name) is None)


def test_what_is_not_there_is_none_or_not_found(ground: Ground) -> None:
    """`get` asks; who reads outputs or parameters counts on the stack."""
    absent = f"{ground.application}-absent"

    assert ground.cloud.stacks.get(absent) is None
    for read in (ground.cloud.stacks.outputs, ground.cloud.stacks.parameters):
        with pytest.raises(NotFound):
            read(absent)


def test_a_side_says_what_its_releases_and_its_balancer_are_made_of(ground: Ground) -> None:
    """The outputs that the product reads; the VIP is the port that an address can point at."""
    outputs = ground.cloud.stacks.outputs(f"{ground.application}-blue")

    assert {
        "network_id",
        "subnet_id",
        "cidr",
        "pool_id",
        "listener_id",
        "load_balancer_id",
        "health_monitor_id",
        "vip_port_id",
    } <= set(outputs)
    assert outputs["vip_port_id"] == ground.ports[0]


def test_a_stack_keeps_the_parameters_that_it_was_made_with(ground: Ground) -> None:
    """By name; Heat gives numbers back as text."""
    kept = ground.cloud.stacks.parameters(f"{ground.application}-blue")
    wanted = ground.specification.sides.blue.cidr

    assert (kept["application"], kept["side"], kept["cidr"]) == (
        ground.application,
        "blue",
        str(wanted),
    )


def test_the_resources_of_a_complete_stack_are_complete(ground: Ground) -> None:
    """Progress is reported of them, each by its own id."""
    resources = ground.cloud.stacks.resources(the(ground, f"{ground.application}-blue"))

    assert resources
    assert {resource.status for resource in resources} == {"CREATE_COMPLETE"}
    assert all(resource.name and resource.type for resource in resources)


def test_a_name_can_be_taken_only_once(ground: Ground, extra: Stack) -> None:
    """Which is what keeps two first runs of `up` apart."""
    with pytest.raises(Conflict):
        ground.cloud.stacks.create(ground.request(extra.name))

    assert the(ground, extra.name).id == extra.id


def test_a_deleted_stack_is_gone_and_deleting_it_again_is_as_good(
    ground: Ground, extra: Stack
) -> None:
    """Deleting twice at once, and once more when it is gone."""
    stacks = ground.cloud.stacks
    stacks.delete(extra)
    stacks.delete(extra)
    ground.wait_until(lambda: stacks.get(extra.name) is None)
    stacks.delete(extra)

    assert extra.name not in {stack.name for stack in stacks.find(ground.application)}


def test_a_stack_that_was_made_again_is_not_the_one_that_is_deleted(
    ground: Ground, extra: Stack
) -> None:
    """A stack is deleted by its id: another operator's of the same name stays."""
    stacks = ground.cloud.stacks
    stacks.delete(extra)
    ground.wait_until(lambda: stacks.get(extra.name) is None)
    stacks.create(ground.request(extra.name))
    ground.wait_until(lambda: is_at_rest(stacks.get(extra.name)))
    stacks.delete(extra)

    assert the(ground, extra.name).state is StackState.COMPLETE
