# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Who uses the cloud, and what it offers."""

from __future__ import annotations

from dataclasses import dataclass

from bluegreen.model.tenancy import CurrentUser, ServiceAccess
from support.fake_cloud.state import ProjectState


@dataclass
class FakeTenancy:
    """A cloud that has everything, and a user who may use it, but for what the test changes."""

    project: ProjectState

    def who(self) -> CurrentUser:
        """Return a plain member, or whom the test says."""
        return self.project.who

    def readings(self, *, alarming: bool = False) -> list[ServiceAccess]:
        """Return that every service answers, but for those that the test says."""
        services = ["network", "load-balancer", "orchestration", "compute", "image"]
        services += ["alarming"] if alarming else []
        return [ServiceAccess(name, self.project.refusals.get(name)) for name in services]

    def extensions(self) -> frozenset[str]:
        """Return what the test says."""
        return self.project.extensions

    def providers(self) -> frozenset[str]:
        """Return the usual provider."""
        return frozenset({"amphora"})

    def external_networks(self) -> list[str]:
        """Return the one network."""
        return ["public"]

    def other_managers(self, address_id: str) -> list[str]:
        """Return what the test says of the role, or of an address that has none yet."""
        held = self.project.addresses.get(address_id)
        return list(self.project.other_managers.get(held.role if held else address_id, ()))
