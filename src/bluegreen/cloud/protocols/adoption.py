# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What is asked of resources that were there before."""

from __future__ import annotations

from typing import Protocol

from bluegreen.cloud.permit import changes, reads
from bluegreen.model.adoption import FoundAddress, FoundBalancer
from bluegreen.model.tags import Colour


class Adoption(Protocol):
    """What is there of load balancers and addresses, and the marks that put them under management.

    Each mark may be set twice; each may be removed where there is none.
    """

    @reads
    def balancers(self) -> list[FoundBalancer]:
        """Return every load balancer of the project."""

    @reads
    def addresses(self) -> list[FoundAddress]:
        """Return every floating IP of the project."""

    @reads
    def owns_network(self, network_id: str) -> bool:
        """Tell whether a network is the project's own, so that it can be marked."""

    @reads
    def marked_network(self, application: str) -> str | None:
        """Return the network that is marked to hold the lease, None when none is."""

    @changes
    def mark_network(self, network_id: str, application: str) -> None:
        """Mark a network as the one that holds the lease."""

    @changes
    def unmark_network(self, network_id: str) -> None:
        """Remove the marks."""

    @changes
    def mark_balancer(self, balancer_id: str, application: str, colour: Colour) -> None:
        """Mark a load balancer as a side. Raises Conflict while Octavia works on it."""

    @changes
    def unmark_balancer(self, balancer_id: str) -> None:
        """Remove the marks. Raises Conflict while Octavia works on it."""

    @changes
    def add_identity_policy(self, listener_id: str, application: str, colour: Colour) -> None:
        """Let a listener say its side at the well-known path. Raises Conflict while it is busy."""

    @changes
    def remove_identity_policy(self, listener_id: str) -> None:
        """Take that back. Raises Conflict while it is busy."""
