# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The security group of a load balancer: open are the listeners' ports and nothing else.

It belongs to the service project, so that tenants can neither change nor lose it, and it is looked
for there alone: any tenant may have a group of that name. The name is the one under which Octavia
looks for such groups itself, `lb-<load balancer id>`.
"""

import ipaddress
from dataclasses import dataclass
from typing import Any

from openstack.connection import Connection

from openstack_lab.octavia_provider.model import LoadBalancer


@dataclass(frozen=True)
class Opening:
    """One TCP port that a range of addresses may reach."""

    port: int
    cidr: str


def wanted_openings(lb: LoadBalancer) -> frozenset[Opening]:
    """Return what a load balancer must let in.

    A listener that is down by admin state keeps its opening. With security groups of the
    tenant's own (`vip_sg_ids`) those decide alone, as with Octavia's amphorae.
    """
    if lb.vip_sg_ids:
        return frozenset()
    everyone = "::/0" if ":" in lb.vip_address else "0.0.0.0/0"
    return frozenset(
        Opening(listener.protocol_port, cidr)
        for listener in lb.listeners
        for cidr in listener.allowed_cidrs or (everyone,)
    )


def ensure(cloud: Connection, lb: LoadBalancer) -> str:
    """Make the group of a load balancer have exactly the wanted openings; return its id."""
    network = cloud.network
    group = find(cloud, lb.id)
    if group is None:
        group = network.create_security_group(
            name=_name(lb.id), description=f"Listeners of load balancer {lb.id}"
        )
    existing = {
        Opening(rule["port_range_min"], rule["remote_ip_prefix"]): rule["id"]
        for rule in group.security_group_rules
        if rule["direction"] == "ingress"
    }
    wanted = wanted_openings(lb)
    for opening in wanted - existing.keys():
        network.create_security_group_rule(
            security_group_id=group.id,
            direction="ingress",
            protocol="tcp",
            ether_type=f"IPv{ipaddress.ip_network(opening.cidr).version}",
            port_range_min=opening.port,
            port_range_max=opening.port,
            remote_ip_prefix=opening.cidr,
        )
    for opening in existing.keys() - wanted:
        network.delete_security_group_rule(existing[opening])
    return str(group.id)


def find(cloud: Connection, load_balancer_id: str) -> Any:
    """Return the group of a load balancer, or None if it has none."""
    return cloud.network.find_security_group(
        _name(load_balancer_id), project_id=cloud.current_project_id
    )


def _name(load_balancer_id: str) -> str:
    return f"lb-{load_balancer_id}"
