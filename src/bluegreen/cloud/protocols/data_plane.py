# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What is asked of the way that clients take."""

from __future__ import annotations

from typing import Protocol

from bluegreen.model.address import Address
from bluegreen.model.balancer import Balancer
from bluegreen.model.data_plane import Cutover, LongLivedOutcome, Proof, ProofSpec, RequestSpec
from bluegreen.model.verdict import CheckResult


class LongLivedConnections(Protocol):
    """Connections through an address that are held, and asked on now and then."""

    def begins(self) -> None:
        """Note that the move of the address is requested now."""

    def ends(self) -> LongLivedOutcome:
        """End them, and return what happened to them. Without `begins` they only end."""


class Measurement(Protocol):
    """A steady stream of fresh connections to one address."""

    def begins(self) -> None:
        """Note that the move of the address is requested now."""

    def failed_so_far(self) -> int:
        """Return how many of its requests have failed until now, by no fault of this machine."""

    def unknown_so_far(self) -> int:
        """Return how many of its requests this machine could not send, or was late with."""

    def ends(self) -> Cutover:
        """End the stream and return what it met. Without `begins` it only ends."""


class DataPlane(Protocol):
    """The way that clients take: connections to an address."""

    def warm_up(
        self,
        address: Address,
        balancer: Balancer,
        servers: int,
        header: str | None,
        request: RequestSpec,
    ) -> CheckResult:
        """Ask through an address until so many servers have answered well."""

    def prove(self, address: Address, balancer: Balancer, proof: ProofSpec) -> Proof:
        """Open fresh connections until the balancer's side has answered so many in a row."""

    def servers_answer(self, address: Address, balancer: Balancer) -> Proof:
        """Ask the servers behind an address themselves, by HTTP, and not the balancer."""

    def measure(
        self, address: Address, old: Balancer, new: Balancer, proof: ProofSpec
    ) -> Measurement:
        """Start a stream of fresh connections to an address that is about to move."""

    def open_long_lived(
        self, address: Address, balancer: Balancer, proof: ProofSpec
    ) -> LongLivedConnections:
        """Open some connections to an address that is about to move, and keep asking on them."""
