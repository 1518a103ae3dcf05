# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The single resources of an application, by Neutron's and Octavia's APIs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from bluegreen.cloud.api import Api, Json, Service
from bluegreen.cloud.calls import concurrently
from bluegreen.cloud.errors import Conflict
from bluegreen.model.resource import Resource, ResourceKind
from bluegreen.model.tags import facts_in

PROPERTIES: dict[ResourceKind, dict[str, str]] = {
    ResourceKind.ROUTER: {"enabled": "admin_state_up"},
    ResourceKind.NETWORK: {"enabled": "admin_state_up"},
    ResourceKind.SUBNET: {"cidr": "cidr", "dns_servers": "dns_nameservers"},
    ResourceKind.RULE: {
        "direction": "direction",
        "protocol": "protocol",
        "from_port": "port_range_min",
        "to_port": "port_range_max",
        "from": "remote_ip_prefix",
    },
    ResourceKind.BALANCER: {"enabled": "admin_state_up"},
    ResourceKind.POOL: {
        "enabled": "admin_state_up",
        "protocol": "protocol",
        "algorithm": "lb_algorithm",
        "session_persistence": "session_persistence",
    },
    ResourceKind.MONITOR: {
        "enabled": "admin_state_up",
        "type": "type",
        "method": "http_method",
        "path": "url_path",
        "host": "domain_name",
        "expect": "expected_codes",
        "interval": "delay",
        "timeout": "timeout",
        "healthy_after": "max_retries",
        "unhealthy_after": "max_retries_down",
    },
    ResourceKind.LISTENER: {
        "enabled": "admin_state_up",
        "protocol": "protocol",
        "port": "protocol_port",
        "pool": "default_pool_id",
        "allowed_cidrs": "allowed_cidrs",
        "idle_timeout_ms": "timeout_client_data",
    },
    ResourceKind.POLICY: {
        "enabled": "admin_state_up",
        "action": "action",
        "url": "redirect_url",
    },
    ResourceKind.L7_RULE: {
        "enabled": "admin_state_up",
        "type": "type",
        "compare": "compare_type",
        "value": "value",
        "invert": "invert",
    },
    ResourceKind.MEMBER: {
        "enabled": "admin_state_up",
        "port": "protocol_port",
        "weight": "weight",
        "address": "address",
    },
}
"""What is read of each kind, and what its service calls it."""

PATHS: dict[ResourceKind, tuple[Service, str, str]] = {
    ResourceKind.ROUTER: ("network", "/routers/{id}", "router"),
    ResourceKind.NETWORK: ("network", "/networks/{id}", "network"),
    ResourceKind.SUBNET: ("network", "/subnets/{id}", "subnet"),
    ResourceKind.PORT: ("network", "/ports/{id}", "port"),
    ResourceKind.RULE: ("network", "/security-group-rules/{id}", "security_group_rule"),
    ResourceKind.BALANCER: ("load_balancer", "/lbaas/loadbalancers/{id}", "loadbalancer"),
    ResourceKind.POOL: ("load_balancer", "/lbaas/pools/{id}", "pool"),
    ResourceKind.MONITOR: ("load_balancer", "/lbaas/healthmonitors/{id}", "healthmonitor"),
    ResourceKind.LISTENER: ("load_balancer", "/lbaas/listeners/{id}", "listener"),
    ResourceKind.POLICY: ("load_balancer", "/lbaas/l7policies/{id}", "l7policy"),
    ResourceKind.L7_RULE: ("load_balancer", "/lbaas/l7policies/{parent}/rules/{id}", "rule"),
    ResourceKind.MEMBER: ("load_balancer", "/lbaas/pools/{parent}/members/{id}", "member"),
}
"""Where each kind can be changed and removed, and the name that its body goes by."""

INTERFACES = ("network:router_interface", "network:ha_router_replicated_interface")
"""How the owners of the ports begin by which a router is connected to a subnet
(neutron_lib.constants, ROUTER_INTERFACE_OWNERS)."""

OF_SERVICES = ("network:", "Octavia")
"""How the owners of ports begin that a service has made for itself."""


