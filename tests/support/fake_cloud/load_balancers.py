# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Octavia's load balancers in memory."""

from __future__ import annotations

from dataclasses import dataclass

from bluegreen.cloud.errors import NotFound
from bluegreen.model.address import Role
from bluegreen.model.balancer import Balancer, BalancerSettings, CutMethod, Network, ServedRelease
from support.fake_cloud.state import Changing


@dataclass
class FakeBalancers(Changing):
    """Balancers that the side stacks have made."""

    def find(self, application: str | None = None) -> list[Balancer]:
        """Return the balancers of complete sides that were tagged."""
        self.project.called("balancers.find")
        found = (
            self.project.balancer(name)
            for name, stack in list(self.project.stacks.items())
            if application in (None, stack.application)
            and "side" in stack.facts
            and "release" not in stack.facts
        )
        others = self.project.adopted.keys() & self.project.found_balancers.keys()
        adopted = [self.project.balancer(one.removeprefix("lb-")) for one in sorted(others)]
        return [
            b
            for b in (*found, *adopted)
            if b
            and (b.adopted or b.id in self.project.tagged_balancers)
            and application in (None, b.application)
        ]

    def inspect(self, balancer: Balancer) -> Balancer:
        """Return the balancer as it is now."""
        self.project.called("balancers.inspect")
        now = self.project.balancer(balancer.id.removeprefix("lb-"))
        if now is None:
            raise NotFound(f"no load balancer {balancer.id}")
        return now

    def serving(self, balancer: Balancer) -> list[ServedRelease]:
        """Return the releases whose servers the balancer has."""
        self.project.called(f"balancers.serving {balancer.colour}")
        return self.project.serving(balancer.id.removeprefix("lb-"))

    def network(self, balancer: Balancer) -> Network:
        """Return where the side's stack has put it; an adopted one is in a network of 24 bits."""
        self.project.called(f"balancers.network {balancer.colour}")
        side_stack = balancer.id.removeprefix("lb-")
        if balancer.adopted:
            return Network(balancer.network_id, "10.0.0.0/24")
        return Network(side_stack, str(self.project.requests[side_stack].parameters["cidr"]))

    def connections(self, balancer: Balancer) -> int:
        """Return how many clients the test has connected."""
        self.project.called(f"balancers.connections {balancer.colour}")
        return self.project.connected.get(balancer.id, 0)

    def connections_so_far(self, balancer: Balancer) -> int:
        """Return the count of connections: at each look one more where production points."""
        self.project.called(f"balancers.connections_so_far {balancer.colour}")
        held = self.project.addresses.values()
        at = {a.port_id for a in held if a.role is Role.PRODUCTION}
        so_far = self.project.counted.get(balancer.id, 0)
        if self.project.has_users and balancer.vip_port_id in at:
            so_far += 1
        self.project.counted[balancer.id] = so_far
        return so_far

    def technique(self, balancer: Balancer) -> CutMethod:
        """Return the way that the test has chosen."""
        self.project.called("balancers.technique")
        return self.project.technique

    def reload(self, balancer: Balancer) -> None:
        """End all connections but the busy ones."""
        self._cut(f"balancers.reload {balancer.colour}", balancer)

    def set_admin_state(self, balancer: Balancer, *, up: bool) -> None:
        """Open the listener, or close it, which ends all connections but the busy ones."""
        call = f"balancers.set_admin_state {balancer.colour} {up}"
        if up:
            self.changes(call)
            self.project.closed_listeners.discard(balancer.id)
            self.project.fault("after", call)
        else:
            self._cut(call, balancer, closes=True)

    def _cut(self, call: str, balancer: Balancer, *, closes: bool = False) -> None:
        self.changes(call)
        if closes:
            self.project.closed_listeners.add(balancer.id)
        held = self.project.connected.get(balancer.id, 0)
        self.project.connected[balancer.id] = min(held, self.project.busy.get(balancer.id, 0))
        self.project.fault("after", call)

    def apply_settings(self, settings: BalancerSettings) -> None:
        """Mark a balancer."""
        self.changes(f"balancers.apply_settings {settings.colour}")
        self.project.tagged_balancers.add(settings.balancer_id)
        told = self.project.by_hand.settings
        forwards = "true" if settings.forwards_client_address else None
        told[settings.monitor_id] = {
            "unhealthy_after": settings.unhealthy_after,
            "host": settings.health_host,
        }
        told[settings.listener_id] = {
            "idle_timeout_ms": round(settings.idle_timeout.total_seconds() * 1000),
            "forwards": forwards,
        }
        self.project.fault("after", f"balancers.apply_settings {settings.colour}")
