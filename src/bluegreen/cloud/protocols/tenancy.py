# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What is asked about the credentials and the cloud as a whole."""

from __future__ import annotations

from typing import Protocol

from bluegreen.cloud.permit import reads
from bluegreen.model.tenancy import CurrentUser, ServiceAccess


class Tenancy(Protocol):
    """What these credentials are, and what the cloud offers to them."""

    @reads
    def who(self) -> CurrentUser:
        """Return whom the cloud takes these credentials for."""

    @reads
    def readings(self, *, alarming: bool = False) -> list[ServiceAccess]:
        """Ask each service that is needed for something that every application needs of it.

        The alarm service is one of them only for applications that scale by its alarms.
        """

    @reads
    def extensions(self) -> frozenset[str]:
        """Return the aliases of the network service's extensions. Raises CloudError."""

    @reads
    def providers(self) -> frozenset[str]:
        """Return the names of the load balancer service's providers. Raises CloudError."""

    @reads
    def external_networks(self) -> list[str]:
        """Return the names of the networks that floating IPs come from. Raises CloudError."""

    @reads
    def other_managers(self, address_id: str) -> list[str]:
        """Return a sentence for each other that is seen to manage an address. Raises CloudError."""
