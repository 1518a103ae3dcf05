# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""One application as its page shows it: read side by side, and read anew for every look."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from bluegreen.cloud.concurrently import concurrently
from bluegreen.cloud.observe import observe_as_far_as_it_answers, refuse_unless_there
from bluegreen.cloud.protocols.cloud import Cloud
from bluegreen.errors import CloudError
from bluegreen.model.address import Address, Role
from bluegreen.model.application import Application, Side
from bluegreen.model.balancer import Network
from bluegreen.model.history import ENTRIES_OF_A_RUN, PastRun, runs_of
from bluegreen.model.lease import Holder
from bluegreen.model.tags import Colour
from bluegreen_dashboard.activity import Activity, activity_of, at_work

log = logging.getLogger(__name__)

RUNS = 10
"""Runs of the journal that the page shows."""

SERVER = "OS::Nova::Server"


@dataclass(frozen=True)
class Server:
    """One server of a release."""

    id: str
    status: str


@dataclass(frozen=True)
class SideSnapshot:
    """One side as observed, with what only its page asks for; None for what could not be read."""

    observed: Side
    role: Role | None
    address: Address | None
    live: bool
    network: Network | None
    connections: int | None
    servers: tuple[Server, ...]

    @property
    def colour(self) -> Colour:
        """The side's colour."""
        return self.observed.colour


@dataclass(frozen=True)
class ApplicationSnapshot:
    """An application, who works on it, and both of its sides."""

    application: Application
    holder: Holder | None
    sides: tuple[SideSnapshot, SideSnapshot]

    @property
    def activity(self) -> Activity:
        """Whether something is at work."""
        return activity_of(self.application, self.holder)

    @property
    def holder_at_work(self) -> Holder | None:
        """Whoever holds the lease and still renews it."""
        return self.holder if at_work(self.holder) else None

    def side(self, colour: Colour) -> SideSnapshot:
        """Return the side of that colour."""
        return self.sides[0] if colour is Colour.BLUE else self.sides[1]

    @property
    def connections_on_idle(self) -> int:
        """How many connections are open on the idle side, as far as is known."""
        idle = self.application.idle
        return (self.side(idle.colour).connections or 0) if idle else 0


def take_snapshot(cloud: Cloud, name: str) -> ApplicationSnapshot:
    """Return an application as it is now, as far as Heat answers for it.

    Raises Refused when there is none, CloudError.
    """
    application, holder = concurrently(
        partial(observe_as_far_as_it_answers, cloud, name),
        partial(cloud.leases.holder, name),
        clock=cloud.asking.clock,
    )
    refuse_unless_there(application)
    blue, green = concurrently(
        *(partial(_snapshot_of_side, cloud, application, side) for side in application.sides),
        clock=cloud.asking.clock,
    )
    return ApplicationSnapshot(application, holder, (blue, green))


def history_of(cloud: Cloud, name: str) -> list[PastRun]:
    """Return the newest runs of the journal, newest first."""
    return runs_of(cloud.journal.entries(name, RUNS * ENTRIES_OF_A_RUN))[:RUNS]


def interrupted(history: list[PastRun], holder: Holder | None) -> PastRun | None:
    """Return the newest run when it has not ended and nobody is at work: it was killed."""
    newest = history[0] if history else None
    return newest if newest and not newest.ended and not at_work(holder) else None


def _snapshot_of_side(cloud: Cloud, application: Application, side: Side) -> SideSnapshot:
    heat = not application.unread
    network, connections, servers = concurrently(
        partial(_or_none, partial(_network, cloud, side)),
        partial(_or_none, partial(_connections, cloud, side)),
        partial(_or_none, partial(_servers, cloud, side)) if heat else tuple,
        clock=cloud.asking.clock,
    )
    role = next(
        (r for r, a in _addresses(application).items() if application.side_at(a) is side), None
    )
    return SideSnapshot(
        observed=side,
        role=role,
        address=_addresses(application)[role] if role else None,
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


def _servers(cloud: Cloud, side: Side) -> tuple[Server, ...]:
    found = (r for release in side.releases for r in cloud.stacks.resources(release.stack))
    return tuple(
        Server(resource.physical_id, resource.status)
        for resource in found
        if resource.type == SERVER and resource.physical_id
    )


def _or_none(read: Callable[[], Any]) -> Any:
    """Return what is read, or None: what is nice to know keeps nobody from the page."""
    try:
        return read()
    except CloudError as error:
        log.info("not shown: %s", error)
        return None
