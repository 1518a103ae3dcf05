# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The Neutron ports of a load balancer: the VIP's, and one in each further subnet of members.

They are found by their id or among what the service project owns. Any tenant may give a port the
name, the device and the device owner of one of ours.
"""

from collections.abc import Iterable
from typing import Any

from openstack.connection import Connection
from openstack.exceptions import NotFoundException

from openstack_lab.octavia_provider import security_group
from openstack_lab.octavia_provider.commands import wait_until
from openstack_lab.octavia_provider.model import LoadBalancer
from openstack_lab.octavia_provider.namespace import Attachment

_OWNER = "Octavia"


class Ports:
    """Binds ports to this machine and tells how they become interfaces."""

    def __init__(self, cloud: Connection, host: str) -> None:
        self._cloud = cloud
        self._network = cloud.network
        self._host = host

    def bind_vip(self, lb: LoadBalancer, group: str) -> Attachment:
        """Bind the VIP port, which Octavia or the tenant made, and protect it with the group.

        A port that the tenant made keeps the tenant's groups as well.
        """
        port = self._network.get_port(lb.vip_port_id)
        kept = set() if port.device_owner == _OWNER else set(port.security_group_ids)
        self._bind(port, kept | {group, *lb.vip_sg_ids})
        return self._attachment(port, lb.vip_subnet_id, with_gateway=True)

    def bind_member_subnets(self, lb: LoadBalancer, group: str) -> list[Attachment]:
        """Have one bound port in each subnet of members other than the VIP's, and no more.

        Tenants expect it of Octavia: a member in a subnet without a router is reached directly.
        """
        wanted = member_subnets(lb)
        existing = {
            address["subnet_id"]: port
            for port in self._member_ports(lb.id)
            for address in port.fixed_ips
        }
        for subnet in existing.keys() - wanted:
            self._network.delete_port(existing[subnet])
        attachments = []
        for subnet in sorted(wanted):
            port = existing.get(subnet) or self._create_member_port(lb, subnet)
            self._bind(port, {group})
            attachments.append(self._attachment(port, subnet, with_gateway=False))
        return attachments

    def wait_until_active(self, attachments: Iterable[Attachment]) -> None:
        """Return once Neutron has wired the ports; raises NotInTime after 20 s for one of them."""
        for attachment in attachments:
            wait_until(
                lambda port_id=attachment.port_id: (  # type: ignore[misc]
                    self._network.get_port(port_id).status == "ACTIVE"
                ),
                f"wiring of port {attachment.port_id}",
                seconds=20,
            )

    def release(self, load_balancer_id: str, vip_port_id: str | None) -> None:
        """Give up all ports: delete our own, and take our group off the VIP port and away.

        The VIP port itself stays: Octavia deletes it if Octavia made it.
        """
        for port in self._member_ports(load_balancer_id):
            self._network.delete_port(port)
        group = security_group.find(self._cloud, load_balancer_id)
        if group is None:
            return
        vip = self._port(vip_port_id) if vip_port_id else None
        if vip is not None and group.id in vip.security_group_ids:
            left = [other for other in vip.security_group_ids if other != group.id]
            self._network.update_port(vip, security_group_ids=left, binding_host_id="")
        self._network.delete_security_group(group)

    def _bind(self, port: Any, groups: set[str]) -> None:
        is_bound = port.binding_host_id == self._host and port.binding_vif_type == "ovs"
        is_guarded = set(port.security_group_ids) == groups
        if not (is_bound and is_guarded and port.is_admin_state_up):
            self._network.update_port(
                port,
                binding_host_id=self._host,
                is_admin_state_up=True,
                security_group_ids=sorted(groups),
            )

    def _attachment(self, port: Any, subnet_id: str, *, with_gateway: bool) -> Attachment:
        subnet = self._network.get_subnet(subnet_id)
        address = next(ip for ip in port.fixed_ips if ip["subnet_id"] == subnet_id)["ip_address"]
        routes = [(route["destination"], route["nexthop"]) for route in subnet.host_routes]
        if with_gateway and subnet.gateway_ip:
            routes.append(("default", subnet.gateway_ip))
        return Attachment(
            port_id=port.id,
            mac_address=port.mac_address,
            mtu=self._network.get_network(port.network_id).mtu,
            address=f"{address}/{subnet.cidr.partition('/')[2]}",
            routes=tuple(routes),
        )

    def _port(self, port_id: str) -> Any:
        # The SDK's find_port would go on to look for a port of this name.
        try:
            return self._network.get_port(port_id)
        except NotFoundException:
            return None

    def _member_ports(self, load_balancer_id: str) -> list[Any]:
        return list(
            self._network.ports(
                project_id=self._cloud.current_project_id,
                device_id=_device(load_balancer_id),
                device_owner=_OWNER,
            )
        )

    def _create_member_port(self, lb: LoadBalancer, subnet_id: str) -> Any:
        return self._network.create_port(
            name=f"octavia-lb-members-{lb.id}",
            network_id=self._network.get_subnet(subnet_id).network_id,
            fixed_ips=[{"subnet_id": subnet_id}],
            device_id=_device(lb.id),
            device_owner=_OWNER,
        )


def member_subnets(lb: LoadBalancer) -> set[str]:
    """Return the subnets of members other than the VIP's own."""
    subnets = {member.subnet_id for pool in lb.pools for member in pool.members}
    return {subnet for subnet in subnets if subnet and subnet != lb.vip_subnet_id}


def _device(load_balancer_id: str) -> str:
    return f"lb-{load_balancer_id}"
