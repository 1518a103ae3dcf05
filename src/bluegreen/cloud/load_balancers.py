# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The load balancers of the sides, by Octavia's API."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

from bluegreen.cloud.api import Api, Json
from bluegreen.cloud.calls import concurrently
from bluegreen.cloud.errors import Forbidden, NotFound
from bluegreen.cloud.strays import Strays
from bluegreen.model.balancer import (
    Balancer,
    BalancerSettings,
    CutMethod,
    Members,
    Network,
    ServedRelease,
)
from bluegreen.model.tags import MARK, Colour, facts_in, tags_for

HEALTHY = "ONLINE"
FAILING = "ERROR"
UNMONITORED = "NO_MONITOR"
"""Octavia's operating status of a member whose pool has no health monitor: nobody asks it."""
MILLISECOND = timedelta(milliseconds=1)

GRACEFUL = "graceful_reload"
"""The word in a flavor's description by which an operator says what its reloads are like.

A flavor's profile can be read by administrators only (Octavia's default policy), its name and
description by every project.
"""
HAPROXY = ("amphora", "amphorav2", "octavia", "namespace")
"""The providers that are known to run HAProxy, and to reload it for any change of a listener."""
EVERY_HEARTBEAT = timedelta(seconds=10)
"""How often an amphora reports statistics ([health_manager] heartbeat_interval), and others for
want of knowledge."""
REPORTS_EVERY = {"namespace": timedelta(seconds=3)}


class OctaviaBalancers:
    """Load balancers of the project that carry the marks of an application."""

    def __init__(self, api: Api) -> None:
        self._api = api
        self._strays = Strays()

    def find(self, application: str | None = None) -> list[Balancer]:
        """Return balancers with a summary of their members: three requests, however many there are.

        Octavia's listing of pools says how many members there are and whether all (ONLINE), some
        (DEGRADED) or none (ERROR) of them answer; `inspect` tells exactly which. A pool without a
        health monitor is ONLINE whatever happens to its members, so that says nothing of them.
        """
        tags = ",".join(tags_for(application) if application else [MARK])
        balancers, listeners, pools = concurrently(
            lambda: self._list("loadbalancers", tags=tags),
            lambda: self._list("listeners"),
            lambda: self._list("pools"),
            clock=None,
        )
        listener_of, pool_of = _by_balancer(listeners), _by_balancer(pools)
        return [
            _balancer(found, listener_of.get(found["id"]), _summary(pool_of.get(found["id"])))
            for found in balancers
            if self._strays.fits("load balancer", found, "side", Colour)
        ]

    def inspect(self, balancer: Balancer) -> Balancer:
        """Return one balancer with the exact health of each member."""
        tree = self._tree(balancer)
        members = {m["id"]: m for pool in _pools(tree) for m in pool["members"]}
        healthy = [m for m in members.values() if m["operating_status"] == HEALTHY]
        unmonitored = sum(m["operating_status"] == UNMONITORED for m in members.values())
        return replace(
            balancer,
            provisioning=tree["provisioning_status"],
            operating=tree["operating_status"],
            members=Members(
                total=len(members),
                at_least=len(healthy),
                at_most=len(healthy) + unmonitored,
                healthy_addresses=frozenset(m["address"] for m in healthy),
                failing_addresses=frozenset(
                    m["address"] for m in members.values() if m["operating_status"] == FAILING
                ),
                unmonitored=unmonitored,
            ),
        )

    def serving(self, balancer: Balancer) -> list[ServedRelease]:
        """Return the releases in a balancer's pool, by name; what is not tagged is left out."""
        pools = {pool["id"] for pool in _pools(self._tree(balancer))}
        found = Counter(
            (facts["release"], facts.get("version", "?"))
            for pool in pools
            for member in self._api.list("load_balancer", f"/lbaas/pools/{pool}/members", "members")
            if "release" in (facts := facts_in(member["tags"]))
        )
        return [ServedRelease(*what, servers) for what, servers in sorted(found.items())]

    def network(self, balancer: Balancer) -> Network:
        """Return where the fixed IP is, by Neutron: two requests."""
        network, subnet = concurrently(
            partial(self._shared, "network", balancer.network_id),
            partial(self._shared, "subnet", balancer.subnet_id),
            clock=None,
        )
        return Network(network["name"] or network["id"], subnet["cidr"])

    def connections(self, balancer: Balancer) -> int:
        """Return how many clients are connected now, as the balancer last said it."""
        return int(self._statistics(balancer)["active_connections"])

    def connections_so_far(self, balancer: Balancer) -> int:
        """Return how many connections the balancer has taken in all, as it last said it."""
        return int(self._statistics(balancer)["total_connections"])

    def technique(self, balancer: Balancer) -> CutMethod:
        """Return the way to end connections that loses least, of those this balancer offers."""
        if balancer.provider not in HAPROXY:
            return CutMethod.LISTENER_DOWN
        if balancer.flavor_id and GRACEFUL in self._description(balancer.flavor_id):
            return CutMethod.GRACEFUL_RELOAD
        return CutMethod.RELOAD

    def reload(self, balancer: Balancer) -> None:
        """Change the limit of a connection attempt to a server by a millisecond, to and fro.

        Any change of a listener reloads an amphora's HAProxy, with no comparison (Octavia's
        `rest_api_driver.py`, `update_amphora_listeners`); other providers may leave HAProxy alone
        unless its configuration differs. No other part of this program sets this limit.
        """
        path = f"/lbaas/listeners/{balancer.listener_id}"
        limit = int(self._api.get("load_balancer", path)["listener"]["timeout_member_connect"])
        change = {"listener": {"timeout_member_connect": limit ^ 1}}
        self._api.put("load_balancer", path, change)

    def set_admin_state(self, balancer: Balancer, *, up: bool) -> None:
        """Set the listener's administrative state, unless it is so already."""
        self._set("listeners", "listener", balancer.listener_id, {"admin_state_up": up})

    def apply_settings(self, settings: BalancerSettings) -> None:
        """Set what differs from the settings, in as few requests as there are objects to change."""
        listener: Json = {"timeout_client_data": round(settings.idle_timeout / MILLISECOND)}
        if settings.forwards_client_address:
            listener["insert_headers"] = {"X-Forwarded-For": "true"}
        host = settings.health_host
        monitor: Json = {
            "max_retries_down": settings.unhealthy_after,
            # Load balancer API: a domain_name needs http_version 1.1.
            "domain_name": host,
            "http_version": 1.1 if host else None,
        }
        self._set("listeners", "listener", settings.listener_id, listener)
        self._set("healthmonitors", "healthmonitor", settings.monitor_id, monitor)
        tags = sorted(tags_for(settings.application, side=settings.colour))
        self._set("loadbalancers", "loadbalancer", settings.balancer_id, {"tags": tags})

    def _shared(self, kind: str, thing_id: str) -> Json:
        """Return a network or subnet, which may be shared by another project."""
        path = f"/{kind}s/{thing_id}"
        return dict(self._api.get("network", path, of_any_project=True)[kind])

    def _statistics(self, balancer: Balancer) -> Json:
        if not balancer.listener_id:
            return {"active_connections": 0, "total_connections": 0}
        path = f"/lbaas/listeners/{balancer.listener_id}/stats"
        return dict(self._api.get("load_balancer", path)["stats"])

    def _tree(self, balancer: Balancer) -> Json:
        path = f"/lbaas/loadbalancers/{balancer.id}/status"
        return dict(self._api.get("load_balancer", path)["statuses"]["loadbalancer"])

    def _description(self, flavor_id: str) -> str:
        """Return what a flavor says of itself; nothing when this project may not read it."""
        try:
            return str(self._get("flavors", "flavor", flavor_id)["description"] or "")
        except (NotFound, Forbidden):
            return ""

    def _set(self, kind: str, name: str, thing_id: str, wanted: Json) -> None:
        now = self._get(kind, name, thing_id)
        differs = {
            key: value
            for key, value in wanted.items()
            if _comparable(now.get(key)) != _comparable(value)
        }
        if differs:
            self._api.put("load_balancer", f"/lbaas/{kind}/{thing_id}", {name: differs})

    def _get(self, kind: str, name: str, thing_id: str) -> Json:
        return dict(self._api.get("load_balancer", f"/lbaas/{kind}/{thing_id}")[name])

    def _list(self, kind: str, **query: Any) -> list[Json]:
        return list(self._api.list("load_balancer", f"/lbaas/{kind}", kind, **query))


