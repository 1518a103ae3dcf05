# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Looking: all reads side by side, and as many of them for a hundred applications as for one."""

from __future__ import annotations

from functools import partial

from bluegreen.cloud.interface import Cloud
from bluegreen.cloud.side_by_side import side_by_side
from bluegreen.errors import Refused
from bluegreen.observation import Application, Balancer, assemble, assemble_all


def observe(cloud: Cloud, name: str) -> Application:
    """Return one application as it is now, with the exact health of every member."""
    addresses, balancers, stacks = side_by_side(
        partial(cloud.addresses.find, name),
        partial(_inspected, cloud, name),
        partial(cloud.stacks.find, name),
    )
    return assemble(name, addresses, balancers, stacks)


def observe_existing(cloud: Cloud, name: str) -> Application:
    """Return an application, or raise Refused when the project holds nothing of that name."""
    application = observe(cloud, name)
    if not application.exists:
        raise Refused(f"the project has no application {name}", "bluegreen list")
    return application


def observe_project(cloud: Cloud) -> list[Application]:
    """Return every application of the project; members are summaries, at a fixed cost."""
    addresses, balancers, stacks = side_by_side(
        cloud.addresses.find, cloud.balancers.find, cloud.stacks.find
    )
    return assemble_all(addresses, balancers, stacks)


def _inspected(cloud: Cloud, name: str) -> list[Balancer]:
    found = cloud.balancers.find(name)
    return list(side_by_side(*(partial(cloud.balancers.inspect, one) for one in found)))
