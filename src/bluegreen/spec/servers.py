# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The section about servers."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    Field,
    PlainValidator,
    ValidationInfo,
    field_validator,
)

from bluegreen.spec.count import FixedOrScaled
from bluegreen.spec.request import HeaderName
from bluegreen.spec.section import Section, default
from bluegreen.spec.user_data import BUILT_IN, UserData
from bluegreen.spec.values import Listed, Name, Network, ParameterName, Port


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
