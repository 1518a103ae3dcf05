# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Load balancers and addresses that are there already, and the marks of an application on them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import partial

from bluegreen.cloud.api import Api, Json, Service
from bluegreen.cloud.calls import concurrently
from bluegreen.model.adoption import FoundAddress, FoundBalancer
from bluegreen.model.data_plane import WELL_KNOWN_PATH
from bluegreen.model.tags import MARK, Colour, facts_in, tags_for

POLICY = "bluegreen-side"
"""Name of the L7 policy by which a load balancer says its side, as in the templates."""

ROUTER_PORTS = (
    "network:router_interface",
    "network:ha_router_replicated_interface",
    "network:router_interface_distributed",
)
"""Owners of a router's port on a subnet: legacy, HA, DVR (neutron_lib.constants)."""


class ProjectAdoption:
    """What one project has, by Octavia's and Neutron's APIs."""

    def __init__(self, api: Api) -> None:
        self._api = api

    def balancers(self) -> list[FoundBalancer]:
        """Return every load balancer: a listing each of them, listeners, pools, routers' ports.

        A router may be another project's.
        """
        balancers, listeners, pools, ports = concurrently(
            partial(self._all, "load_balancer", "/lbaas/loadbalancers", "loadbalancers"),
            partial(self._all, "load_balancer", "/lbaas/listeners", "listeners"),
            partial(self._all, "load_balancer", "/lbaas/pools", "pools"),
            self._ports_of_routers,
            clock=None,
        )
        routers = {
            fixed["subnet_id"]: port["device_id"] for port in ports for fixed in port["fixed_ips"]
        }
        oldest = sorted(listeners, key=lambda one: str(one["created_at"]), reverse=True)
        listener_of = {lb["id"]: one for one in oldest for lb in one["loadbalancers"]}
        unasked = (pool for pool in pools if not pool.get("healthmonitor_id"))
        blind = {lb["id"] for pool in unasked for lb in pool["loadbalancers"]}
        return [
            replace(
                _found(one, listener_of.get(one["id"]), routers), monitored=one["id"] not in blind
            )
            for one in balancers
        ]

    def addresses(self) -> list[FoundAddress]:
        """Return every floating IP."""
        return [
            FoundAddress(
                id=found["id"],
                floating_ip=found["floating_ip_address"],
                port_id=found["port_id"],
                network_id=found["floating_network_id"],
                application=facts_in(found["tags"]).get("application", ""),
            )
            for found in self._all("network", "/floatingips", "floatingips")
        ]

    def owns_network(self, network_id: str) -> bool:
        """Compare its project with that of the credentials."""
        path = f"/networks/{network_id}"
        network = self._api.get("network", path, of_any_project=True)["network"]
        return bool(network["project_id"] == self._api.project_id)

    def marked_network(self, application: str) -> str | None:
        """Find it by the tags that `mark_network` adds."""
        tags = ",".join(tags_for(application, role="lease"))
        found = self._api.list("network", "/networks", "networks", tags=tags)
        return next((str(network["id"]) for network in found), None)

    def mark_network(self, network_id: str, application: str) -> None:
        """Add the tags by which a lease finds its network."""
        self._tag_network(network_id, tags_for(application, role="lease"))

    def unmark_network(self, network_id: str) -> None:
        """Remove the tags."""
        self._tag_network(network_id, [])

    def mark_balancer(self, balancer_id: str, application: str, colour: Colour) -> None:
        """Add the tags of a side. An amphora reloads its HAProxy at any change, of tags as well."""
        self._tag_balancer(balancer_id, tags_for(application, side=colour, adopted="yes"))

    def unmark_balancer(self, balancer_id: str) -> None:
        """Remove the tags."""
        self._tag_balancer(balancer_id, [])

    def add_identity_policy(self, listener_id: str, application: str, colour: Colour) -> None:
        """Add the policy, and then its rule; each only where it is not there yet."""
        found = self._policies(listener_id)
        wish = {
            "listener_id": listener_id,
            "name": POLICY,
            "action": "REDIRECT_TO_URL",
            "redirect_url": f"http://bluegreen.invalid/{application}/{colour}",
            "position": 1,
        }
        policy = (
            found[0]
            if found
            else self._api.post("load_balancer", "/lbaas/l7policies", {"l7policy": wish})[
                "l7policy"
            ]
        )
        if not policy["rules"]:
            rule = {"type": "PATH", "compare_type": "EQUAL_TO", "value": WELL_KNOWN_PATH}
            path = f"/lbaas/l7policies/{policy['id']}/rules"
            self._api.post("load_balancer", path, {"rule": rule})

    def remove_identity_policy(self, listener_id: str) -> None:
        """Remove the policy with its rule."""
        for policy in self._policies(listener_id):
            self._api.delete("load_balancer", f"/lbaas/l7policies/{policy['id']}")

    def _all(self, service: Service, path: str, key: str) -> list[Json]:
        return list(self._api.list(service, path, key))

    def _ports_of_routers(self) -> list[Json]:
        owners = ROUTER_PORTS
        found = self._api.list(
            "network", "/ports", "ports", of_any_project=True, device_owner=owners
        )
        return list(found)

    def _policies(self, listener_id: str) -> list[Json]:
        query: Json = {"listener_id": listener_id, "name": POLICY}
        return list(self._api.list("load_balancer", "/lbaas/l7policies", "l7policies", **query))

    def _tag_network(self, network_id: str, marks: Iterable[str]) -> None:
        path = f"/networks/{network_id}"
        tags = _with(self._api.get("network", path)["network"]["tags"], marks)
        self._api.put("network", f"{path}/tags", {"tags": tags})

    def _tag_balancer(self, balancer_id: str, marks: Iterable[str]) -> None:
        path = f"/lbaas/loadbalancers/{balancer_id}"
        now = self._api.get("load_balancer", path)["loadbalancer"]["tags"]
        tags = _with(now, marks)
        if sorted(now) != tags:
            self._api.put("load_balancer", path, {"loadbalancer": {"tags": tags}})


def _with(tags: Iterable[str], marks: Iterable[str]) -> list[str]:
    """Return foreign tags as they are, and these marks in place of all marks."""
    foreign = (tag for tag in tags if tag != MARK and not tag.startswith(f"{MARK}:"))
    return sorted({*foreign, *marks})


def _found(one: Json, listener: Json | None, routers: dict[str, str]) -> FoundBalancer:
    return FoundBalancer(
        id=one["id"],
        name=one["name"] or one["id"],
        listener_id=listener["id"] if listener else None,
        protocol=listener["protocol"] if listener else "",
        port=listener["protocol_port"] if listener else 0,
        vip_port_id=one["vip_port_id"],
        network_id=one["vip_network_id"],
        router_id=routers.get(one["vip_subnet_id"]),
        provisioning=one["provisioning_status"],
        application=facts_in(one["tags"]).get("application", ""),
    )
