# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Reads from the Octavia API what every load balancer should be.

The API's database is the only memory of what is wanted: a call that was lost, or one that came
while the agent was away, is found again here by its PENDING status. While a load balancer is
pending the API refuses every other change to it, so the several reads of one tree fit together.
"""

import json
from typing import Any

from openstack.connection import Connection
from openstack.exceptions import NotFoundException, raise_from_response

from openstack_lab.octavia_provider.flavor import Flavor
from openstack_lab.octavia_provider.model import (
    HealthMonitor,
    Item,
    Json,
    Listener,
    LoadBalancer,
    Member,
    Policy,
    Pool,
    Rule,
)

PROVIDER = "namespace"


class DesiredState:
    """The part of the Octavia API that the agent reads, with the service user's rights."""

    def __init__(self, cloud: Connection) -> None:
        self._api = cloud.load_balancer
        self._flavors: dict[str, Flavor] = {}

    def load_balancers(self) -> list[Json]:
        """Return the API's rows of all load balancers of this provider, children as ids."""
        return self._list("loadbalancers", provider=PROVIDER)

    def tree(self, load_balancer_id: str) -> LoadBalancer | None:
        """Return one load balancer with all of its children, or None when it is deleted.

        Its own row is read first: if that is pending, the children cannot change meanwhile.
        """
        try:
            row = self._show("loadbalancer", load_balancer_id)
        except NotFoundException:
            return None
        children = {"loadbalancer_id": load_balancer_id}
        return LoadBalancer.from_api(
            row,
            vip_sg_ids=tuple(row.get("vip_sg_ids") or ()),
            flavor=self._flavor(row.get("flavor_id")),
            listeners=tuple(self._listener(l) for l in self._list("listeners", **children)),  # noqa: E741
            pools=tuple(self._pool(pool) for pool in self._list("pools", **children)),
        )

    def _listener(self, row: Json) -> Listener:
        policies = self._list("l7policies", listener_id=row["id"]) if row.get("l7policies") else []
        cidrs = row.get("allowed_cidrs")
        return Listener.from_api(
            row,
            allowed_cidrs=tuple(cidrs) if cidrs else None,
            policies=tuple(self._policy(policy) for policy in policies),
        )

    def _policy(self, row: Json) -> Policy:
        rows = self._list(f"l7policies/{row['id']}/rules", "rules") if row.get("rules") else []
        return Policy.from_api(row, rules=tuple(Rule.from_api(rule) for rule in rows))

    def _pool(self, row: Json) -> Pool:
        members = self._list(f"pools/{row['id']}/members", "members") if row.get("members") else []
        monitor = row.get("healthmonitor_id")
        return Pool.from_api(
            row,
            members=tuple(Member.from_api(member) for member in members),
            health_monitor=HealthMonitor.from_api(self._show("healthmonitor", monitor))
            if monitor
            else None,
        )

    def _flavor(self, flavor_id: str | None) -> Flavor:
        if flavor_id is None:
            return Flavor()
        if flavor_id not in self._flavors:  # a flavor's profile cannot change while it is in use
            profile = self._show("flavor", flavor_id)["flavor_profile_id"]
            data = json.loads(self._show("flavorprofile", profile)["flavor_data"])
            self._flavors[flavor_id] = Flavor(**data)
        return self._flavors[flavor_id]

    def _list(self, path: str, key: str | None = None, **filters: str) -> list[Any]:
        answer = self._api.get(f"/lbaas/{path}", params=filters)
        raise_from_response(answer)
        return list(answer.json()[key or path])

    def _show(self, kind: str, item_id: str) -> Json:
        answer = self._api.get(f"/lbaas/{kind}s/{item_id}")
        raise_from_response(answer)
        row: Json = answer.json()[kind]
        return row


def is_pending(row: Json) -> bool:
    """Whether the API waits for the provider to act on a load balancer."""
    return Item.from_api(row).is_pending
