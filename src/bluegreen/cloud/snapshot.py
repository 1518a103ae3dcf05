# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What a page shows of applications, read concurrently."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from ipaddress import ip_address
from typing import TypeVar

from bluegreen.cloud.calls import concurrently, in_time
from bluegreen.cloud.observe import (
    observe_as_far_as_it_answers,
    observe_project,
    refuse_unless_there,
)
from bluegreen.cloud.protocols import Cloud
from bluegreen.errors import CloudError
from bluegreen.model.address import Address, FloatingIp, Role
from bluegreen.model.application import Application, Side
from bluegreen.model.balancer import Network
from bluegreen.model.journal import ENTRIES_OF_A_RUN, JournalRun, runs_of
from bluegreen.model.lease import Holder
from bluegreen.model.snapshot import ApplicationSnapshot, SideSnapshot

log = logging.getLogger(__name__)

Value = TypeVar("Value")

SERVER = "OS::Nova::Server"


def take_snapshot(cloud: Cloud, name: str, *, runs: int = 0) -> ApplicationSnapshot:
    """Return an application as it is now, as far as Heat answers for it, with its newest `runs`.

    Raises Refused when there is none, CloudError.
    """
    if not runs:
        return _snapshot(cloud, name)
    snapshot, history = concurrently(
        partial(_snapshot, cloud, name),
        partial(_history_in_time, cloud, name, runs),
        clock=cloud.asking.clock,
    )
    found, error = ((), history) if isinstance(history, CloudError) else (tuple(history), None)
    return ApplicationSnapshot(snapshot.application, snapshot.holder, snapshot.sides, found, error)


def survey(cloud: Cloud) -> list[tuple[Application, Holder | None]]:
    """Return every application of the project, and who holds its lease, at a fixed cost.

    Raises CloudError.
    """
    applications, holders = concurrently(
        partial(observe_project, cloud), cloud.leases.holders, clock=cloud.asking.clock
    )
    held = {holder.lease.application: holder for holder in holders}
    return [(application, held.get(application.name)) for application in applications]


def project_floating_ips(cloud: Cloud) -> list[FloatingIp]:
    """Return every floating IP of the project by its address, also those of no application.

    Raises CloudError.
    """
    return sorted(cloud.addresses.of_project(), key=lambda one: ip_address(one.floating_ip))


def history(
    cloud: Cloud, name: str, runs: int = 10, *, event: str | None = None
) -> list[JournalRun]:
    """Return the newest runs of the journal, newest first; with `event` only those of that event.

    Raises CloudError.
    """
    return runs_of(cloud.journal.entries(name, runs * ENTRIES_OF_A_RUN, event=event))[:runs]


def lease_holder(cloud: Cloud, name: str) -> Holder | None:
    """Return who holds the lease on an application, an expired one too. Raises CloudError."""
    return cloud.leases.holder(name)


def _snapshot(cloud: Cloud, name: str) -> ApplicationSnapshot:
    application, holder = concurrently(
        partial(observe_as_far_as_it_answers, cloud, name),
        partial(lease_holder, cloud, name),
        clock=cloud.asking.clock,
    )
    refuse_unless_there(application)
    blue, green = concurrently(
        *(partial(_side, cloud, application, side) for side in application.sides),
        clock=cloud.asking.clock,
    )
    return ApplicationSnapshot(application, holder, (blue, green))


def _history_in_time(cloud: Cloud, name: str, runs: int) -> list[JournalRun] | CloudError:
    """A page without its history is better than none; and it does not wait for Heat for long."""
    return in_time(partial(history, cloud, name, runs), "Heat")


def _side(cloud: Cloud, application: Application, side: Side) -> SideSnapshot:
    heat = not application.unread
    network, connections, servers = concurrently(
        partial(_or_none, partial(_network, cloud, side)),
        partial(_or_none, partial(_connections, cloud, side)),
        partial(_or_none, partial(_servers, cloud, side)) if heat else tuple,
        clock=cloud.asking.clock,
    )
    addresses = _addresses(application)
    role = next((r for r, a in addresses.items() if application.side_at(a) is side), None)
    return SideSnapshot(
        observed=side,
        role=role,
        address=addresses[role] if role else None,
        live=application.live is side,
        network=network,
        connections=connections,
        servers=servers or (),
    )


def _addresses(application: Application) -> dict[Role, Address | None]:
    return {Role.PRODUCTION: application.production, Role.PREVIEW: application.preview}


def _network(cloud: Cloud, side: Side) -> Network | None:
    return cloud.balancers.network(side.balancer) if side.balancer else None


def _connections(cloud: Cloud, side: Side) -> int | None:
    return cloud.balancers.connections(side.balancer) if side.balancer else None


def _servers(cloud: Cloud, side: Side) -> tuple[str, ...]:
    found = (r for release in side.releases for r in cloud.stacks.resources(release.stack))
    return tuple(r.physical_id for r in found if r.type == SERVER and r.physical_id)


def _or_none(read: Callable[[], Value]) -> Value | None:
    """Return what is read, or None: what is nice to know keeps nobody from the page."""
    try:
        return read()
    except CloudError as error:
        log.info("not shown: %s", error)
        return None
