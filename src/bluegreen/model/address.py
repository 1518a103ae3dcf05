# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The floating IPs of an application, as plain values."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Role(StrEnum):
    """What a floating IP is for."""

    PRODUCTION = "production"
    PREVIEW = "preview"


@dataclass(frozen=True)
class FloatingIp:
    """A floating IP of the project, made by anybody.

    It may point at nothing, and then has no fixed IP and no network. `subnet` is a CIDR. `network`
    and `subnet` are None too where the cloud does not say. `application` and `role` are those of
    its tags, None where it is nobody's.
    """

    id: str
    floating_ip: str
    fixed_ip: str | None
    port_id: str | None
    network_id: str | None
    network: str | None
    subnet: str | None
    application: str | None
    role: Role | None


@dataclass(frozen=True)
class Address:
    """One floating IP of an application.

    `revision` is Neutron's revision number, for `If-Match`; None where it counts none. Two values
    that differ only there are equal: Neutron counts it up for its agent's report of a status too,
    long after the change. `allocated` says that `up` made the address, so that `down` may give it
    back.
    """

    id: str
    role: Role
    application: str
    floating_ip: str
    fixed_ip: str | None
    port_id: str | None
    router_id: str | None
    revision: int | None = field(compare=False)
    allocated: bool = True
    paused: bool = False
