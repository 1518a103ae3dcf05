# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What Heat has made of each stack, resource by resource, and what hands have done to it since."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from bluegreen.model.resource import Resource, ResourceKind
from bluegreen.model.stack import Stack, StackRequest, StackResource, StackState

if TYPE_CHECKING:
    from support.fake_cloud.state import ProjectState

GOES_WITH = {
    "load_balancer": ("pool", "health_monitor", "listener", "side_policy", "side_rule"),
    "pool": ("health_monitor",),
    "listener": ("side_policy", "side_rule"),
    "side_policy": ("side_rule",),
}
"""What is deleted with a resource, and made again with it."""

TYPES = {
    "router": "OS::Neutron::Router",
    "lease_network": "OS::Neutron::Net",
    "network": "OS::Neutron::Net",
    "subnet": "OS::Neutron::Subnet",
    "router_interface": "OS::Neutron::RouterInterface",
    "load_balancer": "OS::Octavia::LoadBalancer",
    "pool": "OS::Octavia::Pool",
    "health_monitor": "OS::Octavia::HealthMonitor",
    "listener": "OS::Octavia::Listener",
    "side_policy": "OS::Octavia::L7Policy",
    "side_rule": "OS::Octavia::L7Rule",
    "security_group": "OS::Neutron::SecurityGroup",
    "pool_member": "OS::Octavia::PoolMember",
}

PREFIX = {
    "network": "network_id",
    "subnet": "subnet_id",
    "pool": "pool_id",
    "listener": "listener_id",
    "health_monitor": "health_monitor_id",
    "load_balancer": "lb",
}

_OF_PARAMETER = {
    "health_path": ("health_monitor", "path"),
    "health_method": ("health_monitor", "method"),
    "health_expect": ("health_monitor", "expect"),
    "health_interval": ("health_monitor", "interval"),
    "health_timeout": ("health_monitor", "timeout"),
    "healthy_after": ("health_monitor", "healthy_after"),
    "algorithm": ("pool", "algorithm"),
    "dns_servers": ("subnet", "dns_servers"),
}
"""The parameters of a side that Heat changes in place, and the property that each is."""

OF_OCTAVIA = {"unhealthy_after": 3, "host": None, "idle_timeout_ms": 50000, "forwards": None}
"""What Octavia sets where nobody says anything else."""


@dataclass
class ByHand:
    """What hands, and what Heat was told to make again, have changed of what stacks have made.

    `gone` and `changed` go by the id of a resource, `lives` by its id without the number of
    its life. `settings` are what Octavia was told directly.
    """

    gone: set[str] = field(default_factory=set)
    changed: dict[str, dict[str, Any]] = field(default_factory=dict)
    foreign: dict[str, Resource] = field(default_factory=dict)
    lives: dict[str, int] = field(default_factory=dict)
    settings: dict[str, dict[str, Any]] = field(default_factory=dict)
    rules: dict[str, dict[str, Any]] = field(default_factory=dict)

    def copy(self) -> ByHand:
        """Return the same, to go its own way."""
        return ByHand(
            set(self.gone),
            {number: dict(values) for number, values in self.changed.items()},
            dict(self.foreign),
            dict(self.lives),
            {number: dict(values) for number, values in self.settings.items()},
            dict(self.rules),
        )


def id_of(project: ProjectState, part: str, stack: str) -> str:
    """Return the id of what a stack has made under that name."""
    first = f"{PREFIX.get(part, part)}-{stack}"
    life = project.by_hand.lives.get(first, 0)
    return f"{first}.{life}" if life else first


def _interface(project: ProjectState, stack: Stack) -> str:
    subnet, life = (id_of(project, part, stack.name) for part in ("subnet", "router_interface"))
    return f"router-{stack.application}:subnet_id={subnet}{life.partition('.')[2]}"


def is_there(project: ProjectState, part: str, stack: str) -> bool:
    """Tell whether nobody has deleted it by hand."""
    return id_of(project, part, stack) not in project.by_hand.gone


def delete(project: ProjectState, part: str, stack: str) -> None:
    """Delete something by hand, and what goes with it."""
    for each in (part, *GOES_WITH.get(part, ())):
        number = id_of(project, each, stack)
        if each == "router_interface":
            number = _interface(project, project.stacks[stack])
        project.by_hand.gone.add(number)


