# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The sections about the load balancer and the switch."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, ValidationInfo, field_validator

from bluegreen.model.data_plane import SIDE_HEADER, WELL_KNOWN_PATH
from bluegreen.spec.drain import DrainSection
from bluegreen.spec.placeholders import knowing, names_side
from bluegreen.spec.request import HeaderName
from bluegreen.spec.section import Section, default
from bluegreen.spec.values import Duration, Name, Port, Seconds, StatusCodes, UrlPath

# Load balancer API, health monitors: max_retries and max_retries_down are 1 to 10.
InARow = Annotated[int, Field(ge=1, le=10)]


class HealthCheck(Section):
    """How the load balancer decides that a server can take requests."""

    path: UrlPath = "/health"
    """Path to request; only for protocol HTTP."""
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
    """Protocol of its listener: HTTP or TCP."""
    port: Port = 80
    """Port for users."""
    idle_timeout: Duration = default("50s")
    """Time after which an idle connection is closed."""
    flavor: Name | None = None
    """Name or id of a load balancer flavor; default: that of the cloud."""
    algorithm: Literal["ROUND_ROBIN", "LEAST_CONNECTIONS", "SOURCE_IP"] = "ROUND_ROBIN"
    """How it chooses a server: ROUND_ROBIN, LEAST_CONNECTIONS or SOURCE_IP."""
    health_check: HealthCheck = default({})
    """How it checks the servers; for protocol TCP it only tries to connect."""

    @field_validator("health_check")
    @classmethod
    def _only_http_has_paths(cls, check: HealthCheck, info: ValidationInfo) -> HealthCheck:
        meaningless = sorted({"path", "expect"} & check.model_fields_set)
        if info.data.get("protocol") == "TCP" and meaningless:
            raise ValueError(f"must not have {' or '.join(meaningless)} with protocol TCP")
        return check


NamesSide = Annotated[
    Name,
    AfterValidator(knowing(("application", "side"), variables=False)),
    AfterValidator(names_side),
]


class ProofSection(Section):
    """How a switch proves that new connections reach the new side."""

    by: Literal["probe", "statistics", "none"] = "probe"
    """Connections from this machine, the load balancers' own counts, or no proof."""
    path: UrlPath = WELL_KNOWN_PATH
    """Path to request through the production address."""
    header: HeaderName = SIDE_HEADER
    """Response header in which the application names the side; not used at the default path."""
    certificate: NamesSide | None = None
    """Name in the TLS certificate that tells the side, as in {side}.shop.example; then no HTTP."""
    banner: NamesSide | None = None
    """Text, with {side}, in the line that a server sends first; then no HTTP."""
    in_a_row: Annotated[int, Field(ge=1, le=1000)] = 5
    """Consecutive answers of the new side that prove the switch."""
    timeout: Duration = default("30s")
    """Time limit of the proof; statistics get at least 90s."""

    @field_validator("certificate", "banner")
    @classmethod
    def _one_way_to_tell(cls, text: str | None, info: ValidationInfo) -> str | None:
        others = {"path": WELL_KNOWN_PATH, "header": SIDE_HEADER, "certificate": None}
        if info.field_name == "certificate":
            del others["certificate"]
        given = [key for key, usual in others.items() if info.data.get(key, usual) != usual]
        if text is not None and given:
            raise ValueError(f"cannot be combined with {' or '.join(given)}")
        return text


class SwitchSection(Section):
    """How a switch works."""

    proof: ProofSection = default({})
    """How a switch is proved."""
    drain: DrainSection = default({})
    """What happens to the connections that stay on the old side."""

    @field_validator("drain")
    @classmethod
    def _no_time_for_a_cut(cls, drain: DrainSection) -> DrainSection:
        meaningless = sorted({"after_deadline", "deadline"} & drain.model_fields_set)
        if drain.policy == "cut" and meaningless:
            raise ValueError(f"must not have {' or '.join(meaningless)} with policy cut")
        return drain
