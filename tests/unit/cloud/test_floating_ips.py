# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""All floating IPs of the project, as Neutron lists them: the application's and anybody's."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from support.answers import Answer, Json

from bluegreen.cloud import from_connection
from bluegreen.cloud.snapshot import project_floating_ips
from bluegreen.model.address import FloatingIp, Role
from bluegreen.model.tags import tags_for


def listed(number: int, fixed_ip: str | None = None, network: str = "", **more: Any) -> Json:
    """Return a floating IP as Neutron shows it."""
    return {
        "id": f"fip-{number}",
        "project_id": "project",
        "floating_ip_address": f"203.0.113.{number}",
        "fixed_ip_address": fixed_ip,
        "port_id": f"port-{number}" if fixed_ip else None,
        "port_details": {"network_id": network} if fixed_ip else None,
        "tags": [],
        **more,
    }


@dataclass
class Connection:
    """A connection as the SDK gives it, to a Neutron with prepared listings."""

    floating_ips: list[Json]
    requests: list[str] = field(default_factory=list)
    current_project_id: str = "project"

    @property
    def network(self) -> Connection:
        """The network service."""
        return self

    def request(self, path: str, method: str, **more: Any) -> Answer:
        """Answer a reading: two networks, the second with two subnets."""
        assert (method, more["params"]) == ("GET", {"project_id": "project"})
        self.requests.append(path)
        held = {
            "/floatingips": self.floating_ips,
            "/networks": [{"id": "net-1", "name": "shop-blue"}, {"id": "net-2", "name": ""}],
            "/subnets": [
                {"network_id": "net-2", "cidr": "10.0.1.0/24"},
                {"network_id": "net-2", "cidr": "10.0.2.0/24"},
                {"network_id": "net-1", "cidr": "10.0.1.0/24"},
            ],
        }
        return Answer({path.removeprefix("/"): held[path]})


def found(*floating_ips: Json) -> list[FloatingIp]:
    """Return what the library says of them."""
    return project_floating_ips(from_connection(Connection(list(floating_ips))))


def test_one_of_an_application_has_its_network_subnet_and_role() -> None:
    """The subnet is the one of that network that the fixed IP is in."""
    ours = tags_for("shop", role="production")

    assert found(listed(1, "10.0.1.10", "net-1", tags=ours)) == [
        FloatingIp(
            id="fip-1",
            floating_ip="203.0.113.1",
            fixed_ip="10.0.1.10",
            port_id="port-1",
            network_id="net-1",
            network="shop-blue",
            subnet="10.0.1.0/24",
            application="shop",
            role=Role.PRODUCTION,
        )
    ]


def test_one_that_points_at_nothing_has_no_network() -> None:
    """It is shown as well, and belongs to nobody."""
    [free] = found(listed(1))

    assert (free.network, free.subnet, free.fixed_ip, free.application) == (None,) * 4


def test_what_the_cloud_does_not_say_is_not_guessed() -> None:
    """A network of another project's is known by its id alone; an older Neutron names none.

    `port_details` came with Neutron 13 (extension fip-port-details).
    """
    shared, unnamed, older = found(
        listed(1, "10.0.1.10", "net-of-others"),
        listed(2, "10.0.2.10", "net-2"),
        {k: v for k, v in listed(3, "10.0.1.10", "net-1").items() if k != "port_details"},
    )

    assert (shared.network, shared.subnet) == ("net-of-others", None)
    assert (unnamed.network, unnamed.subnet) == ("net-2", "10.0.2.0/24")
    assert (older.network, older.subnet, older.fixed_ip) == (None, None, "10.0.1.10")


def test_a_tag_of_no_role_that_is_known_breaks_nothing() -> None:
    """Anybody in the project may write tags."""
    [odd] = found(listed(1, tags=tags_for("shop", role="standby")))

    assert (odd.application, odd.role) == ("shop", None)


def test_they_take_three_requests_however_many_there_are_and_are_in_order() -> None:
    """One listing each of floating IPs, networks and subnets; 9 comes before 10."""
    connection = Connection([listed(number) for number in (10, 9, 100)])

    all_of_them = project_floating_ips(from_connection(connection))

    assert [one.floating_ip.rpartition(".")[2] for one in all_of_them] == ["9", "10", "100"]
    assert sorted(connection.requests) == ["/floatingips", "/networks", "/subnets"]
