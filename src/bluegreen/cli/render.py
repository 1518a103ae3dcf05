# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""An application in rows, and a stage in lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from bluegreen.model.address import Address, Role
from bluegreen.model.application import Application, Side
from bluegreen.model.summary import application_state, side_state

if TYPE_CHECKING:
    from bluegreen.model.drift import Difference
    from bluegreen.model.tags import Colour
    from bluegreen.release.dry_run import Foreseen

SIDE_COLUMNS = (
    "Side",
    "Role",
    "Version",
    "Release",
    "Healthy",
    "Wanted",
    "Floating IP",
    "Fixed IP",
    "Network",
    "State",
)

SCALING_COLUMNS = ("Size", "Limits", "Alarms", "Last Scaling")
"""Additional columns of an application that scales with load."""

DRIFT_COLUMNS = ("Drift",)
"""The additional column of an application of which something differs, or is not known."""

APPLICATION_COLUMNS = (
    "Application",
    "Live",
    "Blue",
    "Blue Healthy",
    "Green",
    "Green Healthy",
    "Production",
    "Production Fixed IP",
    "Preview",
    "Preview Fixed IP",
    "State",
)


def side_row(application: Application, side: Side) -> tuple[str | int | None, ...]:
    """Return one side of an application, as SIDE_COLUMNS names the values."""
    address = _address_at(application, side)
    return (
        str(side.colour),
        _role(application, side),
        side.release.version if side.release else None,
        side.release.name if side.release else None,
        None if side.members.unmonitored else side.members.healthy,
        side.wanted,
        address.floating_ip if address else None,
        side.balancer.vip_address if side.balancer else None,
        _network(application, side),
        side_state(side),
    )


def drift_cell(differences: Sequence[Difference], colour: Colour) -> str | None:
    """Return what differs on a side, or on what both share, in one text; None for nothing."""
    here = [one.sentence for one in differences if one.side in (colour, None)]
    return "; ".join(here) or None


def scaling_row(side: Side) -> tuple[str | int | None, ...]:
    """Return how one side scales, as SCALING_COLUMNS names the values."""
    release = side.release
    if release is None or release.scaling is None:
        return (side.members.total, None, None, None)
    scaling = release.scaling
    return (
        side.members.total,
        f"{release.min}-{release.max}",
        scaling.alarms_in_words,
        str(scaling.last) if scaling.last else None,
    )


def application_row(application: Application) -> tuple[str | None, ...]:
    """Return one application in a line, as APPLICATION_COLUMNS names the values."""
    return (
        application.name,
        str(application.live.colour) if application.live else None,
        _version(application.blue),
        _health(application.blue),
        _version(application.green),
        _health(application.green),
        *_floating_and_fixed(application.production),
        *_floating_and_fixed(application.preview),
        application_state(application),
    )


def stage_lines(foreseen: Foreseen) -> Iterator[str]:
    """Return what a stage would do as people read it."""
    yield f"Stage {foreseen.stage}"
    for plan in foreseen.plans:
        yield from plan.lines
    yield from (f"  {sentence}" for sentence in foreseen.sentences)


def _role(application: Application, side: Side) -> str:
    if application.live is None:
        return "-"
    return "live" if side.colour is application.live.colour else "idle"


def _address_at(application: Application, side: Side) -> Address | None:
    addresses = {Role.PRODUCTION: application.production, Role.PREVIEW: application.preview}
    pointing = (a for a in addresses.values() if application.side_at(a) is side)
    return next(pointing, None)


def _network(application: Application, side: Side) -> str | None:
    """Return the name that `up` gives to a network, or the id of one that was there before."""
    if side.stack:
        return f"{application.name}-{side.colour}"
    return side.balancer.network_id if side.balancer else None


def _floating_and_fixed(address: Address | None) -> tuple[str | None, str | None]:
    return (address.floating_ip, address.fixed_ip) if address else (None, None)


def _version(side: Side) -> str | None:
    return side.release.version if side.release else None


def _health(side: Side) -> str | None:
    return str(side.members) if side.release else None
