# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The lease as a Neutron port: its MAC address can be on the network only once."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta

from bluegreen.cloud.api import Api, Json
from bluegreen.cloud.errors import (
    AnswerLost,
    Busy,
    Conflict,
    Forbidden,
    NotFound,
    RevisionChanged,
)
from bluegreen.cloud.server_clock import neutron_now, parse_time
from bluegreen.lease import Holder, Lease, LeaseHeld, LeaseLost, from_text, to_text, well_known_mac
from bluegreen.observation import tags_for

ATTEMPTS = 5

DEVICE_OWNER = "bluegreen:lease"
"""What says that a port is no server's: `openstack port list --device-owner bluegreen:lease`."""

NAME = "bluegreen-lease-"
"""What the port's name begins with; the application's name follows."""

ROUNDING = timedelta(seconds=1)
"""Neutron cuts its timestamps to whole seconds, so a lease may look this much older than it is."""


class NeutronLeases:
    """Leases of the project, by Neutron's API.

    Two creations of a port with the same MAC address on one network: exactly one succeeds, the
    rest are answered 409 `MacAddressInUse`. Whoever takes over an expired lease deletes that port
    and makes another. So a port's id stands for one lease, and a former holder can harm no other.
    """

    def __init__(self, api: Api) -> None:
        self._api = api

    def take(self, application: str, owner: str, message: str, ttl: timedelta) -> Lease:
        """Take the lease; a refusal or a lost answer is followed by a look at who has it."""
        network_id = self._network_id(application)
        wish = Lease("", application, owner, message, ttl, token=secrets.token_hex(8))
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return self._create(network_id, wish)
            except (Conflict, AnswerLost, Busy):
                holder = self._holder(network_id, application)
                if holder and holder.lease.token == wish.token:
                    return holder.lease
                if holder and not holder.expired:
                    raise LeaseHeld(holder) from None
                if attempt == ATTEMPTS:
                    raise
                if holder:
                    self._remove_unless_renewed(holder)
        raise AssertionError("unreachable")

    def renew(self, lease: Lease) -> None:
        """Let the lease's time begin anew. Raises LeaseLost when the port is gone."""
        change = {"description": to_text(lease, secrets.token_hex(3))}
        try:
            self._api.put("network", f"/ports/{lease.id}", {"port": change})
        except NotFound as gone:
            raise LeaseLost(lease.application, "it was taken over or broken") from gone

    def release(self, lease: Lease) -> None:
        """Give the lease back; nothing happens to one that another has taken since."""
        self._remove(lease)

    def holder(self, application: str) -> Holder | None:
        """Return who holds the lease, even if it has expired, or None."""
        try:
            network_id = self._network_id(application)
        except NotFound:
            return None
        return self._holder(network_id, application)

    def holders(self) -> list[Holder]:
        """Return who holds a lease of the project's applications, expired or not: one listing."""
        ports = list(self._api.list("network", "/ports", "ports", device_owner=DEVICE_OWNER))
        if not ports:
            return []
        now = self._now()
        return [_holder(port, port["name"].removeprefix(NAME), now) for port in ports]

    def break_lease(self, application: str, only: Lease | None = None) -> Holder | None:
        """End the lease that is held now, and return whose it was; with `only` no other."""
        holder = self.holder(application)
        if holder and only and holder.lease.token != only.token:
            raise LeaseHeld(holder)
        if holder:
            self._remove(holder.lease)
        return holder

    def _create(self, network_id: str, wish: Lease) -> Lease:
        port = {
            "network_id": network_id,
            "mac_address": well_known_mac(wish.application),
            "name": f"{NAME}{wish.application}",
            "description": to_text(wish, secrets.token_hex(3)),
            "device_owner": DEVICE_OWNER,
            "fixed_ips": [],
            "security_groups": [],
            "admin_state_up": False,
        }
        made = self._api.post("network", "/ports", {"port": port})["port"]
        return _lease(made, wish.application)

    def _holder(self, network_id: str, application: str) -> Holder | None:
        mac = well_known_mac(application)
        found = self._api.list("network", "/ports", "ports", network_id=network_id, mac_address=mac)
        port = next(iter(found), None)
        if port is None:
            return None
        return _holder(port, application, self._now())

    def _now(self) -> datetime:
        """Return Neutron's time; to who may only read it is enough to know it roughly."""
        try:
            return neutron_now(self._api)
        except Forbidden:
            return datetime.now(UTC)

    def _remove_unless_renewed(self, holder: Holder) -> None:
        try:
            self._api.delete("network", f"/ports/{holder.lease.id}", if_revision=holder.revision)
        except (RevisionChanged, AnswerLost, Busy):
            return  # the next attempt to create tells

    def _remove(self, lease: Lease) -> None:
        for attempt in range(1, ATTEMPTS + 1):
            try:
                self._api.delete("network", f"/ports/{lease.id}")
                return
            except (AnswerLost, Busy):
                if attempt == ATTEMPTS:
                    raise

    def _network_id(self, application: str) -> str:
        """Return the lease's network; an adopted application has none, so its blue side's."""
        tags = ",".join(tags_for(application))
        networks = list(self._api.list("network", "/networks", "networks", tags=tags))
        for home in (tags_for(application, role="lease"), tags_for(application, side="blue")):
            for network in networks:
                if set(home) <= set(network["tags"]):
                    return str(network["id"])
        raise NotFound(
            f"{application} has no network that could hold its lease",
            f"bluegreen status {application}",
        )


def _holder(port: Json, application: str, now: datetime) -> Holder:
    lease = _lease(port, application)
    age = now - parse_time(port["updated_at"])
    return Holder(lease, lease.ttl + ROUNDING - age, port["revision_number"])


def _lease(port: Json, application: str) -> Lease:
    return from_text(port["description"], port["id"], application)
