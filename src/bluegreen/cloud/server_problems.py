# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Why servers of a side do not serve: asked only when some do not."""

from __future__ import annotations

from collections.abc import Iterator

from bluegreen.cloud.protocols import Cloud
from bluegreen.errors import CloudError
from bluegreen.model.application import Application, Side
from bluegreen.model.stack import Server
from bluegreen.model.summary import is_doubtful


def evidence(cloud: Cloud, application: Application) -> Iterator[str]:
    """Yield what the servers themselves answer where it is unknown how a side is doing."""
    for address in filter(None, (application.production, application.preview)):
        side = application.side_at(address)
        if side and side.balancer and side.balancer.protocol == "HTTP" and is_doubtful(side):
            found = cloud.data_plane.servers_answer(address, side.balancer)
            yield f"{side.colour}: {found.seen}."


def problems(cloud: Cloud, application: Application) -> Iterator[str]:
    """Yield a sentence for each server that fails its health check, or that Nova shows in ERROR."""
    if not any(_is_short(side) for side in application.sides):
        return
    try:
        servers = cloud.servers.find(application.name)
    except CloudError as error:
        yield f"Cannot tell why servers fail: {error.true_now}."
        servers = []
    for side in application.sides:
        for address in sorted(side.members.failing_addresses):
            yield f"{side.colour}: {_of_member(address, servers)}."
        yield from (f"{side.colour}: {s}." for s in _never_joined(application.name, side, servers))
        if side.release and side.members.failing_addresses:
            yield f"To replace the dead servers: bluegreen repair {side.colour} {application.name}"


def _is_short(side: Side) -> bool:
    return side.release is not None and (
        bool(side.members.failing_addresses) or side.members.healthy < side.wanted
    )


def _of_member(address: str, servers: list[Server]) -> str:
    """Return why a member fails: what Nova says of its server, or that it is gone."""
    for server in servers:
        if address in server.addresses:
            why = f" ({server.fault})" if server.fault else ""
            return f"{server.name} at {address} fails its health check and is {server.status}{why}"
    return f"a server at {address} fails its health check, and Nova does not know it"


def _never_joined(application: str, side: Side, servers: list[Server]) -> Iterator[str]:
    """Yield the servers in ERROR that are in no pool: they failed before they could join it."""
    for server in servers:
        of_side = server.name.startswith(f"{application}-{side.colour}-")
        if of_side and server.status == "ERROR" and not _is_member(server, side):
            yield f"{server.name} is in ERROR: {server.fault or 'Nova does not say why'}"


def _is_member(server: Server, side: Side) -> bool:
    return bool(server.addresses & side.members.failing_addresses)
