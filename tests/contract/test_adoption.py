# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What every cloud promises to find of load balancers and addresses, by any maker."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from contract.ground import Ground, give_back

from bluegreen.cloud.errors import Busy, Conflict
from bluegreen.model.address import Role
from bluegreen.model.adoption import FoundBalancer
from bluegreen.model.tags import Colour


def at_vip(ground: Ground) -> FoundBalancer:
    """Return the side's load balancer as adoption finds it."""
    found = ground.cloud.adoption.balancers()
    return next(one for one in found if one.vip_port_id == ground.ports[0])


def settled(ground: Ground, act: Callable[[], None]) -> None:
    """Act once the load balancer is not being worked on."""

    def accepted() -> bool:
        try:
            act()
        except (Conflict, Busy):
            return False
        return True

    ground.wait_until(accepted)


def test_a_load_balancer_that_nobody_has_marked_is_found_with_its_router(ground: Ground) -> None:
    """It is free to be adopted."""
    found = at_vip(ground)

    assert found.application == ""
    assert found.listener_id
    assert (found.protocol, found.port) == ("HTTP", 80)
    assert found.router_id
    assert ground.cloud.adoption.owns_network(found.network_id)


def test_marks_make_it_a_side_and_go_again(ground: Ground) -> None:
    """A side that was adopted says so; marking and unmarking may both be done twice."""
    adoption, found = ground.cloud.adoption, at_vip(ground)
    mark = partial(adoption.mark_balancer, found.id, ground.application, Colour.BLUE)
    try:
        for _ in range(2):
            settled(ground, mark)
        (side,) = ground.cloud.balancers.find(ground.application)
        assert (side.id, side.colour, side.adopted) == (found.id, Colour.BLUE, True)
        assert at_vip(ground).application == ground.application
    finally:
        for _ in range(2):
            settled(ground, partial(adoption.unmark_balancer, found.id))
    assert ground.cloud.balancers.find(ground.application) == []
    assert at_vip(ground).application == ""
    ground.wait_until(lambda: at_vip(ground).provisioning == "ACTIVE")


def test_an_address_is_found_with_its_owner(ground: Ground) -> None:
    """As long as it has one."""
    cloud, network = ground.cloud, ground.specification.external_network
    address = cloud.addresses.allocate(ground.application, Role.PREVIEW, network)
    try:
        (found,) = [one for one in cloud.adoption.addresses() if one.id == address.id]
        assert (found.application, found.port_id) == (ground.application, None)
        assert found.floating_ip == address.floating_ip
        assert found.network_id
    finally:
        give_back(cloud.addresses, address)
    assert address.id not in {one.id for one in cloud.adoption.addresses()}
