# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The provider takes nobody else's port or security group for its own."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from openstack.exceptions import DuplicateResource, NotFoundException
from openstack_lab.octavia_provider import security_group
from openstack_lab.octavia_provider.model import LoadBalancer, Member, Pool
from openstack_lab.octavia_provider.ports import Ports

Balancer = Callable[..., LoadBalancer]


class Network:
    """Ports and security groups of all projects, listed as Neutron lists them to a service user."""

    def __init__(self) -> None:
        self.all_ports: dict[str, SimpleNamespace] = {}
        self.groups: list[SimpleNamespace] = []

    def add_port(self, port_id: str, project_id: str, **values: Any) -> None:
        """Have one more port."""
        defaults = {
            "network_id": "network",
            "mac_address": "fa:16:3e:00:00:01",
            "security_group_ids": [],
            "binding_host_id": "host",
            "binding_vif_type": "ovs",
            "is_admin_state_up": True,
        }
        self.all_ports[port_id] = SimpleNamespace(
            **{**defaults, "id": port_id, "project_id": project_id, **values}
        )

    def add_group(self, group_id: str, project_id: str, name: str) -> None:
        """Have one more security group."""
        self.groups.append(
            SimpleNamespace(id=group_id, project_id=project_id, name=name, security_group_rules=[])
        )

    def ports(self, **query: str) -> list[SimpleNamespace]:
        """List those that have all the values."""
        return [one for one in self.all_ports.values() if query.items() <= vars(one).items()]

    def get_port(self, port_id: str) -> SimpleNamespace:
        """Return a port by its id and by nothing else."""
        if port_id not in self.all_ports:
            raise NotFoundException
        return self.all_ports[port_id]

    def create_port(self, **values: Any) -> SimpleNamespace:
        """Make a port of the service project."""
        self.add_port(f"made-{len(self.all_ports)}", "service", **values)
        return list(self.all_ports.values())[-1]

    def update_port(self, port: SimpleNamespace, **values: Any) -> None:
        """Change a port."""
        vars(port).update(values)

    def delete_port(self, port: SimpleNamespace) -> None:
        """Delete a port."""
        del self.all_ports[port.id]

    def find_security_group(self, name: str, **query: str) -> SimpleNamespace | None:
        """Return the only one of that name, as the SDK does."""
        found = [
            one for one in self.groups if one.name == name and query.items() <= vars(one).items()
        ]
        if len(found) > 1:
            raise DuplicateResource
        return found[0] if found else None

    def delete_security_group(self, group: SimpleNamespace) -> None:
        """Delete a group."""
        self.groups.remove(group)

    def get_subnet(self, subnet_id: str) -> SimpleNamespace:
        """Return a subnet without routes."""
        return SimpleNamespace(
            id=subnet_id,
            network_id="network",
            host_routes=[],
            gateway_ip=None,
            cidr="10.1.0.0/24",
        )

    def get_network(self, network_id: str) -> SimpleNamespace:
        """Return a network."""
        return SimpleNamespace(id=network_id, mtu=1500)


@pytest.fixture
def network() -> Network:
    """Have a cloud where an attacker has prepared a port and a group for the balancer `lb`."""
    cloud = Network()
    cloud.add_port(
        "foreign",
        "attacker",
        name="octavia-lb-members-lb",
        device_id="lb-lb",
        device_owner="Octavia",
        fixed_ips=[],
    )
    cloud.add_group("foreign-group", "attacker", "lb-lb")
    return cloud


@pytest.fixture
def ports(network: Network) -> Ports:
    """Look at it as the service user."""
    return Ports(_cloud(network), "host")


def _cloud(network: Network) -> Any:
    return SimpleNamespace(network=network, current_project_id="service")


def _with_member_in(balancer: Balancer, pool: Callable[..., Pool], subnet: str) -> LoadBalancer:
    member = Member(id="one", address="10.1.0.11", protocol_port=8080, subnet_id=subnet)
    return balancer(pools=(pool(members=(member,)),))


def test_a_port_of_another_project_is_no_port_of_the_load_balancer(
    network: Network, ports: Ports, balancer: Balancer, pool: Callable[..., Pool]
) -> None:
    """Whatever its name, device and device owner: it is neither used nor deleted."""
    network.create_port = _with_address(network)  # type: ignore[method-assign]

    attachments = ports.bind_member_subnets(_with_member_in(balancer, pool, "far"), "group")

    assert [one.port_id for one in attachments] == ["mine"]
    assert "foreign" in network.all_ports
    assert network.all_ports["foreign"].security_group_ids == []


def _with_address(network: Network) -> Callable[..., SimpleNamespace]:
    def create_port(**values: Any) -> SimpleNamespace:
        addresses = [{**one, "ip_address": "10.1.0.5"} for one in values.pop("fixed_ips")]
        network.add_port("mine", "service", fixed_ips=addresses, **values)
        return network.all_ports["mine"]

    return create_port


def test_a_load_balancer_with_a_namesake_of_its_group_can_be_deleted(
    network: Network, ports: Ports
) -> None:
    """Its own ports and group go, the other project's stay."""
    network.add_group("own-group", "service", "lb-lb")
    network.add_port("own", "service", device_id="lb-lb", device_owner="Octavia", fixed_ips=[])
    network.add_port("vip", "tenant", security_group_ids=["own-group", "tenants"])

    ports.release("lb", "vip")

    assert set(network.all_ports) == {"foreign", "vip"}
    assert [one.id for one in network.groups] == ["foreign-group"]
    assert network.all_ports["vip"].security_group_ids == ["tenants"]


def test_a_load_balancer_whose_vip_port_has_gone_can_be_deleted(
    network: Network, ports: Ports
) -> None:
    """A port that merely has the id of the VIP's as its name is left alone."""
    network.add_group("own-group", "service", "lb-lb")
    network.add_port("other", "attacker", name="vip", security_group_ids=["own-group"])

    ports.release("lb", "vip")

    assert network.all_ports["other"].security_group_ids == ["own-group"]
    assert [one.id for one in network.groups] == ["foreign-group"]


def test_the_group_of_another_project_does_not_guard_a_load_balancer(network: Network) -> None:
    """It would open what its owner likes."""
    assert security_group.find(_cloud(network), "lb") is None