class ProjectResources:
    """The resources of a project, each with the service that has it."""

    def __init__(self, api: Api) -> None:
        self._api = api

    def of_network(self, ids: frozenset[str]) -> list[Resource]:
        """Return the network service's resources of those ids, and their parts: six requests."""
        wanted = {"id": sorted(ids)}
        routers, networks, subnets, groups = concurrently(
            *(partial(self._network, kind, **wanted) for kind in _BY_ID), clock=None
        )
        return [
            *(_resource(ResourceKind.ROUTER, one) for one in routers),
            *(_resource(ResourceKind.NETWORK, one) for one in networks),
            *(_resource(ResourceKind.SUBNET, one, one["network_id"]) for one in subnets),
            *_groups(groups),
            *_of_ports(self._ports(networks, routers), {one["id"] for one in routers}),
        ]

    def of_balancers(self, balancer_ids: frozenset[str]) -> list[Resource]:
        """Return load balancers and their parts: five requests, and two more for each.

        Octavia lists the members of one pool and the rules of one policy only.
        """
        found = concurrently(*(partial(self._balancing, kind) for kind in _LISTED), clock=None)
        balancers, listeners, pools, monitors, policies = found
        parts = [
            *(_resource(ResourceKind.BALANCER, one) for one in balancers),
            *_children(ResourceKind.LISTENER, listeners, "loadbalancers"),
            *_children(ResourceKind.POOL, pools, "loadbalancers"),
            *_children(ResourceKind.MONITOR, monitors, "pools"),
            *(_resource(ResourceKind.POLICY, one, one["listener_id"]) for one in policies),
        ]
        kept = list(_below(balancer_ids, parts))
        inner = (partial(self._inner, *_INNER[one.kind], one) for one in kept if one.kind in _INNER)
        return [*kept, *(each for more in concurrently(*inner, clock=None) for each in more)]

    def set(self, resource: Resource, properties: Mapping[str, Any]) -> None:
        """Change the named properties, by one PUT."""
        service, path, body = _place(resource)
        named = PROPERTIES[resource.kind]
        values = {named[name]: value for name, value in properties.items()}
        if "domain_name" in values:  # which needs that version (Load balancer API)
            values["http_version"] = 1.1 if values["domain_name"] else None
        self._api.put(service, path, {body: values})

    def remove(self, resource: Resource) -> None:
        """Remove a resource; an interface is taken off its router."""
        if resource.kind is ResourceKind.INTERFACE:
            subnet = resource.properties["subnet"]
            path = f"/routers/{resource.parent}/remove_router_interface"
            self._api.put("network", path, {"subnet_id": subnet})
            return
        service, path, _ = _place(resource)
        self._api.delete(service, path)

    def add_rule(self, group: Resource, properties: Mapping[str, Any]) -> None:
        """Add a rule; Neutron answers 409 when the group has it already."""
        named = PROPERTIES[ResourceKind.RULE]
        values = {named[name]: value for name, value in properties.items()}
        rule = {"security_group_id": group.id, "ethertype": "IPv4", **values}
        try:
            self._api.post("network", "/security-group-rules", {"security_group_rule": rule})
        except Conflict as conflict:
            if "already exists" not in conflict.true_now:
                raise

    def _network(self, kind: str, **query: Any) -> list[Json]:
        path = f"/{kind.replace('_', '-')}"
        return list(self._api.list("network", path, kind, **query))

    def _ports(self, networks: Iterable[Json], routers: Iterable[Json]) -> list[Json]:
        """Return the ports on the networks, and those of the routers on any network."""
        asked = {
            "network_id": [one["id"] for one in networks],
            "device_id": [one["id"] for one in routers],
        }
        found = concurrently(
            *(partial(self._network, "ports", **{by: ids}) for by, ids in asked.items() if ids),
            clock=None,
        )
        return list({one["id"]: one for ports in found for one in ports}.values())

    def _balancing(self, kind: str) -> list[Json]:
        return list(self._api.list("load_balancer", f"/lbaas/{kind}", kind))

    def _inner(self, kind: ResourceKind, path: str, key: str, of: Resource) -> list[Resource]:
        listed = self._api.list("load_balancer", path.format(id=of.id), key)
        return [_resource(kind, one, of.id) for one in listed]


_BY_ID = ("routers", "networks", "subnets", "security_groups")
_LISTED = ("loadbalancers", "listeners", "pools", "healthmonitors", "l7policies")
_INNER = {
    ResourceKind.POOL: (ResourceKind.MEMBER, "/lbaas/pools/{id}/members", "members"),
    ResourceKind.POLICY: (ResourceKind.L7_RULE, "/lbaas/l7policies/{id}/rules", "rules"),
}


def _place(resource: Resource) -> tuple[Service, str, str]:
    service, path, body = PATHS[resource.kind]
    return service, path.format(id=resource.id, parent=resource.parent), body


def _children(kind: ResourceKind, found: Iterable[Json], parents: str) -> Iterator[Resource]:
    for one in found:
        yield from (_resource(kind, one, parent["id"]) for parent in one[parents])


def _below(roots: frozenset[str], parts: Iterable[Resource]) -> Iterator[Resource]:
    """Yield what is one of the roots, or below it; parts come after what they are a part of."""
    seen = set(roots)
    for part in parts:
        if part.id in roots or part.parent in seen:
            seen.add(part.id)
            yield part


def _groups(groups: Iterable[Json]) -> Iterator[Resource]:
    for group in groups:
        yield _resource(ResourceKind.SECURITY_GROUP, group)
        for rule in group["security_group_rules"]:
            yield _resource(ResourceKind.RULE, rule, group["id"])


def _of_ports(ports: Iterable[Json], routers: set[str]) -> Iterator[Resource]:
    """Yield the interfaces of the routers, and the ports that nothing known owns.

    Heat names an interface `ROUTER:subnet_id=SUBNET` (`router.py`, `RouterInterface`).
    """
    for port in ports:
        owner, device = port["device_owner"], port["device_id"]
        if device in routers and owner.startswith(INTERFACES):
            for fixed in port["fixed_ips"]:
                subnet = fixed["subnet_id"]
                yield Resource(
                    ResourceKind.INTERFACE,
                    f"{device}:subnet_id={subnet}",
                    device,
                    properties={"subnet": subnet},
                    made=port.get("created_at") or "",
                )
        elif not owner.startswith(OF_SERVICES) and not _of_balancer(port):
            yield _resource(ResourceKind.PORT, port, port["network_id"])


def _of_balancer(port: Json) -> bool:
    """Tell whether Octavia has made a port for a load balancer; it names them so."""
    return str(port["name"]).startswith("octavia-lb-")


def _resource(kind: ResourceKind, found: Json, parent: str = "") -> Resource:
    named = PROPERTIES.get(kind, {})
    properties = {name: found.get(theirs) for name, theirs in named.items()}
    if kind is ResourceKind.ROUTER:
        properties["gateway"] = (found.get("external_gateway_info") or {}).get("network_id")
    if kind is ResourceKind.LISTENER:
        properties["forwards"] = (found.get("insert_headers") or {}).get("X-Forwarded-For")
    return Resource(
        kind=kind,
        id=found["id"],
        parent=parent,
        name=found.get("name") or "",
        properties=properties,
        facts=facts_in(found.get("tags") or ()),
        made=found.get("created_at") or "",
        changed=found.get("updated_at") or found.get("created_at") or "",
    )
