# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Load balancers and floating IPs that somebody else made, and nobody has marked."""

from __future__ import annotations

from bluegreen.model.adoption import FoundAddress, FoundBalancer
from support.fake_cloud import FakeProject


def balancer(name: str, router: str | None = "router", port: int = 80) -> FoundBalancer:
    """Return a load balancer that somebody made."""
    return FoundBalancer(
        id=f"lb-{name}",
        name=name,
        listener_id=f"listener-{name}",
        protocol="HTTP",
        port=port,
        vip_port_id=f"vip-{name}",
        network_id=f"net-{name}",
        router_id=router,
        provisioning="ACTIVE",
    )


def address(number: int, at: str | None) -> FoundAddress:
    """Return a floating IP that somebody took."""
    port = f"vip-{at}" if at else None
    return FoundAddress(f"fip-{number}", f"198.51.100.{number}", port, "public")


def let_stand(
    project: FakeProject, balancers: list[FoundBalancer], addresses: list[FoundAddress]
) -> None:
    """Let all of these stand there, and belong to nobody."""
    project.found_balancers = {b.id: b for b in balancers}
    project.found_addresses = {a.floating_ip: a for a in addresses}
    project.unmarked = set(project.found_addresses)
