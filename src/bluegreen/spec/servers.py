# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The sections about servers: what they are, how many a side has, how that follows the load."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    PlainValidator,
    ValidationInfo,
    field_validator,
)

from bluegreen.spec.user_data import BUILT_IN, UserData
from bluegreen.spec.values import (
    HeaderName,
    Listed,
    Name,
    Network,
    ParameterName,
    Port,
    Seconds,
    Section,
    default,
)

MOST_SERVERS = 100
Number = Annotated[int, Field(ge=1, le=MOST_SERVERS)]


class Count(Section):
    """How many servers a side may have, and how many it starts with."""

    min: Number
    """Minimum number of servers when scaling in."""
    max: Number
    """Maximum number of servers when scaling out."""
    wanted: Number
    """Number of servers of a new release."""

    @field_validator("max")
    @classmethod
    def _not_below_min(cls, most: int, info: ValidationInfo) -> int:
        if most < info.data.get("min", most):
            raise ValueError(f"must be at least min, which is {info.data['min']}")
        return most

    @field_validator("wanted")
    @classmethod
    def _between_min_and_max(cls, wanted: int, info: ValidationInfo) -> int:
        if wanted < info.data.get("min", wanted):
            raise ValueError(f"must be at least min, which is {info.data['min']}")
        if wanted > info.data.get("max", wanted):
            raise ValueError(f"must be at most max, which is {info.data['max']}")
        return wanted


def _fixed_or_scaled(value: Any) -> Any:
    if isinstance(value, int) and not isinstance(value, bool):
        if not 1 <= value <= MOST_SERVERS:
            raise ValueError(f"must be between 1 and {MOST_SERVERS}")
        return {"min": value, "max": value, "wanted": value}
    if not isinstance(value, dict):
        raise ValueError("must be a whole number, or a mapping with min, max and wanted")
    return value


FixedOrScaled = Annotated[
    Count, BeforeValidator(_fixed_or_scaled, json_schema_input_type=Number | Count)
]


class Volume(Section):
    """An additional volume for each server."""

    size: Annotated[int, Field(ge=1)]
    """Size in GiB."""
    type: Name | None = None
    """Volume type; default: that of the cloud."""


class Allow(Section):
    """One kind of traffic that may reach the servers, in addition to the load balancer's."""

    protocol: Literal["tcp", "udp", "icmp"] = "tcp"
    """Protocol: tcp, udp or icmp."""
    port: Port | None = None
    """Destination port; required for tcp and udp, not allowed for icmp."""
    source: Annotated[Network, Field(alias="from")]
    """IPv4 network that the traffic comes from."""

    @field_validator("port")
    @classmethod
    def _as_the_protocol_wants(cls, port: int | None, info: ValidationInfo) -> int | None:
        protocol = info.data.get("protocol")
        if protocol == "icmp" and port is not None:
            raise ValueError("icmp has no ports; leave it out")
        if protocol in ("tcp", "udp") and port is None:
            raise ValueError(f"is required for {protocol}")
        return port


class Security(Section):
    """Which traffic may reach the servers; that of the side's load balancer always may."""

    allow: Listed[Allow] = ()
    """Additional traffic to allow."""


def _one_placeholder(image: str) -> str:
    unknown = set(re.findall(r"\{[^{}]*\}", image)) - {"{version}"}
    if unknown:
        raise ValueError(f"may contain only the placeholder {{version}}, but has {min(unknown)}")
    return image


def _read(value: Any, info: ValidationInfo) -> UserData | None:
    if value is None:
        return None
    if not isinstance(value, str) or not value:
        raise ValueError("must be the path of a file")
    context: dict[str, Path] = info.context or {}
    return UserData.read(context.get("directory", Path()) / value)


