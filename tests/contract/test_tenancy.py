# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What every cloud promises to say of the credentials, of itself, and of what is there."""

from __future__ import annotations

from contract.ground import Ground, give_back

from bluegreen.doctor.of_cloud import NEEDED
from bluegreen.model.address import Role


def test_a_plain_member_is_known_as_one(ground: Ground) -> None:
    """By a password, so that there is no application credential."""
    who = ground.cloud.tenancy.who()

    assert "member" in who.roles
    assert who.user_id
    assert (who.credential, who.restricted, who.rules) == (None, False, False)


def test_every_service_that_is_needed_answers(ground: Ground) -> None:
    """One reading of each."""
    readings = {one.service: one.refusal for one in ground.cloud.tenancy.readings()}

    assert readings == dict.fromkeys(
        ("network", "load-balancer", "orchestration", "compute", "image")
    )


def test_the_alarm_service_is_asked_for_who_scales_by_it(ground: Ground) -> None:
    """It is no service that every application needs."""
    readings = {one.service: one.refusal for one in ground.cloud.tenancy.readings(alarming=True)}

    assert set(readings) == {
        "network",
        "load-balancer",
        "orchestration",
        "compute",
        "image",
        "alarming",
    }
    assert readings["alarming"] is None


def test_extensions_networks_and_providers_are_reported(ground: Ground) -> None:
    """All that doctor asks for is there."""
    tenancy = ground.cloud.tenancy

    assert tenancy.extensions() >= set(NEEDED)
    assert ground.specification.external_network in tenancy.external_networks()
    assert tenancy.providers()


def test_nobody_else_manages_an_address_that_was_just_taken(ground: Ground) -> None:
    """No stack, no Kubernetes."""
    addresses = ground.cloud.addresses
    network = ground.specification.external_network
    address = addresses.allocate(ground.application, Role.PRODUCTION, network)
    try:
        assert ground.cloud.tenancy.other_managers(address.id) == []
    finally:
        give_back(addresses, address)
