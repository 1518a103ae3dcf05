# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What the project may use, and how much is left: asked before building, all at once."""

from __future__ import annotations

from collections.abc import Iterable

from bluegreen.cloud.api import Api, Json, Service
from bluegreen.cloud.errors import Forbidden, NotFound
from bluegreen.cloud.interface import Needs, Shortage
from bluegreen.cloud.side_by_side import side_by_side

UNLIMITED = -1


class ProjectInventory:
    """Images, flavors, networks, key pairs and quotas of one project."""

    def __init__(self, api: Api) -> None:
        self._api = api

    def shortages(self, needs: Needs) -> list[Shortage]:
        """Return everything that is named and not there, and each quota that is too small."""
        image, flavors, networks, key_pairs, *quotas = side_by_side(
            lambda: self._images(needs.image),
            lambda: list(self._api.list("compute", "/flavors/detail", "flavors")),
            lambda: self._names("network", "/networks", "networks", **{"router:external": True}),
            lambda: self._key_pairs() if needs.key_pair else set(),
            self._compute_left,
            self._network_left,
            self._balancers_left,
        )
        flavor = next((f for f in flavors if needs.flavor in (f["id"], f["name"])), None)
        return [
            *_absent("image", needs.image, image, "openstack image list"),
            *_absent("flavor", needs.flavor, _names(flavors), "openstack flavor list"),
            *_absent(
                "external network",
                needs.external_network,
                networks,
                "openstack network list --external",
            ),
            *_absent("key pair", needs.key_pair, key_pairs, "openstack keypair list"),
            *_too_small(_demand(needs, flavor), {k: v for left in quotas for k, v in left.items()}),
        ]

    def _images(self, name_or_id: str) -> set[str]:
        """Glance filters by name or by id, each in its own way; both are tried."""
        by_name = self._names("image", "/images", "images", name=name_or_id)
        try:
            return by_name or _names([self._api.get("image", f"/images/{name_or_id}")])
        except NotFound:
            return set()

    def _key_pairs(self) -> set[str]:
        found = self._api.get("compute", "/os-keypairs")["keypairs"]
        return {pair["keypair"]["name"] for pair in found}

    def _names(self, service: Service, path: str, key: str, **query: object) -> set[str]:
        return _names(self._api.list(service, path, key, **query))

    def _compute_left(self) -> dict[str, int]:
        limits = self._api.get("compute", "/limits")["limits"]["absolute"]
        return {
            "servers": _left(limits["maxTotalInstances"], limits["totalInstancesUsed"]),
            "cores": _left(limits["maxTotalCores"], limits["totalCoresUsed"]),
            "MiB of memory": _left(limits["maxTotalRAMSize"], limits["totalRAMUsed"]),
        }

    def _network_left(self) -> dict[str, int]:
        """Neutron's `quota_details`; a cloud that hides it from members is not second-guessed."""
        try:
            path = f"/quotas/{self._api.project_id}/details"
            quota = self._api.get("network", path)["quota"]
        except (NotFound, Forbidden):
            return {}
        named = {
            "networks": "network",
            "subnets": "subnet",
            "routers": "router",
            "floating IPs": "floatingip",
            "security groups": "security_group",
            "ports": "port",
        }
        return {
            name: _left(quota[key]["limit"], quota[key]["used"] + quota[key]["reserved"])
            for name, key in named.items()
            if key in quota
        }

    def _balancers_left(self) -> dict[str, int]:
        try:
            quota = self._api.get("load_balancer", f"/lbaas/quotas/{self._api.project_id}")["quota"]
        except (NotFound, Forbidden):
            return {}
        limit = quota.get("load_balancer", quota.get("loadbalancer"))
        used = self._api.list("load_balancer", "/lbaas/loadbalancers", "loadbalancers")
        return {"load balancers": _left(UNLIMITED if limit is None else limit, len(list(used)))}


def _demand(needs: Needs, flavor: Json | None) -> dict[str, int]:
    sides = needs.sides
    return {
        "servers": needs.servers,
        "cores": needs.servers * (flavor["vcpus"] if flavor else 1),
        "MiB of memory": needs.servers * (flavor["ram"] if flavor else 1),
        "networks": sides,
        "subnets": sides,
        "security groups": needs.releases,
        "routers": needs.routers,
        "floating IPs": needs.addresses,
        "ports": needs.servers + 2 * sides,
        "load balancers": sides,
    }


def _too_small(demand: dict[str, int], left: dict[str, int]) -> Iterable[Shortage]:
    for what, wanted in demand.items():
        if what in left and left[what] < wanted:
            yield Shortage(
                f"quota: {wanted} {what} needed, {max(0, left[what])} left",
                "openstack quota show",
                of_quota=True,
            )


def _absent(kind: str, wanted: str | None, there: set[str], look: str) -> Iterable[Shortage]:
    if wanted and wanted not in there:
        yield Shortage(f"there is no {kind} {wanted}", look)


def _left(limit: int, used: int) -> int:
    return 2**31 if limit == UNLIMITED else limit - used


def _names(found: Iterable[Json]) -> set[str]:
    return {name for item in found for name in (item["id"], item["name"])}
