# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Load balancers and addresses of the project that may become an application's."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class FoundBalancer:
    """A load balancer of the project, made by anybody; `application` is "" when it is nobody's.

    `router_id` is the router that its VIP's subnet hangs on; None when there is none that is seen.
    `monitored` says that its pools have health monitors.
    """

    id: str
    name: str
    listener_id: str | None
    protocol: str
    port: int
    vip_port_id: str
    network_id: str
    router_id: str | None
    provisioning: str
    application: str = ""
    monitored: bool = True


@dataclass(frozen=True)
class FoundAddress:
    """A floating IP of the project, made by anybody; `application` is "" when it is nobody's."""

    id: str
    floating_ip: str
    port_id: str | None
    network_id: str
    application: str = ""
