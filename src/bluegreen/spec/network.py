# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The sections about what is in front of the servers: networks, addresses, load balancers."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Literal

from pydantic import Field, ValidationInfo, field_validator

from bluegreen.spec.requests import HostName, Method
from bluegreen.spec.values import (
    Address,
    Duration,
    Name,
    Port,
    Seconds,
    Section,
    SideNetwork,
    StatusCodes,
    UrlPath,
    default,
)


class SideSection(Section):
    """One of the two sides."""

    cidr: SideNetwork
    """IPv4 network of the side's servers and load balancer, /16 to /28; fixed once built."""


class Sides(Section):
    """The networks of the two sides; they must not overlap, since one router serves both."""

    blue: SideSection = default({"cidr": "10.20.1.0/24"})
    """The blue side."""
    green: SideSection = default({"cidr": "10.20.2.0/24"})
    """The green side."""

    @field_validator("green")
    @classmethod
    def _apart_from_blue(cls, green: SideSection, info: ValidationInfo) -> SideSection:
        blue = info.data.get("blue")
        if blue and blue.cidr.overlaps(green.cidr):
            raise ValueError(f"{green.cidr} overlaps the blue side's {blue.cidr}")
        return green


class AddressesSection(Section):
    """Floating IPs that the project already holds; others are allocated."""

    production: Address | None = None
    """The address for users: it points at the live side."""
    preview: Address | None = None
    """The address for testers: it points at the idle side."""

    @field_validator("preview")
    @classmethod
    def _not_the_production_address(
        cls, preview: Address | None, info: ValidationInfo
    ) -> Address | None:
        if preview and preview == info.data.get("production"):
            raise ValueError("must differ from the production address")
        return preview


# Load balancer API, health monitors: max_retries and max_retries_down are 1 to 10.
InARow = Annotated[int, Field(ge=1, le=10)]


class HealthCheck(Section):
    """How the load balancer decides that a server can take requests."""

    path: UrlPath = "/health"
    """Path to request; default: that of `request`, else /health; only for protocol HTTP."""
    method: Method = "GET"
    """Method; default: that of `request`, else GET; only for protocol HTTP."""
    host: HostName | None = None
    """Name in the header Host; default: that of `request`; only for protocol HTTP."""
    expect: StatusCodes = "200"
    """Status codes of a healthy server, such as 200, 200,204 or 200-299; only for protocol HTTP."""
    interval: Seconds = default("5s")
    """Time between two checks, in whole seconds."""
    timeout: Seconds = default("3s")
    """Time limit of one check, in whole seconds; shorter than the interval."""
    healthy_after: InARow = 2
    """Passed checks in a row before a server receives requests."""
    unhealthy_after: InARow = 2
    """Failed checks in a row before a server receives no more requests."""

    @field_validator("timeout")
    @classmethod
    def _shorter_than_the_interval(cls, timeout: timedelta, info: ValidationInfo) -> timedelta:
        # Load balancer API, health monitors: "This value must be less than the delay value."
        interval = info.data.get("interval")
        if interval and timeout >= interval:
            raise ValueError("must be shorter than interval")
        return timeout


class LoadBalancer(Section):
    """The load balancer in front of each side."""

    protocol: Literal["HTTP", "TCP"] = "HTTP"
    """Protocol of its listener: HTTP or TCP; fixed once built."""
    port: Port = 80
    """Port for users."""
    idle_timeout: Duration = default("50s")
    """Time after which an idle connection is closed."""
    flavor: Name | None = None
    """Name or id of a load balancer flavor; fixed once built; default: that of the cloud."""
    algorithm: Literal["ROUND_ROBIN", "LEAST_CONNECTIONS", "SOURCE_IP"] = "ROUND_ROBIN"
    """How it chooses a server: ROUND_ROBIN, LEAST_CONNECTIONS or SOURCE_IP."""
    health_check: HealthCheck = default({})
    """How it checks the servers; for protocol TCP it only tries to connect."""

    @field_validator("health_check")
    @classmethod
    def _only_http_has_paths(cls, check: HealthCheck, info: ValidationInfo) -> HealthCheck:
        meaningless = sorted({"path", "method", "host", "expect"} & check.model_fields_set)
        if info.data.get("protocol") == "TCP" and meaningless:
            raise ValueError(f"must not have {' or '.join(meaningless)} with protocol TCP")
        return check
