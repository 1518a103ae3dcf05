# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What every cloud promises of a side's load balancer.

The tests of this file are one story and run in the order in which they stand.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from contract.ground import IDLE_TIMEOUT, UNHEALTHY_AFTER, Ground

from bluegreen.cloud.errors import NotFound
from bluegreen.model.balancer import BalancerSettings, Network, ServedRelease
from bluegreen.model.tags import Colour


def test_a_balancer_is_found_once_it_is_finished(ground: Ground) -> None:
    """Heat cannot tag it; before that nothing tells whose it is."""
    assert ground.cloud.balancers.find(ground.application) == []
    ground.finish()
    found = ground.balancer()

    outputs = ground.cloud.stacks.outputs(f"{ground.application}-blue")
    assert (found.id, found.listener_id) == (outputs["load_balancer_id"], outputs["listener_id"])
    assert (found.application, found.colour) == (ground.application, Colour.BLUE)
    assert (found.protocol, found.port) == ("HTTP", ground.specification.load_balancer.port)
    assert found.vip_port_id == ground.ports[0]
    assert found in ground.cloud.balancers.find()
    assert ground.cloud.balancers.find(f"{ground.application}-no") == []


def test_the_network_of_its_fixed_ip_is_named(ground: Ground) -> None:
    """As operators know it, by any maker: by name, and by what addresses it has."""
    outputs = ground.cloud.stacks.outputs(f"{ground.application}-blue")
    found = ground.balancer()

    assert found.network_id == outputs["network_id"]
    assert ground.cloud.balancers.network(found) == Network(
        f"{ground.application}-blue", str(ground.specification.sides.blue.cidr)
    )


def test_finishing_again_changes_nothing(ground: Ground) -> None:
    """So `up` can be run again, and reloads nobody's HAProxy."""
    ground.wait_until(lambda: ground.balancer().provisioning == "ACTIVE")
    before = ground.balancer()
    wish = BalancerSettings(
        balancer_id=before.id,
        listener_id=before.listener_id,
        monitor_id=ground.cloud.stacks.outputs(f"{ground.application}-blue")["health_monitor_id"],
        application=ground.application,
        colour=Colour.BLUE,
        idle_timeout=IDLE_TIMEOUT,
        unhealthy_after=UNHEALTHY_AFTER,
        forwards_client_address=True,
    )
    ground.cloud.balancers.apply_settings(wish)

    assert ground.balancer() == before


def test_a_balancer_without_servers_has_no_members(ground: Ground) -> None:
    """In the summary and when it is looked at."""
    inspected = ground.cloud.balancers.inspect(ground.balancer())

    assert (inspected.members.total, inspected.members.healthy) == (0, 0)
    assert ground.balancer().members.total == 0
    assert ground.cloud.balancers.serving(inspected) == []


def test_each_member_is_counted_and_the_healthy_ones_are_named(ground: Ground) -> None:
    """One server answers its health check, one does not; the summary says so too, soon after."""
    ground.join("r1", "1.0", True)
    ground.join("r2", "2.0", False)

    def one_of_two_is_healthy() -> bool:
        members = ground.cloud.balancers.inspect(ground.balancer()).members
        return (members.total, members.healthy) == (2, 1)

    def the_summary_has_followed() -> bool:
        return ground.balancer().members.at_most == 1

    ground.wait_until(one_of_two_is_healthy)
    ground.wait_until(the_summary_has_followed)
    inspected = ground.cloud.balancers.inspect(ground.balancer())
    summary = ground.balancer().members

    assert len(inspected.members.healthy_addresses) == 1
    assert inspected.operating in ("ONLINE", "DEGRADED")
    assert (summary.total, summary.at_least, summary.at_most) == (2, 1, 1)


def test_the_members_say_which_releases_serve(ground: Ground) -> None:
    """By name, each with its version and its number of servers: known without Heat."""
    assert ground.cloud.balancers.serving(ground.balancer()) == [
        ServedRelease("r1", "1.0", 1),
        ServedRelease("r2", "2.0", 1),
    ]


def test_nobody_is_connected_to_a_side_that_nobody_has_used(ground: Ground) -> None:
    """Health checks are no clients."""
    assert ground.cloud.balancers.connections(ground.balancer()) == 0


def test_a_balancer_that_is_gone_is_not_found(ground: Ground) -> None:
    """Callers that inspect one count on it."""
    gone = replace(ground.balancer(), id="0" * 8 + "-0000-4000-8000-" + "0" * 12)
    with pytest.raises(NotFound):
        ground.cloud.balancers.inspect(gone)
