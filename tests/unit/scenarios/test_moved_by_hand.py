# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""An address that another tool has moved is noticed, and moved by nobody without a word."""

from __future__ import annotations

from dataclasses import replace

from support.acts import SWITCH
from support.fake_cloud import FakeProject
from support.incidents import TO_GREEN, just_after
from support.operator import Operator
from support.states import good, standing
from support.worlds import live, shop

from bluegreen.model.address import Role
from bluegreen.model.tags import Colour


def move_by_hand(project: FakeProject, role: Role, port_id: str | None) -> None:
    """Point an address somewhere, as somebody with the cloud's own tools does."""
    address = next(a for a in project.addresses.values() if a.role is role)
    moved = replace(address, port_id=port_id, revision=address.revision + 1)
    project.addresses[address.id] = moved


def test_a_production_address_that_was_moved_by_hand_is_refused_with_the_way_on(
    project: FakeProject, operator: Operator
) -> None:
    """Tools shifted traffic without looking at where it was (aws/containers-roadmap #2853), or
    moved the address for ever against each other (cluster-api-provider-openstack #1265).
    """
    move_by_hand(project, Role.PRODUCTION, "vip-shop-strange")
    before = standing(shop(project))

    for words in (SWITCH, ("resume", "shop", "--yes")):
        refused = operator.types(*words, expect=1)
        assert "port vip-shop-strange, which is neither side's" in refused.err
    assert "next: openstack floating ip unset --port" in refused.err
    assert "bluegreen switch shop --to blue" in refused.err
    assert standing(shop(project)) == before


def test_a_side_that_was_made_live_by_hand_is_believed_before_the_history(
    project: FakeProject, operator: Operator
) -> None:
    """The journal says blue, the cloud says green: a caller who expects blue is refused
    (aws/containers-roadmap #2853).
    """
    move_by_hand(project, Role.PREVIEW, None)
    move_by_hand(project, Role.PRODUCTION, "vip-shop-green")

    refused = operator.types("switch", "--from", "blue", "--yes", expect=1)

    assert "green is live, blue was expected" in refused.err
    assert live(project) is Colour.GREEN


def test_another_manager_that_takes_production_back_is_noticed(
    project: FakeProject, operator: Operator
) -> None:
    """A reconciler reverted the shift, and the deployment called itself done
    (aws-controllers-k8s/community #2907).
    """
    just_after(project, TO_GREEN, lambda: move_by_hand(project, Role.PRODUCTION, "vip-shop-blue"))
    operator.types(*SWITCH, expect=3)

    assert live(project) is Colour.BLUE
    assert good(shop(project))