def _comparable(value: object) -> object:
    return sorted(value) if isinstance(value, list) else value


def _pools(tree: Json) -> list[Json]:
    return [pool for listener in tree["listeners"] for pool in listener["pools"]]


def _by_balancer(children: Iterable[Json]) -> dict[str, Json]:
    """Return the first child of each balancer: a side has one listener and one pool."""
    ordered = sorted(children, key=lambda child: str(child["created_at"]), reverse=True)
    return {parent["id"]: child for child in ordered for parent in child["loadbalancers"]}


def _summary(pool: Json | None) -> Members:
    if pool is None:
        return Members(0, 0, 0)
    total = len(pool["members"])
    if not pool.get("healthmonitor_id"):
        return Members(total, 0, total, unmonitored=total)
    match pool["operating_status"]:
        case "ONLINE":
            return Members(total, total, total)
        case "DEGRADED":
            return Members(total, 1, max(1, total - 1))
        case _:
            return Members(total, 0, 0)


def _balancer(found: Json, listener: Json | None, members: Members) -> Balancer:
    facts = facts_in(found["tags"])
    return Balancer(
        id=found["id"],
        listener_id=listener["id"] if listener else "",
        application=facts["application"],
        colour=Colour(facts["side"]),
        vip_address=found["vip_address"],
        vip_port_id=found["vip_port_id"],
        provisioning=found["provisioning_status"],
        operating=found["operating_status"],
        protocol=listener["protocol"] if listener else "",
        port=listener["protocol_port"] if listener else 0,
        members=members,
        adopted="adopted" in facts,
        flavor_id=found.get("flavor_id"),
        provider=found["provider"],
        listens=listener is not None and bool(listener["admin_state_up"]),
        network_id=found["vip_network_id"] or "",
        subnet_id=found["vip_subnet_id"] or "",
        reports_every=REPORTS_EVERY.get(found["provider"], EVERY_HEARTBEAT),
    )
