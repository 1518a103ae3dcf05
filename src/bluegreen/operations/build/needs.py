# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What building takes from the project, so that quota is asked before anything is made. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from bluegreen.model.address import Role
from bluegreen.model.application import Application, Side
from bluegreen.model.quota import Needs
from bluegreen.model.tags import Colour
from bluegreen.operations.scale.scale_out import size_to_match
from bluegreen.spec import Specification


def needs_of_up(
    specification: Specification, version: str, application: Application, colours: Sequence[Colour]
) -> Needs:
    """Return what `up` will take from the project, as far as it is not there yet."""
    sides = [application.side(colour) for colour in colours]
    without_release = [side for side in sides if side.release is None]
    named = specification.addresses
    to_allocate = [
        role
        for role, held, brought in (
            (Role.PRODUCTION, application.production, named.production),
            (Role.PREVIEW, application.preview, named.preview),
        )
        if held is None and brought is None
    ]
    return Needs(
        image=specification.image(version),
        flavor=specification.servers.flavor,
        external_network=specification.external_network,
        key_pair=specification.servers.key_pair,
        servers=len(without_release) * specification.servers.count.wanted,
        releases=len(without_release),
        sides=sum(side.stack is None for side in sides),
        routers=0 if application.stack else 1,
        addresses=len(to_allocate),
    )


def size_of_deploy(specification: Specification, application: Application) -> int:
    """Return how many servers a new release gets: as specified, and no fewer than are live now."""
    return max(specification.servers.count.wanted, size_to_match(application))


def needs_of_deploy(
    specification: Specification, version: str, wanted: int, *, freed: Side | None = None
) -> Needs:
    """Return what one more release of so many servers will take from the project.

    `freed` is the side whose releases go first; its servers are counted as if they were of the
    flavor that is specified now.
    """
    return Needs(
        image=specification.image(version),
        flavor=specification.servers.flavor,
        external_network=None,
        key_pair=specification.servers.key_pair,
        servers=max(0, wanted - freed.members.total) if freed else wanted,
        releases=0 if freed and freed.releases else 1,
    )
