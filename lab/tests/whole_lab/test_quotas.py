# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""No tenant of the lab can use up what all of them need."""

from collections.abc import Iterator
from ipaddress import ip_address
from typing import Any

import pytest
from openstack.exceptions import ConflictException
from openstack_lab.engine.cloud import new_connection
from openstack_lab.host.external_network import FIRST_ADDRESS, LAST_ADDRESS
from openstack_lab.lab import ORDINARY_USERS, Lab
from openstack_lab.services.contents import SERVICE_QUOTAS

pytestmark = pytest.mark.lab

NAME = "test-of-quotas"
LIMITED = {
    "compute": ("instances", "cores", "ram", "key_pairs"),
    "network": (
        *("networks", "subnets", "ports", "routers", "floating_ips"),
        *("security_groups", "security_group_rules"),
    ),
    "load_balancer": ("load_balancers", "listeners", "pools", "members", "health_monitors"),
}
"""What takes memory, addresses, processes or devices of the machine."""


def _quota(cloud: Any, kind: str) -> Any:
    if kind == "compute":
        return cloud.compute.get_quota_set(cloud.current_project_id)
    return getattr(cloud, kind).get_quota(cloud.current_project_id)


@pytest.fixture(params=ORDINARY_USERS)
def tenant(request: pytest.FixtureRequest) -> Any:
    """Each ordinary user of the lab in turn."""
    return new_connection(Lab.from_environment(), request.param)


@pytest.mark.parametrize("kind", LIMITED)
def test_what_a_tenant_may_have_is_limited(tenant: Any, kind: str) -> None:
    """-1 would be no limit."""
    quota = _quota(tenant, kind)

    assert [name for name in LIMITED[kind] if not quota[name] > 0] == []


def test_the_external_network_has_an_address_for_all_that_tenants_may_have() -> None:
    """Floating IPs, and the gateway of each router."""
    addresses = int(ip_address(LAST_ADDRESS)) - int(ip_address(FIRST_ADDRESS)) + 1
    quotas = [
        _quota(new_connection(Lab.from_environment(), name), "network") for name in ORDINARY_USERS
    ]

    assert sum(quota.floating_ips + quota.routers for quota in quotas) <= addresses


def test_what_all_load_balancers_share_has_no_limit() -> None:
    """Their security groups are in one project: a limit there would be one of all tenants."""
    admin = new_connection(Lab.from_environment())
    quota = admin.network.get_quota(admin.identity.find_project("service").id)

    assert {name: quota[name] for name in SERVICE_QUOTAS} == dict.fromkeys(SERVICE_QUOTAS, -1)


@pytest.fixture
def used_up() -> Iterator[Any]:
    """Have a tenant that has all the security groups it may have."""
    cloud = new_connection(Lab.from_environment(), ORDINARY_USERS[1])
    made = []

    def make_all() -> None:
        for _ in range(1000):
            made.append(cloud.network.create_security_group(name=NAME))

    try:
        with pytest.raises(ConflictException, match="Quota exceeded"):
            make_all()
        yield cloud
    finally:
        for one in made:
            cloud.network.delete_security_group(one)


@pytest.mark.alone
def test_a_tenant_at_its_limit_takes_nothing_from_another(used_up: Any) -> None:
    """The other one goes on."""
    other = new_connection(Lab.from_environment(), ORDINARY_USERS[0])

    group = other.network.create_security_group(name=NAME)

    other.network.delete_security_group(group)
