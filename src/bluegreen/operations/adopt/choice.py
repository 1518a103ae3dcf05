# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Which load balancers and addresses are meant. Pure.

Where more than one pair could be meant, none is chosen.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bluegreen.errors import Refused
from bluegreen.model.adoption import FoundAddress, FoundBalancer
from bluegreen.model.tags import Colour
from bluegreen.model.text import plural

LOOK = "openstack loadbalancer list, openstack floating ip list"


@dataclass(frozen=True)
class AdoptRequest:
    """What the operator named; None for what is to be found. Balancers by name or id."""

    application: str
    blue: str | None = None
    green: str | None = None
    production: str | None = None
    preview: str | None = None
    identity_policy: bool = False


@dataclass(frozen=True)
class Choice:
    """What was found. `preview` None means that one is allocated."""

    blue: FoundBalancer
    green: FoundBalancer
    production: FoundAddress
    preview: FoundAddress | None

    @property
    def sides(self) -> tuple[tuple[Colour, FoundBalancer], ...]:
        """Both balancers with their colours."""
        return ((Colour.BLUE, self.blue), (Colour.GREEN, self.green))

    @property
    def live(self) -> Colour:
        """The side that production points at."""
        return Colour.BLUE if self.production.port_id == self.blue.vip_port_id else Colour.GREEN

    @property
    def idle(self) -> FoundBalancer:
        """The other one."""
        return self.green if self.live is Colour.BLUE else self.blue


def choose(
    request: AdoptRequest, balancers: Sequence[FoundBalancer], addresses: Sequence[FoundAddress]
) -> Choice:
    """Return what is meant. Raises Refused, with what there is to choose from, when it is unclear.

    A side that is not named is the only other load balancer on the same router; without any name,
    the only router with exactly two. Names that say blue and green do; else the live one is blue.
    """
    free = [b for b in balancers if b.application in ("", request.application)]
    pair = _pair(request, free, addresses)
    at = {b.vip_port_id: b for b in pair}
    production = _production(request, addresses, at)
    blue, green = _coloured(request, pair, production)
    idle = green if production.port_id == blue.vip_port_id else blue
    return Choice(blue, green, production, _preview(request, addresses, idle, production))


def _pair(
    request: AdoptRequest, free: Sequence[FoundBalancer], addresses: Sequence[FoundAddress]
) -> tuple[FoundBalancer, FoundBalancer]:
    named = [_named(one, free) for one in (request.blue, request.green) if one]
    pointed = next((a for a in addresses if a.floating_ip == request.production), None)
    known = list(dict.fromkeys([*named, *(b for b in free if _points(pointed, b))]))
    if len(known) == 2:
        return known[0], known[1]
    if len(known) == 1:
        others = [b for b in free if b != known[0] and b.router_id == known[0].router_id]
        if len(others) == 1:
            return known[0], others[0]
        raise Refused(
            f"{known[0].name} shares its router with {plural(len(others), 'load balancer')}: "
            f"{_names(others)}",
            "run the same command with --blue and --green",
        )
    pairs = [pair for pair in _by_router(free) if len(pair) == 2]
    if len(pairs) == 1:
        return pairs[0][0], pairs[0][1]
    raise Refused(
        f"{len(pairs)} pairs of load balancers share a router, so it is unclear which pair is "
        f"meant; found: {_names(free)}",
        "run the same command with --blue and --green",
    )


def _production(
    request: AdoptRequest, addresses: Sequence[FoundAddress], at: dict[str, FoundBalancer]
) -> FoundAddress:
    if request.production:
        found = _address(request, request.production, addresses)
        if found.port_id not in at:
            raise Refused(f"{found.floating_ip} points at neither of {_names(at.values())}", LOOK)
        return found
    pointing = [a for a in addresses if a.port_id in at and a.floating_ip != request.preview]
    if len(pointing) != 1:
        shown = ", ".join(f"{a.floating_ip} at {at[a.port_id or ''].name}" for a in pointing)
        raise Refused(
            f"{plural(len(pointing), 'floating IP')} point at {_names(at.values())}"
            + (f": {shown}" if shown else ""),
            "run the same command with --production",
        )
    return pointing[0]


def _preview(
    request: AdoptRequest,
    addresses: Sequence[FoundAddress],
    idle: FoundBalancer,
    production: FoundAddress,
) -> FoundAddress | None:
    there = next((a for a in addresses if a.port_id == idle.vip_port_id), None)
    if request.preview is None:
        return there
    found = _address(request, request.preview, addresses)
    if found.floating_ip == production.floating_ip:
        raise Refused(f"{found.floating_ip} cannot be both production and preview", LOOK)
    if found.port_id not in (None, idle.vip_port_id):
        raise Refused(f"{found.floating_ip} does not point at {idle.name} but elsewhere", LOOK)
    if there and there != found:
        raise Refused(
            f"{idle.name} already has the floating IP {there.floating_ip} and can have no other",
            f"run the same command with --preview {there.floating_ip}",
        )
    return found


def _coloured(
    request: AdoptRequest, pair: tuple[FoundBalancer, FoundBalancer], production: FoundAddress
) -> tuple[FoundBalancer, FoundBalancer]:
    """Return blue and green: as named, else as their names say, else the live one is blue."""
    one, other = pair
    if request.blue or request.green:
        blue = (
            one
            if request.blue in (one.id, one.name) or request.green in (other.id, other.name)
            else other
        )
        return blue, other if blue == one else one
    for blue, green in (pair, (other, one)):
        if "blue" in blue.name and "green" in green.name:
            return blue, green
    return (one, other) if production.port_id == one.vip_port_id else (other, one)


def _named(name: str, free: Sequence[FoundBalancer]) -> FoundBalancer:
    found = [b for b in free if name in (b.id, b.name)]
    if len(found) != 1:
        raise Refused(
            f"{plural(len(found), 'load balancer')} named {name} can be adopted; free are: "
            f"{_names(free)}",
            "openstack loadbalancer list",
        )
    return found[0]


def _address(
    request: AdoptRequest, floating_ip: str, addresses: Sequence[FoundAddress]
) -> FoundAddress:
    found = next((a for a in addresses if a.floating_ip == floating_ip), None)
    if found is None:
        raise Refused(
            f"the project holds no floating IP {floating_ip}", "openstack floating ip list"
        )
    if found.application not in ("", request.application):
        raise Refused(
            f"floating IP {floating_ip} belongs to the application {found.application}",
            f"bluegreen status {found.application}",
        )
    return found


def _points(address: FoundAddress | None, balancer: FoundBalancer) -> bool:
    return address is not None and address.port_id == balancer.vip_port_id


def _by_router(free: Sequence[FoundBalancer]) -> Iterator[list[FoundBalancer]]:
    for router in dict.fromkeys(b.router_id for b in free if b.router_id):
        yield [b for b in free if b.router_id == router]


def _names(balancers: Iterable[FoundBalancer]) -> str:
    return ", ".join(b.name for b in balancers) or "none"
