# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""A load balancer and its children as plain values, read from the Octavia API's JSON.

Field names are those of the API reference (Load Balancer API v2), so that every value can be
looked up there. Times are milliseconds, except a health monitor's, which are seconds.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, Self

from openstack_lab.octavia_provider.flavor import Flavor

Json = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Item:
    """What every object of the load balancer API has."""

    id: str
    admin_state_up: bool = True
    provisioning_status: str = "ACTIVE"
    operating_status: str = "OFFLINE"

    @classmethod
    def from_api(cls, data: Json, **children: Any) -> Self:
        """Build the value from one API object; keys this provider does not use are left out."""
        known = {known.name for known in fields(cls)} - children.keys()
        return cls(**{key: value for key, value in data.items() if key in known}, **children)

    @property
    def is_pending(self) -> bool:
        """Whether the API waits for the provider to act on this object."""
        return self.provisioning_status.startswith("PENDING_")

    @property
    def is_leaving(self) -> bool:
        """Whether the API wants this object deleted."""
        return self.provisioning_status == "PENDING_DELETE"


@dataclass(frozen=True, kw_only=True)
class Rule(Item):
    """One condition of an L7 policy; all conditions of a policy must hold."""

    type: str
    compare_type: str
    value: str
    key: str | None = None
    invert: bool = False


@dataclass(frozen=True, kw_only=True)
class Policy(Item):
    """An L7 policy: what happens to requests that meet all of its rules."""

    action: str
    position: int
    redirect_http_code: int | None = None
    redirect_pool_id: str | None = None
    redirect_prefix: str | None = None
    redirect_url: str | None = None
    rules: tuple[Rule, ...] = ()


@dataclass(frozen=True, kw_only=True)
class HealthMonitor(Item):
    """How the members of a pool are checked; `delay` and `timeout` are seconds."""

    type: str
    delay: int
    timeout: int
    max_retries: int
    max_retries_down: int = 3
    http_method: str | None = None
    url_path: str | None = None
    expected_codes: str | None = None
    http_version: float | None = None
    domain_name: str | None = None


@dataclass(frozen=True, kw_only=True)
class Member(Item):
    """One server of a pool."""

    address: str
    protocol_port: int
    weight: int = 1
    backup: bool = False
    monitor_address: str | None = None
    monitor_port: int | None = None
    subnet_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class Pool(Item):
    """A group of members, how requests are spread over them and how they are checked."""

    protocol: str
    lb_algorithm: str
    session_persistence: Json | None = None
    members: tuple[Member, ...] = ()
    health_monitor: HealthMonitor | None = None


@dataclass(frozen=True, kw_only=True)
class Listener(Item):
    """A port of the VIP; `connection_limit` -1 means the provider's own ceiling."""

    protocol: str
    protocol_port: int
    connection_limit: int = -1
    default_pool_id: str | None = None
    insert_headers: Json | None = None
    allowed_cidrs: tuple[str, ...] | None = None
    timeout_client_data: int = 50000
    timeout_member_connect: int = 5000
    timeout_member_data: int = 50000
    timeout_tcp_inspect: int = 0
    policies: tuple[Policy, ...] = ()


@dataclass(frozen=True, kw_only=True)
class LoadBalancer(Item):
    """A VIP with everything behind it."""

    project_id: str
    vip_address: str
    vip_port_id: str
    vip_subnet_id: str
    vip_sg_ids: tuple[str, ...] = ()
    flavor: Flavor = field(default_factory=Flavor)
    listeners: tuple[Listener, ...] = ()
    pools: tuple[Pool, ...] = ()

    def each(self) -> Iterator[tuple[str, Item]]:
        """Yield every object with the name of its kind in Octavia's status messages."""
        for listener in self.listeners:
            for policy in listener.policies:
                yield from (("l7rules", rule) for rule in policy.rules)
                yield "l7policies", policy
            yield "listeners", listener
        for pool in self.pools:
            yield from (("members", member) for member in pool.members)
            if pool.health_monitor:
                yield "healthmonitors", pool.health_monitor
            yield "pools", pool
        yield "loadbalancers", self

    def staying(self) -> Self:
        """Return the load balancer without the children that the API wants deleted."""
        return replace(
            self,
            listeners=tuple(
                replace(listener, policies=_staying_policies(listener))
                for listener in self.listeners
                if not listener.is_leaving
            ),
            pools=tuple(_staying_pool(pool) for pool in self.pools if not pool.is_leaving),
        )

    def pools_of(self, listener: Listener) -> list[Pool]:
        """Return the pools that a listener may send requests to."""
        wanted = {listener.default_pool_id} | {p.redirect_pool_id for p in listener.policies}
        return [pool for pool in self.pools if pool.id in wanted]


def _staying_policies(listener: Listener) -> tuple[Policy, ...]:
    return tuple(
        replace(policy, rules=tuple(rule for rule in policy.rules if not rule.is_leaving))
        for policy in listener.policies
        if not policy.is_leaving
    )


def _staying_pool(pool: Pool) -> Pool:
    monitor = pool.health_monitor
    return replace(
        pool,
        members=tuple(member for member in pool.members if not member.is_leaving),
        health_monitor=None if monitor is None or monitor.is_leaving else monitor,
    )
