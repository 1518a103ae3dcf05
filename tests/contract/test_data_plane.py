# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What every cloud promises of connections to an address: who answers, and who does not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from contract.ground import Ground, give_back

from bluegreen.model.address import Address, Role
from bluegreen.model.data_plane import Proof, ProofSpec
from bluegreen.model.tags import Colour


@pytest.fixture
def address(ground: Ground) -> Iterator[Address]:
    """A production address that points at the side's finished balancer."""
    ground.finish()
    addresses = ground.cloud.addresses
    network = ground.specification.external_network
    taken = addresses.allocate(ground.application, Role.PRODUCTION, network)
    yield addresses.point(taken, ground.ports[0])
    give_back(addresses, taken)


def test_a_balancer_proves_its_side_on_its_own(ground: Ground, address: Address) -> None:
    """Whatever its servers do: so many fresh connections in a row say which side it is."""
    proof = ground.cloud.data_plane.prove(address, ground.balancer(), ProofSpec())

    assert proof.proved, proof.seen
    assert "blue" in proof.seen


def test_an_address_that_leads_nowhere_proves_nothing(ground: Ground, address: Address) -> None:
    """Once the cloud has taken its way away nobody answers, and that is what was seen."""
    nowhere = ground.cloud.addresses.point(address, None)

    def asked() -> Proof:
        return ground.cloud.data_plane.prove(
            nowhere, ground.balancer(), ProofSpec(limit=timedelta(seconds=3))
        )

    ground.wait_until(lambda: not asked().proved)
    proof = asked()

    assert not proof.proved
    assert proof.seen


def test_a_stream_counts_every_request(ground: Ground, address: Address) -> None:
    """To an address that stays where it is no request fails; the end gives the count."""
    blue = ground.balancer()
    green = replace(blue, id="other", colour=Colour.GREEN)
    stream = ground.cloud.data_plane.measure(address, green, blue, ProofSpec())
    stream.begins()
    ground.clock.sleep(2)
    met = stream.ends()

    assert (met.failed, met.old_after_new) == (0, 0)
    assert met.requests > 0
    assert met.seconds is not None
