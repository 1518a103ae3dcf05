# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The whole specification: everything that bluegreen.yaml says, as frozen values."""

from __future__ import annotations

from typing import Literal

from pydantic import ConfigDict, ValidationInfo, field_validator

from bluegreen.spec.checks import Checks
from bluegreen.spec.hooks import Hooks
from bluegreen.spec.network import AddressesSection, Sides
from bluegreen.spec.notifications import Notification
from bluegreen.spec.retire import RetireSection
from bluegreen.spec.scaling import ScalingSection
from bluegreen.spec.section import Section, default
from bluegreen.spec.servers import ServersSection
from bluegreen.spec.traffic import LoadBalancer, SwitchSection
from bluegreen.spec.values import Address, ApplicationName, Listed, Name
from bluegreen.spec.watch import WatchSection


class Specification(Section):
    """An application that is deployed blue-green on OpenStack."""

    model_config = ConfigDict(title="bluegreen.yaml")

    application: ApplicationName
    """Name of the application, unique in the project; names of stacks are made of it."""
    external_network: Name
    """Name or id of the network that floating IPs come from."""
    servers: ServersSection
    """The servers of each release."""
    scaling: ScalingSection | None = None
    """How the live side scales with load; without this section it keeps its size."""
    sides: Sides = default({})
    """The networks of the two sides."""
    dns_servers: Listed[Address] = ()
    """DNS servers of the servers; when empty, those of the network."""
    addresses: AddressesSection = default({})
    """Floating IPs that the project already holds; others are allocated."""
    load_balancer: LoadBalancer = default({})
    """The load balancer in front of each side."""
    switch: SwitchSection = default({})
    """How a switch works."""
    checks: Checks = ()
    """Checks that decide whether a release is good."""
    approval: Literal["auto", "ask", "wait"] = "auto"
    """Who approves a checked release: nobody, the operator, or another person."""
    watch: WatchSection = default({})
    """How the watch after a switch works."""
    retire: RetireSection = default({})
    """What happens to the side that is no longer live."""
    hooks: Hooks = default({})
    """Programs to run before and after each stage."""
    notifications: Listed[Notification] = ()
    """Addresses that receive notifications."""

    @field_validator("scaling")
    @classmethod
    def _has_room(
        cls, scaling: ScalingSection | None, info: ValidationInfo
    ) -> ScalingSection | None:
        servers: ServersSection | None = info.data.get("servers")
        if scaling and servers and servers.count.min == servers.count.max:
            raise ValueError("needs servers.count with min below max")
        return scaling

    @property
    def variables(self) -> frozenset[str]:
        """The environment variables that the checks and notifications ask for."""
        of_checks = (check.variables for check in self.checks)
        of_notifications = (notification.variables for notification in self.notifications)
        return frozenset().union(*of_checks, *of_notifications)

    def image(self, version: str) -> str:
        """Return the name or id of the image for `version`."""
        return self.servers.image.replace("{version}", version)

    def user_data(self, side: str, version: str, release: str) -> str:
        """Return the script of the first boot, with its placeholders replaced; "" without one."""
        if self.servers.user_data is None:
            return ""
        built_in = {
            "application": self.application,
            "side": side,
            "version": version,
            "release": release,
        }
        return self.servers.user_data.render({**self.servers.parameters, **built_in})
