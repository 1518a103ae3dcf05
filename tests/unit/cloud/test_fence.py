# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""A lease that ends without its holder is fenced: the cloud refuses what that one still sends."""

from __future__ import annotations

import pytest
from support.fake_cloud import FakeProject
from support.leases import expired, strike, take

from bluegreen.cloud.errors import AnswerLost, Forbidden
from bluegreen.cloud.protocols import Leases
from bluegreen.model.address import Address, Role


def switched_address(project: FakeProject) -> Address:
    """Put an address of the shop there, and return it."""
    address = Address("fip-1", Role.PRODUCTION, "shop", "203.0.113.1", None, "port-1", None, 7)
    project.addresses[address.id] = address
    return address


@pytest.mark.parametrize("how", ["taken over", "broken"])
def test_an_ended_lease_is_fenced_before_it_is_gone(
    project: FakeProject, leases: Leases, how: str
) -> None:
    """A killed taker leaves a lease that is fenced and still held, never one that is neither."""
    address = switched_address(project)
    expired(project, leases)
    project.calls.clear()

    if how == "broken":
        leases.break_lease("shop")
    else:
        take(leases, "bob")

    assert project.calls.index("PUT tags") < project.calls.index("DELETE ports")
    assert project.addresses[address.id].revision != address.revision
    assert project.addresses[address.id].port_id == address.port_id


def test_a_fence_leaves_one_tag_however_often_it_is_written(
    project: FakeProject, leases: Leases
) -> None:
    """Tags are few in Neutron, and say nothing once there is a newer one."""
    address = switched_address(project)
    revisions = set()
    for _ in range(3):
        leases.fence("shop")
        revisions.add(project.addresses[address.id].revision)

    assert len(revisions) == 3
    assert len(project.tags[address.id]) == 1


def test_a_lease_that_is_taken_from_nobody_needs_no_fence(
    project: FakeProject, leases: Leases
) -> None:
    """Its former holder gave it back, and had nothing on its way any more."""
    switched_address(project)
    leases.release(take(leases))
    project.calls.clear()

    take(leases, "bob")

    assert "PUT tags" not in project.calls


@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize("call", ["PUT tags", "DELETE tags", "GET floatingips"])
def test_a_fence_is_written_even_on_a_bad_day(
    project: FakeProject, leases: Leases, call: str, moment: str
) -> None:
    """A lost answer is asked for again before anything is ended."""
    address = switched_address(project)
    leases.fence("shop")
    revision = project.addresses[address.id].revision
    expired(project, leases)
    strike(project, moment, call, AnswerLost)

    assert take(leases, "bob").owner == "bob"
    assert project.addresses[address.id].revision != revision


def test_who_may_write_no_tags_hears_what_helps(project: FakeProject, leases: Leases) -> None:
    """Narrow credentials that were made before the lease fenced have no rule for it."""
    switched_address(project)
    expired(project, leases)
    strike(project, "before", "PUT tags", Forbidden, times=99)

    with pytest.raises(Forbidden, match="cannot fence") as refused:
        take(leases, "bob")

    assert "--without-lease" in refused.value.next_step
    assert "bluegreen credential create shop" in refused.value.next_step