def renew(project: ProjectState, part: str, stack: str) -> None:
    """Let Heat make something again, under another id, and what hangs on it."""
    by_hand = project.by_hand
    for each in (part, *GOES_WITH.get(part, ())):
        old = id_of(project, each, stack)
        for held in (by_hand.changed, by_hand.settings):
            held.pop(old, None)
        by_hand.gone.discard(old)
        if each == "load_balancer":
            project.tagged_balancers.discard(old)
            continue
        first = f"{PREFIX.get(each, each)}-{stack}"
        by_hand.lives[first] = by_hand.lives.get(first, 0) + 1


def update(project: ProjectState, stack: str, request: StackRequest) -> None:
    """Let Heat change what differs in the parameters, and make again what it was told to.

    What a hand has changed stays so where Heat has no other value to write. A listener cannot
    change its port.
    """
    before = project.requests[stack].parameters
    project.requests[stack] = request
    differing = {k for k in request.parameters if str(before.get(k)) != str(request.parameters[k])}
    for part, name in (_OF_PARAMETER[each] for each in differing if each in _OF_PARAMETER):
        project.by_hand.changed.get(id_of(project, part, stack), {}).pop(name, None)
    again = project.again.pop(stack, set()) | ({"listener"} if "port" in differing else set())
    with_others = {each for part in again for each in GOES_WITH.get(part, ())}
    for part in sorted(again - with_others):
        renew(project, part, stack)


def all_of(project: ProjectState) -> Iterator[Resource]:
    """Yield every resource as its service has it now."""
    by_hand = project.by_hand
    for stack in list(project.stacks.values()):
        if stack.name in project.requests and is_made(stack):
            for one in _of_stack(project, stack):
                if one.id not in by_hand.gone:
                    changed = by_hand.changed.get(one.id, {})
                    yield replace(one, properties={**one.properties, **changed})
    yield from by_hand.foreign.values()


def is_made(stack: Stack) -> bool:
    """Tell whether a stack has been complete once, and what it has made is there.

    Of one that Heat could not delete, it is all there.
    """
    once = ("UPDATE", "CHECK", "DELETE_FAILED")
    return stack.state is StackState.COMPLETE or stack.status.startswith(once)


def record_of(project: ProjectState, stack: Stack) -> list[StackResource]:
    """Return what Heat believes to have made: what a hand has deleted too."""
    if not is_made(stack):
        return []
    if "release" in stack.facts:
        members = [
            _entry("pool_member", f"member-{address}", f"{stack.name}/{address}")
            for address in project.servers(stack.name)
        ]
        return [_entry("security_group", f"security_group-{stack.name}", stack.name), *members]
    if "side" not in stack.facts:
        return [_entry(part, id_of(project, part, stack.name), stack.name) for part in _SHARED]
    interface = _interface(project, stack)
    parts = [part for part in _SIDE if part not in _OF_HTTP or _is_http(project, stack)]
    return [
        *(_entry(part, id_of(project, part, stack.name), stack.name) for part in parts),
        _entry("router_interface", interface, stack.name),
    ]


_SHARED = ("router", "lease_network")
_SIDE = (
    "network",
    "subnet",
    "load_balancer",
    "pool",
    "health_monitor",
    "listener",
    "side_policy",
    "side_rule",
)
_OF_HTTP = ("side_policy", "side_rule")


def _entry(part: str, physical_id: str, path: str) -> StackResource:
    return StackResource(part, TYPES[part], physical_id, "CREATE_COMPLETE", "", path)


def _is_http(project: ProjectState, stack: Stack) -> bool:
    return bool(project.requests[stack.name].parameters["protocol"] == "HTTP")


def _of_stack(project: ProjectState, stack: Stack) -> Iterator[Resource]:
    if "release" in stack.facts:
        yield from _of_release(project, stack)
    elif "side" in stack.facts:
        yield from _of_side(project, stack)
    else:
        facts = {"application": stack.application}
        number = id_of(project, "router", stack.name)
        properties = {"enabled": True, "gateway": "public"}
        yield Resource(ResourceKind.ROUTER, number, "", stack.name, properties, facts)
        network = id_of(project, "lease_network", stack.name)
        marked = facts | {"role": "lease"}
        on = {"enabled": True}
        yield Resource(ResourceKind.NETWORK, network, "", f"{stack.name}-lease", on, marked)


