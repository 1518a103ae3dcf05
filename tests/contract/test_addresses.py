# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What every cloud promises of the production and the preview address."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from contract.ground import Ground, give_back

from bluegreen.cloud.errors import Conflict, NotFound, RevisionChanged
from bluegreen.cloud.protocols import Addresses
from bluegreen.model.address import Address, Role


@pytest.fixture
def addresses(ground: Ground) -> Iterator[Addresses]:
    """The addresses of the project; the application has none before the test and after it."""
    held = ground.cloud.addresses
    assert held.find(ground.application) == []
    yield held
    for address in held.find(ground.application):
        give_back(held, address)


@pytest.fixture
def production(ground: Ground, addresses: Addresses) -> Address:
    """An address that was just allocated."""
    return allocate(ground, Role.PRODUCTION)


def allocate(ground: Ground, role: Role) -> Address:
    """Take an address for the application."""
    network = ground.specification.external_network
    return ground.cloud.addresses.allocate(ground.application, role, network)


def moved_as_read(addresses: Addresses, address: Address, port: str) -> Address:
    """Move an address, naming the revision that was just read.

    On a real cloud Neutron's L3 agent writes the status a second after an address is associated,
    which raises the revision: a move is only refused where it has risen, and then read again.
    """
    read = addresses.get(address.id)
    while True:
        try:
            return addresses.point(read, port, if_revision=read.revision)
        except RevisionChanged:
            now = addresses.get(address.id)
            assert now.revision > read.revision
            read = now


def test_an_allocated_address_is_marked_and_points_at_nothing(
    ground: Ground, addresses: Addresses, production: Address
) -> None:
    """It is found by its application, by its id, and in the listing of all."""
    assert (production.application, production.role) == (ground.application, Role.PRODUCTION)
    assert (production.port_id, production.fixed_ip) == (None, None)
    assert (production.allocated, production.paused) == (True, False)
    assert addresses.find(ground.application) == [production]
    assert addresses.get(production.id) == production
    assert production in addresses.find()
    [listed] = [one for one in addresses.of_project() if one.id == production.id]
    assert (listed.application, listed.role) == (ground.application, Role.PRODUCTION)
    assert (listed.port_id, listed.fixed_ip, listed.network) == (None, None, None)


def test_a_second_allocation_of_a_role_gives_the_same_address(
    ground: Ground, addresses: Addresses, production: Address
) -> None:
    """A caller that missed the answer asks again, and allocates no second one."""
    assert allocate(ground, Role.PRODUCTION) == production
    assert len(addresses.find(ground.application)) == 1


def test_an_address_moves_from_port_to_port_and_off(
    ground: Ground, addresses: Addresses, production: Address
) -> None:
    """One request each; the answer is what a reading then says, and the revision has grown."""
    first, second = ground.ports
    seen = [production.revision]
    for port in (first, second, None):
        moved = addresses.point(production, port)
        assert moved.port_id == port
        assert (moved.fixed_ip is None) == (port is None)
        assert (moved.router_id is None) == (port is None)
        now = addresses.get(production.id)
        assert (now.port_id, now.floating_ip) == (port, production.floating_ip)
        assert now.revision > seen[-1]
        seen.append(now.revision)


def test_pointing_where_it_points_already_is_no_error(
    ground: Ground, addresses: Addresses, production: Address
) -> None:
    """So a step can be taken again."""
    addresses.point(production, ground.ports[0])
    again = addresses.point(production, ground.ports[0])

    assert again.port_id == ground.ports[0]


def test_a_move_by_a_stale_plan_is_refused(
    ground: Ground, addresses: Addresses, production: Address
) -> None:
    """`if_revision` is the second precheck: what was observed must still be so."""
    addresses.point(production, ground.ports[0])
    with pytest.raises(RevisionChanged):
        addresses.point(production, ground.ports[1], if_revision=production.revision)

    assert addresses.get(production.id).port_id == ground.ports[0]
    assert moved_as_read(addresses, production, ground.ports[1]).port_id == ground.ports[1]


def test_a_port_can_hold_one_address_only(
    ground: Ground, addresses: Addresses, production: Address
) -> None:
    """Which is why a switch parks the preview first."""
    preview = allocate(ground, Role.PREVIEW)
    addresses.point(production, ground.ports[0])
    with pytest.raises(Conflict):
        addresses.point(preview, ground.ports[0])

    assert addresses.get(preview.id).port_id is None
    assert addresses.get(production.id).port_id == ground.ports[0]


def test_a_pause_is_a_mark_that_leaves_the_address_where_it_is(
    ground: Ground, addresses: Addresses, production: Address
) -> None:
    """Set twice is as good as once; and taken off again."""
    addresses.point(production, ground.ports[0])
    for paused in (True, True, False, False):
        addresses.set_paused(production, paused=paused)
        now = addresses.get(production.id)
        assert (now.paused, now.port_id) == (paused, ground.ports[0])


def test_a_fence_refuses_a_move_that_names_the_address_as_it_was_before(
    ground: Ground, addresses: Addresses, production: Address
) -> None:
    """A former holder of the lease read it then; where it points is not touched."""
    read = addresses.point(production, ground.ports[0])
    ground.cloud.leases.fence(ground.application)

    with pytest.raises(RevisionChanged):
        addresses.point(read, ground.ports[1], if_revision=read.revision)

    assert addresses.get(production.id).port_id == ground.ports[0]
    found = [replace(address, revision=0) for address in addresses.find(ground.application)]
    assert found == [replace(addresses.get(production.id), revision=0)]
    assert moved_as_read(addresses, production, ground.ports[1]).port_id == ground.ports[1]


def test_an_address_that_is_no_longer_as_it_was_read_is_not_given_back(
    ground: Ground, addresses: Addresses, production: Address
) -> None:
    """It may be in service again, and would be gone for good."""
    addresses.point(production, ground.ports[0])

    with pytest.raises(RevisionChanged):
        addresses.delete_or_unmark(production)

    assert addresses.get(production.id).port_id == ground.ports[0]


def test_an_address_that_was_given_up_is_gone(
    ground: Ground, addresses: Addresses, production: Address
) -> None:
    """And giving it up again is as good."""
    addresses.delete_or_unmark(production)
    addresses.delete_or_unmark(production)

    assert addresses.find(ground.application) == []
    with pytest.raises(NotFound):
        addresses.get(production.id)


def test_an_adopted_address_outlives_the_application(ground: Ground, addresses: Addresses) -> None:
    """The project brought it and keeps it: it is only unmarked, and can be adopted again."""
    spare = ground.spare()
    adopted = addresses.adopt(ground.application, Role.PREVIEW, spare)
    assert (adopted.floating_ip, adopted.role) == (spare, Role.PREVIEW)
    assert not adopted.allocated
    assert addresses.find(ground.application) == [addresses.get(adopted.id)]

    addresses.delete_or_unmark(adopted)
    assert addresses.find(ground.application) == []
    assert addresses.adopt(ground.application, Role.PREVIEW, spare).floating_ip == spare


def test_an_address_of_another_application_is_not_adopted(
    ground: Ground, addresses: Addresses, production: Address
) -> None:
    """It is named whose it is; and what the project does not hold is not found."""
    other = f"{ground.application}-other"
    with pytest.raises(Conflict, match=ground.application):
        addresses.adopt(other, Role.PRODUCTION, production.floating_ip)
    with pytest.raises(NotFound):
        addresses.adopt(ground.application, Role.PREVIEW, "192.0.2.1")

    assert addresses.find(other) == []
    assert replace(addresses.get(production.id), revision=0) == replace(production, revision=0)
