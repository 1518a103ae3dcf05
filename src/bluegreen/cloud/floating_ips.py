# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The production and the preview address: Neutron floating IPs in no stack, known by tags."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from ipaddress import ip_address, ip_network
from typing import Any

from bluegreen.cloud.api import Api, Json
from bluegreen.cloud.calls import concurrently
from bluegreen.cloud.errors import Conflict, NotFound
from bluegreen.cloud.strays import Strays
from bluegreen.model.address import Address, FloatingIp, Role
from bluegreen.model.tags import MARK, facts_in, tags_for

ALLOCATED = f"{MARK}:allocated"
"""The tag of an address that `up` took from the network, and that `down` may give back."""

PAUSED = f"{MARK}:paused"
"""The tag on the production address of an application that is paused."""


class NeutronFloatingIps:
    """Floating IPs of the project, by Neutron's API."""

    def __init__(self, api: Api) -> None:
        self._api = api
        self._strays = Strays()

    def find(self, application: str | None = None) -> list[Address]:
        """Return the addresses of one application, or of all: one request."""
        tags = ",".join(tags_for(application) if application else [MARK])
        fits = partial(self._strays.fits, "floating IP", fact="role", known=Role)
        return [a for found in self._own(tags=tags) if fits(found) and (a := _address(found))]

    def of_project(self) -> list[FloatingIp]:
        """Return every floating IP: three listings, however many there are.

        The networks and subnets that are shown are the project's own: of another project's, which
        may be shared, only the id is known.
        """
        found = list(self._own())
        networks, subnets = concurrently(
            partial(self._listed, "networks"), partial(self._listed, "subnets"), clock=None
        )
        names = {network["id"]: str(network["name"] or network["id"]) for network in networks}
        return [_floating_ip(one, names, subnets) for one in found]

    def get(self, address_id: str) -> Address:
        """Return one address as it is now."""
        address = _address(self._api.get("network", f"/floatingips/{address_id}")["floatingip"])
        if address is None:
            raise NotFound(f"floating IP {address_id} no longer belongs to an application")
        return address

    def point(
        self, address: Address, port_id: str | None, *, if_revision: int | None = None
    ) -> Address:
        """Point an address at a port, or at nothing, in one PUT.

        One PUT from port to port is what keeps production answering: Neutron's L3 agent rewrites
        the NAT rules in one step (`router_info.py`, `move_floating_ip`).
        """
        answer = self._api.put(
            "network",
            f"/floatingips/{address.id}",
            {"floatingip": {"port_id": port_id}},
            if_revision=if_revision,
        )
        return _address(answer["floatingip"]) or address

    def allocate(self, application: str, role: Role, network: str) -> Address:
        """Take a new floating IP from the external network and mark it.

        Neutron takes no tags in the request that makes an address, so the description carries the
        same facts until the tags are set: an address that a crash left without tags is found
        again, and not allocated twice.
        """
        description = f"{role} address of {application} ({MARK})"
        made = next(self._own(description=description), None)
        if made is None:
            body = {"floating_network_id": self._network_id(network), "description": description}
            made = self._api.post("network", "/floatingips", {"floatingip": body})["floatingip"]
        return self._mark(made, [*tags_for(application, role=role), ALLOCATED])

    def adopt(self, application: str, role: Role, floating_ip: str) -> Address:
        """Mark a floating IP that the project holds already."""
        found = next(self._own(floating_ip_address=floating_ip), None)
        if found is None:
            raise NotFound(
                f"the project holds no floating IP {floating_ip}",
                "openstack floating ip list",
            )
        owner = facts_in(found["tags"]).get("application", application)
        if owner != application:
            raise Conflict(
                f"floating IP {floating_ip} belongs to the application {owner}",
                f"bluegreen status {owner}",
            )
        return self._mark(found, [*found["tags"], *tags_for(application, role=role)])

    def set_paused(self, address: Address, *, paused: bool) -> None:
        """Mark an address, which suspends automatic actions on its application; or unmark it.

        A tag of its own request: no tag touches the NAT, on OVN neither.
        """
        path = f"/floatingips/{address.id}/tags/{PAUSED}"
        if paused:
            self._api.put("network", path, {})
        else:
            self._api.delete("network", path)

    def delete_or_unmark(self, address: Address) -> None:
        """Delete an address that `allocate` made; only remove the tags of one that was adopted.

        Deleting is for good, so it is guarded by the revision at which the address was read.
        """
        path = f"/floatingips/{address.id}"
        if address.allocated:
            self._api.delete("network", path, if_revision=address.revision)
            return
        tags = self._api.get("network", path)["floatingip"]["tags"]
        kept = [t for t in tags if t != MARK and not t.startswith(f"{MARK}:")]
        self._api.put("network", f"{path}/tags", {"tags": kept})

    def _own(self, **query: Any) -> Iterator[Json]:
        yield from self._api.list("network", "/floatingips", "floatingips", **query)

    def _listed(self, kind: str) -> list[Json]:
        return list(self._api.list("network", f"/{kind}", kind))

    def _mark(self, floating_ip: Json, tags: list[str]) -> Address:
        unique = sorted(set(tags))
        self._api.put("network", f"/floatingips/{floating_ip['id']}/tags", {"tags": unique})
        return self.get(floating_ip["id"])

    def _network_id(self, name_or_id: str) -> str:
        external = {"router:external": True}
        for network in self._api.list(
            "network", "/networks", "networks", of_any_project=True, **external
        ):
            if name_or_id in (network["id"], network["name"]):
                return str(network["id"])
        raise NotFound(
            f"there is no external network {name_or_id}", "openstack network list --external"
        )


def _floating_ip(one: Json, networks: Mapping[str, str], subnets: Iterable[Json]) -> FloatingIp:
    facts, fixed_ip = facts_in(one["tags"]), one["fixed_ip_address"]
    network_id: str | None = (one.get("port_details") or {}).get("network_id")
    around = (
        str(subnet["cidr"])
        for subnet in subnets
        if fixed_ip
        and subnet["network_id"] == network_id
        and ip_address(fixed_ip) in ip_network(subnet["cidr"])
    )
    return FloatingIp(
        id=one["id"],
        floating_ip=one["floating_ip_address"],
        fixed_ip=fixed_ip,
        port_id=one["port_id"],
        network_id=network_id,
        network=networks.get(network_id, network_id) if network_id else None,
        subnet=next(around, None),
        application=facts.get("application"),
        role=Role(facts["role"]) if facts.get("role") in set(Role) else None,
    )


def _address(floating_ip: Json) -> Address | None:
    facts = facts_in(floating_ip["tags"])
    if "application" not in facts or facts.get("role") not in set(Role):
        return None
    return Address(
        id=floating_ip["id"],
        role=Role(facts["role"]),
        application=facts["application"],
        floating_ip=floating_ip["floating_ip_address"],
        fixed_ip=floating_ip["fixed_ip_address"],
        port_id=floating_ip["port_id"],
        router_id=floating_ip["router_id"],
        revision=floating_ip.get("revision_number"),
        allocated=ALLOCATED in floating_ip["tags"],
        paused=PAUSED in floating_ip["tags"],
    )
