# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Load balancers to render and judge."""

from collections.abc import Callable
from typing import Any

import pytest
from openstack_lab.octavia_provider.model import HealthMonitor, Listener, LoadBalancer, Member, Pool


@pytest.fixture
def member() -> Callable[..., Member]:
    """Make a member; every value may be given."""

    def make(name: str = "one", **values: Any) -> Member:
        return Member(id=name, **{"address": "10.0.0.11", "protocol_port": 8080, **values})

    return make


@pytest.fixture
def monitor() -> Callable[..., HealthMonitor]:
    """Make a health monitor of a given type."""

    def make(kind: str = "HTTP", **values: Any) -> HealthMonitor:
        http = {"http_method": "GET", "url_path": "/health", "expected_codes": "200"}
        times = {"delay": 2, "timeout": 1, "max_retries": 2, "max_retries_down": 3}
        return HealthMonitor(
            id="monitor", type=kind, **{**times, **(http if kind == "HTTP" else {}), **values}
        )

    return make


@pytest.fixture
def pool(member: Callable[..., Member]) -> Callable[..., Pool]:
    """Make a pool of one member; every value may be given."""

    def make(name: str = "pool", **values: Any) -> Pool:
        return Pool(
            id=name,
            **{
                "protocol": "HTTP",
                "lb_algorithm": "ROUND_ROBIN",
                "members": (member(),),
                **values,
            },
        )

    return make


@pytest.fixture
def listener() -> Callable[..., Listener]:
    """Make an HTTP listener on port 80 with the default pool `pool`."""

    def make(name: str = "listener", **values: Any) -> Listener:
        return Listener(
            id=name,
            **{"protocol": "HTTP", "protocol_port": 80, "default_pool_id": "pool", **values},
        )

    return make


@pytest.fixture
def balancer(
    listener: Callable[..., Listener], pool: Callable[..., Pool]
) -> Callable[..., LoadBalancer]:
    """Make a load balancer with one listener and one pool; every value may be given."""

    def make(**values: Any) -> LoadBalancer:
        return LoadBalancer(
            id="lb",
            project_id="project",
            vip_port_id="port",
            vip_subnet_id="subnet",
            **{
                "vip_address": "127.0.0.1",
                "listeners": (listener(),),
                "pools": (pool(),),
                **values,
            },
        )

    return make
