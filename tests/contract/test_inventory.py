# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What every cloud promises of what a project may use."""

from __future__ import annotations

from dataclasses import replace

from contract.ground import Ground

from bluegreen.model.quota import Needs


def needs(ground: Ground) -> Needs:
    """Return what one more server of the application would need."""
    spec = ground.specification
    return Needs(
        image=spec.image("1.0"),
        flavor=spec.servers.flavor,
        external_network=spec.external_network,
        key_pair=None,
        servers=1,
        releases=1,
        sides=1,
    )


def test_nothing_is_short_where_all_is_there(ground: Ground) -> None:
    """Image, flavor and network are known by name, and quota has room."""
    assert ground.cloud.inventory.shortages(needs(ground)) == []


def test_everything_that_is_not_there_is_listed_at_once(ground: Ground) -> None:
    """Each with the command that shows what there is."""
    wish = Needs("no-image", "no-flavor", "no-network", "no-key", servers=1, releases=1)

    assert {(s.what, s.look) for s in ground.cloud.inventory.shortages(wish)} == {
        ("there is no image no-image", "openstack image list"),
        ("there is no flavor no-flavor", "openstack flavor list"),
        ("there is no external network no-network", "openstack network list --external"),
        ("there is no key pair no-key", "openstack keypair list"),
    }


def test_a_quota_that_is_too_small_says_what_is_needed_and_left(ground: Ground) -> None:
    """Servers and load balancers each; it differs from what is not there."""
    wish = replace(needs(ground), servers=5000, sides=5000)
    short = ground.cloud.inventory.shortages(wish)

    assert all(s.of_quota and s.look == "openstack quota show" for s in short)
    said = [s.what for s in short]
    assert any(what.startswith("quota: 5000 servers needed, ") for what in said)
    assert any(what.startswith("quota: 5000 load balancers needed, ") for what in said)


def test_nothing_is_asked_of_what_is_not_needed(ground: Ground) -> None:
    """Without a network and a key pair of its own, a growth asks for neither."""
    wish = replace(needs(ground), external_network=None, sides=0, releases=0)

    assert ground.cloud.inventory.shortages(wish) == []