def _of_use(name: str, info: ValidationInfo) -> str:
    if name in BUILT_IN:
        raise ValueError("is always defined; choose another name")
    if "user_data" not in info.data:
        return name  # the file has a problem of its own
    user_data: UserData | None = info.data["user_data"]
    if user_data is None:
        raise ValueError("has no effect without user_data")
    if not user_data.mentions(name):
        raise ValueError(f"is never used: {user_data.file} does not contain {{{name}}}")
    user_data.refuse_unknown_filters([name])
    return name


# What no release can be shorter than; its own values are looked at when it is planned.
SHORTEST = {"application": "a", "side": "blue", "version": "1", "release": "r1"}
ImageName = Annotated[Name, AfterValidator(_one_placeholder)]


class ServersSection(Section):
    """The servers of each release."""

    image: ImageName
    """Image name or id; `{version}` becomes the release's version."""
    flavor: Name
    """Flavor name or id."""
    port: Port = 8080
    """Port on which the application answers."""
    user_data: Annotated[UserData | None, PlainValidator(_read, json_schema_input_type=str)] = None
    """File with the first-boot script, relative to the specification."""
    parameters: dict[Annotated[ParameterName, AfterValidator(_of_use)], str] = default({})
    """Values for the user data: `{name}` becomes the value."""
    count: FixedOrScaled = default(2)
    """Number of servers on a side: a whole number, or min, max and wanted."""
    key_pair: Name | None = None
    """SSH key pair to put on the servers."""
    availability_zone: Name | None = None
    """Availability zone for the servers."""
    anti_affinity: Literal["off", "soft", "hard"] = "off"
    """Whether servers must (hard) or should (soft) run on different hosts."""
    volumes: Listed[Volume] = ()
    """Additional volumes for each server."""
    security: Security = default({})
    """Which other traffic may reach the servers."""
    identity_header: HeaderName | None = None
    """Response header in which the application names its server; for the warm-up."""

    @field_validator("parameters")
    @classmethod
    def _fit_into_user_data(
        cls, parameters: dict[str, str], info: ValidationInfo
    ) -> dict[str, str]:
        user_data: UserData | None = info.data.get("user_data")
        if user_data:
            user_data.refuse_too_large({**SHORTEST, **parameters})
        return parameters


Percent = Annotated[int, Field(ge=1, le=99)]
LONGEST_DRAIN = timedelta(minutes=10)

Source = Literal["prometheus", "gnocchi", "none"]


class ScalingSection(Section):
    """How the live side scales with load, between min and max of servers.count."""

    source: Source
    """Where the cloud's alarms read the load: prometheus, gnocchi, or none (your own alarms)."""
    metric: Literal["cpu"] = "cpu"
    """Metric: the mean CPU usage of the side's servers, in percent."""
    out_above: Percent = 70
    """Percent above which the side scales out."""
    in_below: Percent = 25
    """Percent below which the side scales in."""
    step: Annotated[int, Field(ge=1, le=MOST_SERVERS)] = 1
    """Servers to add or remove at a time."""
    cooldown: Seconds = default("2m")
    """Time after a change of size before an alarm may change it again; whole seconds."""
    window: Seconds = default("5m")
    """Time over which the load is averaged, at least six polls of the cloud; whole seconds."""
    vcpus: Annotated[int, Field(ge=1, le=1024)] = 1
    """Number of virtual CPUs of the flavor; all together are 100 percent."""
    drain: Seconds = default("10s")
    """Time between a server's removal from the load balancer and its deletion; whole seconds."""

    @field_validator("in_below")
    @classmethod
    def _well_below_out_above(cls, below: int, info: ValidationInfo) -> int:
        # One server fewer carries the load of two on one: above half, the group would swing.
        above = info.data.get("out_above", 100)
        if below * 2 > above:
            raise ValueError(f"must be at most half of out_above, which is {above}")
        return below

    @field_validator("drain")
    @classmethod
    def _not_for_ever(cls, drain: timedelta) -> timedelta:
        if drain > LONGEST_DRAIN:
            raise ValueError("must be at most 10m")
        return drain
