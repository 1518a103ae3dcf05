# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What is asked of the load balancers."""

from __future__ import annotations

from typing import Protocol

from bluegreen.cloud.permit import changes, reads
from bluegreen.model.balancer import Balancer, BalancerSettings, CutMethod, Network, ServedRelease


class Balancers(Protocol):
    """The load balancers of the sides."""

    @reads
    def find(self, application: str | None = None) -> list[Balancer]:
        """Return balancers with a summary of their members, at a fixed number of requests."""

    @reads
    def inspect(self, balancer: Balancer) -> Balancer:
        """Return one balancer with the exact health of each member."""

    @reads
    def serving(self, balancer: Balancer) -> list[ServedRelease]:
        """Return the releases in a balancer's pool, by name; what is not tagged is left out."""

    @reads
    def network(self, balancer: Balancer) -> Network:
        """Return the network and the subnet in which a balancer has its fixed IP.

        Raises NotFound, also where they are another project's and not shared with this one.
        """

    @reads
    def connections(self, balancer: Balancer) -> int:
        """Return how many clients are connected now, as the balancer last said it.

        Octavia's provider reports every few seconds (amphorae every 10), and after a reload of
        HAProxy counts only the new process's connections.
        """

    @reads
    def connections_so_far(self, balancer: Balancer) -> int:
        """Return how many connections the balancer has taken in all, as it last said it.

        As old as what `connections` returns; it may start again when the balancer restarts.
        """

    @reads
    def technique(self, balancer: Balancer) -> CutMethod:
        """Return the way to end connections that loses least, of those this balancer offers."""

    @changes
    def reload(self, balancer: Balancer) -> None:
        """Make HAProxy reload its configuration, with no change that matters.

        Raises Conflict while Octavia is still working on the balancer: ask again.
        """

    @changes
    def set_admin_state(self, balancer: Balancer, *, up: bool) -> None:
        """Start to open or to close the listener. Raises Conflict as `reload` does."""

    @changes
    def apply_settings(self, settings: BalancerSettings) -> None:
        """Set what differs from the settings.

        Raises Conflict while Octavia is still working on the balancer: ask again.
        """
