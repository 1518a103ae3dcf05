# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Neutron's floating IPs in memory."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bluegreen.cloud.errors import Conflict, NotFound, RevisionChanged
from bluegreen.model.address import Address, FloatingIp, Role
from support.fake_cloud.state import Changing


@dataclass
class FakeAddresses(Changing):
    """Floating IPs with Neutron's rules: revisions, and one floating IP to a port."""

    def find(self, application: str | None = None) -> list[Address]:
        """Return the addresses of one application, or of all."""
        self.project.called("addresses.find")
        held = self.project.addresses.values()
        return [a for a in held if application in (None, a.application)]

    def of_project(self) -> list[FloatingIp]:
        """Return those of applications as they point now, and those that nobody has marked."""
        self.project.called("addresses.of_project")
        own = [
            FloatingIp(
                id=one.id,
                floating_ip=one.floating_ip,
                fixed_ip=one.fixed_ip,
                port_id=one.port_id,
                network_id=one.port_id and f"network-of-{one.port_id}",
                network=one.port_id and one.port_id.removeprefix("vip-"),
                subnet=one.port_id and "10.20.0.0/16",
                application=one.application,
                role=one.role,
            )
            for one in self.project.addresses.values()
        ]
        others = [
            FloatingIp(f"of-{ip}", ip, None, None, None, None, None, None, None)
            for ip in sorted(self.project.unmarked)
        ]
        return [*own, *others]

    def get(self, address_id: str) -> Address:
        """Return one address as it is now."""
        self.project.called("addresses.get")
        try:
            return self.project.addresses[address_id]
        except KeyError:
            raise NotFound(f"no floating IP {address_id}") from None

    def point(
        self, address: Address, port_id: str | None, *, if_revision: int | None = None
    ) -> Address:
        """Point an address, guarded by its revision."""
        call = f"addresses.point {address.role} {port_id}"
        self.changes(call)
        now = self.project.addresses.get(address.id)
        if now is None:
            raise NotFound(f"no floating IP {address.id}")
        if if_revision is not None and now.revision != if_revision:
            raise RevisionChanged(f"revision is {now.revision}, not {if_revision}")
        others = (a for a in self.project.addresses.values() if a.id != address.id)
        if port_id is not None and any(a.port_id == port_id for a in others):
            raise Conflict(f"port {port_id} has a floating IP already")
        if now.port_id != port_id:
            now = replace(
                now,
                port_id=port_id,
                fixed_ip=f"fixed-{port_id}" if port_id else None,
                router_id=f"router-{now.application}" if port_id else None,
                revision=now.revision + 1,
            )
            self.project.addresses[address.id] = now
        self.project.fault("after", call)
        return now

    def allocate(self, application: str, role: Role, network: str) -> Address:
        """Take a new floating IP, or the one that an earlier request took."""
        for held in self.find(application):
            if held.role is role:
                return held
        self.changes(f"addresses.allocate {role}")
        made = self._address(application, role)
        self.project.addresses[made.id] = made
        self.project.fault("after", f"addresses.allocate {role}")
        return made

    def adopt(self, application: str, role: Role, floating_ip: str) -> Address:
        """Mark an address that the project holds."""
        held = next((a for a in self.find() if a.floating_ip == floating_ip), None)
        self.changes(f"addresses.adopt {role}")
        if held and held.application != application:
            raise Conflict(f"floating IP {floating_ip} belongs to {held.application}")
        if held is None and floating_ip not in self.project.unmarked:
            raise NotFound(f"the project holds no floating IP {floating_ip}")
        made = held or self._address(application, role, floating_ip, allocated=False)
        found = self.project.found_addresses.get(floating_ip)
        if found and held is None:
            made = replace(
                made, id=found.id, port_id=found.port_id, router_id=f"router-{application}"
            )
        self.project.unmarked.discard(floating_ip)
        self.project.addresses[made.id] = made
        self.project.fault("after", f"addresses.adopt {role}")
        return made

    def set_paused(self, address: Address, *, paused: bool) -> None:
        """Mark or unmark an address."""
        call = f"addresses.set_paused {paused}"
        self.changes(call)
        self.project.addresses[address.id] = replace(
            self.project.addresses[address.id], paused=paused
        )
        self.project.fault("after", call)

    def delete_or_unmark(self, address: Address) -> None:
        """Give an address back."""
        call = f"addresses.{'delete' if address.allocated else 'unmark'} {address.role}"
        self.changes(call)
        held = self.project.addresses.get(address.id)
        if held and held.allocated and held.revision != address.revision:
            raise RevisionChanged(f"revision is {held.revision}, not {address.revision}")
        given = self.project.addresses.pop(address.id, None)
        if given is None:
            return
        if not given.allocated:
            self.project.unmarked.add(given.floating_ip)
        self.project.fault("after", call)

    def _address(
        self, application: str, role: Role, floating_ip: str = "", *, allocated: bool = True
    ) -> Address:
        number = next(self.project.ids)
        return Address(
            id=f"fip-{number}",
            role=role,
            application=application,
            floating_ip=floating_ip or f"203.0.113.{number}",
            fixed_ip=None,
            port_id=None,
            router_id=None,
            revision=1,
            allocated=allocated,
        )
