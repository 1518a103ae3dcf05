# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What is asked of the floating IPs."""

from __future__ import annotations

from typing import Protocol

from bluegreen.cloud.permit import changes, changes_once, reads
from bluegreen.model.address import Address, FloatingIp, Role


class Addresses(Protocol):
    """The floating IPs of the project; all but `of_project` are about those of an application."""

    @reads
    def find(self, application: str | None = None) -> list[Address]:
        """Return the addresses of one application, or of all."""

    @reads
    def of_project(self) -> list[FloatingIp]:
        """Return every floating IP, also those of no application, with the network of each."""

    @reads
    def get(self, address_id: str) -> Address:
        """Return one address as it is now. Raises NotFound."""

    @changes_once
    def point(
        self, address: Address, port_id: str | None, *, if_revision: int | None = None
    ) -> Address:
        """Point an address at a port, or at nothing, in one request; return what the cloud says.

        Raises RevisionChanged when the address is no longer at `if_revision`, Conflict when the
        port's fixed IP has a floating IP already, AnswerLost when it may have happened.
        """

    @changes
    def allocate(self, application: str, role: Role, network: str) -> Address:
        """Take a new floating IP from the external network and mark it."""

    @changes
    def adopt(self, application: str, role: Role, floating_ip: str) -> Address:
        """Mark a floating IP that the project holds already. Raises NotFound, Conflict."""

    @changes
    def set_paused(self, address: Address, *, paused: bool) -> None:
        """Mark an address, which suspends automatic actions on its application; or unmark it."""

    @changes
    def delete_or_unmark(self, address: Address) -> None:
        """Delete an address that `allocate` made; only remove the tags of one that was adopted.

        Raises RevisionChanged when one that is to be deleted is no longer as it was read.
        """
