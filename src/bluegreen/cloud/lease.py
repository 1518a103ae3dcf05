# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The lease as a Neutron port: its MAC address can be on the network only once."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from functools import partial
from typing import Any, TypeVar

from bluegreen.clock import Clock
from bluegreen.cloud.api import Api, Json
from bluegreen.cloud.calls import retrying
from bluegreen.cloud.errors import (
    TRANSIENT,
    Busy,
    Conflict,
    Forbidden,
    NotFound,
    NothingToLease,
    OverQuota,
    RevisionChanged,
)
from bluegreen.cloud.server_clock import neutron_now, parse_time
from bluegreen.errors import Unanswered
from bluegreen.model.lease import (
    Holder,
    Lease,
    LeaseHeld,
    LeaseLost,
    from_text,
    to_text,
    well_known_mac,
)
from bluegreen.model.tags import MARK, tags_for

T = TypeVar("T")

ATTEMPTS = 5
PAUSE = 1.0
"""Seconds between two attempts: others may be about to give their lease back."""

ANSWER_LIMIT = timedelta(seconds=30)
"""How long a request of the lease is repeated that gets no answer; nothing is changed meanwhile."""

FENCE = f"{MARK}:fence="
"""How the tag begins that a taker writes on the addresses; what follows is chance."""

DEVICE_OWNER = "bluegreen:lease"
"""What says that a port is no server's: `openstack port list --device-owner bluegreen:lease`."""

NAME = "bluegreen-lease-"
"""What the port's name begins with; the application's name follows."""

ROUNDING = timedelta(seconds=1)
"""Neutron cuts its timestamps to whole seconds, so a lease may look this much older than it is."""


