# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What the project may use, and how much is left: asked before building, all at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from bluegreen.cloud.api import Api, Json, Service
from bluegreen.cloud.calls import concurrently
from bluegreen.cloud.errors import Forbidden, NotFound
from bluegreen.model.quota import Needs, Shortage

UNLIMITED = -1


@dataclass(frozen=True)
class Holdings:
    """What a project may use, by name and by id, and how much is left of each quota.

    `flavors` says what one server of a flavor takes: name or id → (cores, MiB of memory).
    """

    images: Collection[str]
    flavors: Mapping[str, tuple[int, int]]
    external_networks: Collection[str]
    key_pairs: Collection[str]
    left: Mapping[str, int]

    def shortages(self, needs: Needs) -> list[Shortage]:
        """Return everything that is named and not there, and each quota that is too small."""
        external = "openstack network list --external"
        return [
            *_absent("image", needs.image, self.images, "openstack image list"),
            *_absent("flavor", needs.flavor, self.flavors, "openstack flavor list"),
            *_absent("external network", needs.external_network, self.external_networks, external),
            *_absent("key pair", needs.key_pair, self.key_pairs, "openstack keypair list"),
            *_too_small(_demand(needs, self.flavors.get(needs.flavor, (1, 1))), self.left),
        ]


class ProjectInventory:
    """Images, flavors, networks, key pairs and quotas of one project."""

    def __init__(self, api: Api) -> None:
        self._api = api

    def shortages(self, needs: Needs) -> list[Shortage]:
        """Return everything that is named and not there, and each quota that is too small."""
        images, flavors, networks, key_pairs, *quotas = concurrently(
            lambda: self._images(needs.image) if needs.image else set(),
            self._flavors,
            lambda: self._names("network", "/networks", "networks", **{"router:external": True}),
            lambda: self._key_pairs() if needs.key_pair else set(),
            self._compute_left,
            self._network_left,
            self._balancers_left,
            clock=None,
        )
        left = {what: count for quota in quotas for what, count in quota.items()}
        return Holdings(images, flavors, networks, key_pairs, left).shortages(needs)

    def _flavors(self) -> dict[str, tuple[int, int]]:
        found = list(self._api.list("compute", "/flavors/detail", "flavors"))
        return {
            name: (flavor["vcpus"], flavor["ram"])
            for flavor in found
            for name in (flavor["id"], flavor["name"])
        }

    def _images(self, name_or_id: str) -> set[str]:
        """Glance filters by name or by id, each in its own way; both are tried."""
        by_name = self._names("image", "/images", "images", name=name_or_id)
        try:
            return by_name or _names([self._image(name_or_id)])
        except NotFound:
            return set()

    def _image(self, image_id: str) -> Json:
        return self._api.get("image", f"/images/{image_id}", of_any_project=True)

    def _key_pairs(self) -> set[str]:
        found = self._api.get("compute", "/os-keypairs")["keypairs"]
        return {pair["keypair"]["name"] for pair in found}

    def _names(self, service: Service, path: str, key: str, **query: object) -> set[str]:
        return _names(self._api.list(service, path, key, of_any_project=True, **query))

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


def _demand(needs: Needs, of_server: tuple[int, int]) -> dict[str, int]:
    sides, (cores, memory) = needs.sides, of_server
    return {
        "servers": needs.servers,
        "cores": needs.servers * cores,
        "MiB of memory": needs.servers * memory,
        "networks": sides,
        "subnets": sides,
        "security groups": needs.releases,
        "routers": needs.routers,
        "floating IPs": needs.addresses,
        "ports": needs.servers + 2 * sides,
        "load balancers": sides,
    }


def _too_small(proof: dict[str, int], left: Mapping[str, int]) -> Iterable[Shortage]:
    for what, wanted in proof.items():
        if wanted and what in left and left[what] < wanted:
            yield Shortage(
                f"quota: {wanted} {what} needed, {max(0, left[what])} left",
                "openstack quota show",
                of_quota=True,
            )


def _absent(kind: str, wanted: str | None, there: Collection[str], look: str) -> Iterable[Shortage]:
    if wanted and wanted not in there:
        yield Shortage(f"there is no {kind} {wanted}", look)


def _left(limit: int, used: int) -> int:
    return 2**31 if limit == UNLIMITED else limit - used


def _names(found: Iterable[Json]) -> set[str]:
    return {name for item in found for name in (item["id"], item["name"])}