def _of_side(project: ProjectState, stack: Stack) -> Iterator[Resource]:
    asked, name = project.requests[stack.name].parameters, stack.name

    def made(kind: ResourceKind, part: str, parent: str = "", **properties: Any) -> Resource:
        number = id_of(project, part, name)
        told = project.by_hand.settings.get(number, {})
        facts = dict(stack.facts) if kind not in _UNTAGGED else {}
        return Resource(kind, number, parent, name, {**properties, **told}, facts)

    balancer, pool, listener, policy, network, subnet = (
        id_of(project, part, name)
        for part in ("load_balancer", "pool", "listener", "side_policy", "network", "subnet")
    )
    servers = [each for each in str(asked.get("dns_servers", "")).split(",") if each]
    yield made(ResourceKind.NETWORK, "network", enabled=True)
    yield made(ResourceKind.SUBNET, "subnet", network, cidr=str(asked["cidr"]), dns_servers=servers)
    router = f"router-{stack.application}"
    yield Resource(
        ResourceKind.INTERFACE,
        _interface(project, stack),
        router,
        properties={"subnet": subnet},
    )
    lb = made(ResourceKind.BALANCER, "load_balancer", enabled=True)
    yield lb if balancer in project.tagged_balancers else replace(lb, facts={})
    yield made(
        ResourceKind.POOL,
        "pool",
        balancer,
        enabled=True,
        protocol=asked["protocol"],
        algorithm=asked.get("algorithm", "ROUND_ROBIN"),
        session_persistence=None,
    )
    yield made(
        ResourceKind.MONITOR,
        "health_monitor",
        pool,
        **_monitor(asked),
        **_only("unhealthy_after", "host"),
    )
    yield made(
        ResourceKind.LISTENER,
        "listener",
        balancer,
        enabled=f"lb-{name}" not in project.closed_listeners,
        protocol=asked["protocol"],
        port=int(asked["port"]),
        pool=pool if is_there(project, "pool", name) else None,
        allowed_cidrs=None,
        **_only("idle_timeout_ms", "forwards"),
    )
    if asked["protocol"] == "HTTP":
        url = f"http://bluegreen.invalid/{stack.application}/{stack.facts['side']}"
        yield made(
            ResourceKind.POLICY,
            "side_policy",
            listener,
            enabled=True,
            action="REDIRECT_TO_URL",
            url=url,
        )
        yield made(
            ResourceKind.L7_RULE,
            "side_rule",
            policy,
            enabled=True,
            type="PATH",
            compare="EQUAL_TO",
            value="/.well-known/bluegreen",
            invert=False,
        )


def _of_release(project: ProjectState, stack: Stack) -> Iterator[Resource]:
    asked = project.requests[stack.name].parameters
    side = f"{stack.application}-{stack.facts['side']}"
    group, port = f"security_group-{stack.name}", int(asked.get("port", 8080))
    allow = asked.get("allow", [])
    allowed = json.loads(allow) if isinstance(allow, str) else allow
    own = {"protocol": "tcp", "port": port, "from": asked.get("cidr", f"cidr-{side}")}
    yield Resource(ResourceKind.SECURITY_GROUP, group, "", stack.name)
    for number, rule in enumerate((own, *allowed)):
        properties = {
            "direction": "ingress",
            "protocol": rule["protocol"],
            "from_port": rule.get("port"),
            "to_port": rule.get("port"),
            "from": rule["from"],
        }
        yield Resource(ResourceKind.RULE, f"rule-{stack.name}-{number}", group, "", properties)
    for number, added in project.by_hand.rules.items():
        if added["group"] == group:
            rule = {name: value for name, value in added.items() if name != "group"}
            yield Resource(ResourceKind.RULE, number, group, "", rule)
    for address in project.servers(stack.name):
        if address in project.members_of(side):
            properties = {"enabled": True, "port": port, "weight": 1, "address": address}
            facts = dict(stack.facts)
            number, pool = f"member-{address}", id_of(project, "pool", side)
            yield Resource(ResourceKind.MEMBER, number, pool, "", properties, facts)


_UNTAGGED = (
    ResourceKind.POOL,
    ResourceKind.MONITOR,
    ResourceKind.LISTENER,
    ResourceKind.POLICY,
    ResourceKind.L7_RULE,
)


def _only(*names: str) -> Mapping[str, Any]:
    return {name: OF_OCTAVIA[name] for name in names}


def _monitor(asked: Mapping[str, Any]) -> dict[str, Any]:
    is_http = asked["protocol"] == "HTTP"
    return {
        "enabled": True,
        "type": asked["protocol"],
        "method": asked.get("health_method", "GET") if is_http else None,
        "path": asked.get("health_path", "/health") if is_http else None,
        "expect": asked.get("health_expect", "200") if is_http else None,
        "interval": int(asked.get("health_interval", 5)),
        "timeout": int(asked.get("health_timeout", 3)),
        "healthy_after": int(asked.get("healthy_after", 2)),
    }
