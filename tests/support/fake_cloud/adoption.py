# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What was there before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from bluegreen.model.adoption import FoundAddress, FoundBalancer
from bluegreen.model.tags import Colour
from support.fake_cloud.state import Changing


@dataclass
class FakeAdoption(Changing):
    """Load balancers and addresses that the test puts there, and their marks."""

    def balancers(self) -> list[FoundBalancer]:
        """Return them, with whose they are."""
        owners = {one: name for one, (name, _) in self.project.adopted.items()}
        found = [
            replace(found, application=owners.get(found.id, found.application))
            for found in self.project.found_balancers.values()
        ]
        return [*found, *self._built()]

    def _built(self) -> Iterator[FoundBalancer]:
        """Yield those that side stacks have made."""
        for name, stack in self.project.stacks.items():
            is_side = "side" in stack.facts and "release" not in stack.facts
            made = self.project.balancer(name) if is_side else None
            if made:
                marked = self.project.tagged_balancers | self.project.adopted.keys()
                yield FoundBalancer(
                    id=made.id,
                    name=name,
                    listener_id=made.listener_id,
                    protocol=made.protocol,
                    port=made.port,
                    vip_port_id=made.vip_port_id,
                    network_id=f"network-{name}",
                    router_id=f"router-{made.application}",
                    provisioning=made.provisioning,
                    application=made.application if made.id in marked else "",
                )

    def addresses(self) -> list[FoundAddress]:
        """Return those that are marked, as they point now, and those that are not."""
        marked = [
            FoundAddress(a.id, a.floating_ip, a.port_id, "public", a.application)
            for a in self.project.addresses.values()
        ]
        unmarked = self.project.unmarked
        return marked + [f for ip, f in self.project.found_addresses.items() if ip in unmarked]

    def owns_network(self, network_id: str) -> bool:
        """Tell what the test says."""
        return network_id not in self.project.foreign_networks

    def marked_network(self, application: str) -> str | None:
        """Return it."""
        self.project.called("adoption.marked_network")
        marked = self.project.adopted_networks.items()
        return next((network for network, name in marked if name == application), None)

    def mark_network(self, network_id: str, application: str) -> None:
        """Mark it."""
        self.changes("adoption.mark_network")
        self.project.adopted_networks[network_id] = application
        self.project.fault("after", "adoption.mark_network")

    def unmark_network(self, network_id: str) -> None:
        """Unmark it."""
        self.changes("adoption.unmark_network")
        self.project.adopted_networks.pop(network_id, None)
        self.project.fault("after", "adoption.unmark_network")

    def mark_balancer(self, balancer_id: str, application: str, colour: Colour) -> None:
        """Mark it."""
        self.changes(f"adoption.mark_balancer {colour}")
        self.project.adopted[balancer_id] = (application, colour)
        self.project.fault("after", f"adoption.mark_balancer {colour}")

    def unmark_balancer(self, balancer_id: str) -> None:
        """Unmark it."""
        self.changes("adoption.unmark_balancer")
        self.project.adopted.pop(balancer_id, None)
        self.project.fault("after", "adoption.unmark_balancer")

    def add_identity_policy(self, listener_id: str, application: str, colour: Colour) -> None:
        """Note what it says."""
        self.changes(f"adoption.add_identity_policy {colour}")
        self.project.saying[listener_id] = (application, colour)
        self.project.fault("after", f"adoption.add_identity_policy {colour}")

    def remove_identity_policy(self, listener_id: str) -> None:
        """Note that it says nothing."""
        self.changes("adoption.remove_identity_policy")
        self.project.saying.pop(listener_id, None)
        self.project.fault("after", "adoption.remove_identity_policy")
