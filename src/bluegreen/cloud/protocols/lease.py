# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What is asked of the leases."""

from __future__ import annotations

from datetime import timedelta
from typing import Protocol

from bluegreen.model.lease import Holder, Lease


class Leases(Protocol):
    """The right to change an application, held by one operator at a time."""

    def take(self, application: str, owner: str, message: str, ttl: timedelta) -> Lease:
        """Take the lease; of several at once exactly one gets it.

        An expired lease is taken over, by the cloud's clock and after `fence`. Raises LeaseHeld
        when somebody has it, NothingToLease when there is no network for it yet, OverQuota when
        the project may make no more ports.
        """

    def fence(self, application: str) -> None:
        """Make every late request of a former holder to move an address fail.

        Neutron answers it with 412, since it names an older revision of the address.
        """

    def renew(self, lease: Lease) -> None:
        """Let the lease's time begin again. Raises LeaseLost when it is no longer this one."""

    def release(self, lease: Lease) -> None:
        """Give the lease back; nothing happens to one that another has taken since."""

    def holder(self, application: str) -> Holder | None:
        """Return who holds the lease, even if it has expired, or None."""

    def holders(self) -> list[Holder]:
        """Return who holds a lease on any application, even expired, at a fixed cost."""

    def break_lease(self, application: str, only: Lease | None = None) -> Holder | None:
        """End the lease that is held now, after `fence`, and return whose it was, or None.

        With `only` no other lease is ended: raises LeaseHeld when another has been taken since.
        """