class NeutronLeases:
    """Leases of the project, by Neutron's API.

    Two creations of a port with the same MAC address on one network: exactly one succeeds, the rest
    are answered 409 `MacAddressInUse`. An operator who takes over an expired lease deletes that
    port and makes another. So a port's id stands for one lease, and a former holder can harm no
    other.

    A request that a former holder sent while it was still allowed to may arrive at any later time.
    So an operator who ends another's lease writes a tag on the application's addresses before: that
    raises their `revision_number` and touches no NAT, and Neutron answers a late move, which names
    the revision that its sender read, with 412. The holder reads an address first and asks for the
    lease then; and the port is deleted only at the revision at which it was read before the tag
    was written. So no revision that a former holder may still name is the one after the tag.
    """

    def __init__(self, api: Api, clock: Clock) -> None:
        self._api = api
        self._clock = clock

    def take(self, application: str, owner: str, message: str, ttl: timedelta) -> Lease:
        """Take the lease; a refusal or a lost answer is followed by a look at who has it."""
        network_id = self._network_id(application)
        wish = Lease("", application, owner, message, ttl, token=secrets.token_hex(8))
        deadline = self._clock.now() + ANSWER_LIMIT.total_seconds()
        conflicts = 0
        while True:
            try:
                return self._create(network_id, wish)
            except TRANSIENT as refusal:
                holder = self._holder(network_id, application)
                if holder and holder.lease.token == wish.token:
                    return holder.lease
                if holder and not holder.expired:
                    raise LeaseHeld(holder) from None
                conflicts += isinstance(refusal, Conflict)
                if conflicts == ATTEMPTS or self._clock.now() > deadline:
                    raise
                if holder:
                    self._end(holder)
                elif isinstance(refusal, OverQuota):
                    raise
                else:
                    self._clock.sleep(PAUSE)

    def renew(self, lease: Lease) -> None:
        """Let the lease's time begin again, in one request. Raises LeaseLost when it is gone."""
        change = {"description": to_text(lease, secrets.token_hex(3))}
        try:
            self._api.put("network", f"/ports/{lease.id}", {"port": change})
        except NotFound as gone:
            raise LeaseLost(lease.application, "another operator took over or broke it") from gone

    def release(self, lease: Lease) -> None:
        """Give the lease back; nothing happens to one that another has taken since."""
        self._patiently(lambda: self._api.delete("network", f"/ports/{lease.id}"))

    def holder(self, application: str) -> Holder | None:
        """Return who holds the lease, even if it has expired, or None."""
        try:
            network_id = self._network_id(application)
        except NothingToLease:
            return None
        return self._holder(network_id, application)

    def holders(self) -> list[Holder]:
        """Return who holds a lease of the project's applications, expired or not: one listing."""
        ports = self._list("/ports", "ports", device_owner=DEVICE_OWNER)
        if not ports:
            return []
        now = self._now()
        return [_holder(port, port["name"].removeprefix(NAME), now) for port in ports]

    def break_lease(self, application: str, only: Lease | None = None) -> Holder | None:
        """End the lease that is held now, and return whose it was; with `only` no other.

        A holder that renews meanwhile is read again, and so is one whose end got no answer.
        """
        ended: Holder | None = None
        for _ in range(ATTEMPTS):
            holder = self.holder(application)
            if holder is None:
                return ended
            if only and holder.lease.token != only.token:
                raise LeaseHeld(holder)
            if self._end(holder):
                return holder
            ended = holder
            self._clock.sleep(PAUSE)
        raise Conflict(f"reading the lease on {application} renewed it")

    def fence(self, application: str) -> None:
        """Write a new tag on every address of an application, and remove the one before it.

        Neutron counts up the revision of what is tagged; seen on Neutron 29. Raises Forbidden for
        credentials that may write no tags.
        """
        mine = ",".join(tags_for(application))
        try:
            for address in self._list("/floatingips", "floatingips", tags=mine):
                self._fence(f"/floatingips/{address['id']}/tags", address["tags"])
        except Forbidden as refusal:
            raise Forbidden(
                f"these credentials cannot fence the lease of another operator: {refusal.true_now}",
                "run the same command with --without-lease, or with a new credential: bluegreen "
                f"credential create {application} --for JOB",
            ) from refusal

    def _fence(self, tags: str, there: Iterable[str]) -> None:
        mark = f"{FENCE}{secrets.token_hex(4)}"
        self._patiently(partial(self._api.put, "network", f"{tags}/{mark}", {}))
        for former in (tag for tag in there if tag.startswith(FENCE)):
            self._patiently(partial(self._api.delete, "network", f"{tags}/{former}"))

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

    def _end(self, holder: Holder) -> bool:
        """End a lease unless it was renewed since it was read; tell whether it is gone for sure."""
        self.fence(holder.lease.application)
        delete = partial(self._api.delete, if_revision=holder.revision)
        try:
            retrying(
                lambda: delete("network", f"/ports/{holder.lease.id}"),
                limit=ANSWER_LIMIT,
                clock=self._clock,
                on=Busy,
            )
        except (RevisionChanged, Unanswered):
            return False
        return True

    def _holder(self, network_id: str, application: str) -> Holder | None:
        mac = well_known_mac(application)
        found = self._list("/ports", "ports", network_id=network_id, mac_address=mac)
        return _holder(found[0], application, self._now()) if found else None

    def _now(self) -> datetime | None:
        """Return the time by Neutron's clock; None where these credentials cannot learn it.

        The operator's own clock decides nothing: one that is ahead would end a lease that is held.
        """
        try:
            return self._patiently(partial(neutron_now, self._api))
        except (Forbidden, NotFound):
            return None

    def _network_id(self, application: str) -> str:
        """Return the lease's network; an adopted application has none, so its blue side's."""
        tags = ",".join(tags_for(application))
        networks = self._list("/networks", "networks", tags=tags)
        for home in (tags_for(application, role="lease"), tags_for(application, side="blue")):
            for network in networks:
                if set(home) <= set(network["tags"]):
                    return str(network["id"])
        raise NothingToLease(
            f"{application} has no network that could hold its lease",
            f"bluegreen status {application}",
        )

    def _list(self, path: str, key: str, **query: Any) -> list[Json]:
        return self._patiently(lambda: list(self._api.list("network", path, key, **query)))

    def _patiently(self, request: Callable[[], T]) -> T:
        return retrying(request, limit=ANSWER_LIMIT, clock=self._clock)


def _holder(port: Json, application: str, now: datetime | None) -> Holder:
    lease = _lease(port, application)
    age = now - parse_time(port["updated_at"]) if now else None
    left = None if age is None else lease.ttl + ROUNDING - age
    return Holder(lease, left, port["revision_number"])


def _lease(port: Json, application: str) -> Lease:
    return from_text(port["description"], port["id"], application)
