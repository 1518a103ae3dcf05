# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""A tenant with a network, two web servers, a client and a load balancer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openstack
import pytest
from openstack_lab.lab import Lab
from support.balancer import NAME, Balancer
from support.farm import Box, Farm


@pytest.fixture(scope="module")
def clouds() -> Callable[[str], Any]:
    """Connect as one of the lab's users."""
    clouds_file = str(Lab.from_environment().paths.clouds_file)

    def connect(name: str) -> Any:
        config = openstack.config.OpenStackConfig(config_files=[clouds_file])
        return openstack.connection.Connection(config=config.get_one(name))

    return connect


@pytest.fixture(scope="module")
def tenant(clouds: Callable[[str], Any]) -> Any:
    """An ordinary user's connection."""
    return clouds("demo")


@pytest.fixture(scope="module")
def state() -> Path:
    """The provider's folder."""
    return Lab.from_environment().paths.data / "octavia"


@pytest.fixture(scope="module")
def ovsdb(state: Path) -> str:
    """Where the lab's Open vSwitch listens."""
    return f"unix:{state.parent.parent / 'run' / 'db.sock'}"


@pytest.fixture(scope="module")
def subnet(tenant: Any) -> Iterator[Any]:
    """A network of the tenant's without a router."""
    network = tenant.network.create_network(name=NAME)
    yield tenant.network.create_subnet(
        network_id=network.id, ip_version=4, cidr="10.99.0.0/24", name=NAME
    )
    tenant.network.delete_network(network)


@pytest.fixture(scope="module")
def farm(
    tenant: Any, clouds: Callable[[str], Any], subnet: Any, ovsdb: str
) -> Iterator[dict[str, Box]]:
    """A client and two web servers."""
    farm = Farm(tenant, clouds("admin"), subnet, ovsdb)
    try:
        yield {name: farm.box(name) for name in ("client", "one", "two")}
    finally:
        farm.close()


@pytest.fixture
def servers(farm: dict[str, Box]) -> Iterator[list[Box]]:
    """Both web servers, running."""
    servers = [farm["one"], farm["two"]]
    for server in servers:
        server.serve()
    yield servers
    for box in farm.values():
        box.stop()


@pytest.fixture
def client(farm: dict[str, Box]) -> Box:
    """A machine that asks."""
    return farm["client"]


@pytest.fixture(scope="module")
def empty(tenant: Any, subnet: Any) -> Iterator[Balancer]:
    """A load balancer without anything, shared by the tests of this file."""
    balancer = Balancer(tenant, subnet)
    yield balancer
    balancer.delete()


@pytest.fixture
def balancer(empty: Balancer, servers: list[Box]) -> Iterator[Balancer]:
    """A load balancer with both servers in service; its children end with the test."""
    empty.serve(servers)
    empty.wait_for(load_balancer="ONLINE", one="ONLINE", two="ONLINE")
    yield empty
    empty.change(empty.api.delete_listener, empty.listener)
    for pool in empty.api.pools(loadbalancer_id=empty.row.id):
        empty.change(empty.api.delete_pool, pool)
