# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Which load balancers and addresses are meant, and the plan that marks them. Pure.

Nothing is built and nothing is moved. Where more than one pair could be meant, none is chosen.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bluegreen.errors import Refused
from bluegreen.model.address import Role
from bluegreen.model.adoption import FoundAddress, FoundBalancer
from bluegreen.model.application import Application
from bluegreen.model.tags import Colour
from bluegreen.operations.adopt.steps import (
    AddIdentityPolicy,
    LetGoOfAddress,
    LetGoOfBalancer,
    LetGoOfNetwork,
    MarkAddress,
    MarkBalancer,
    MarkNetwork,
    PlacePreview,
)
from bluegreen.operations.plan import Plan
from bluegreen.operations.prechecks import Guard
from bluegreen.operations.step import Step

LOOK = "openstack loadbalancer list, openstack floating ip list"


@dataclass(frozen=True)
class Wish:
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
    wish: Wish, balancers: Sequence[FoundBalancer], addresses: Sequence[FoundAddress]
) -> Choice:
    """Return what is meant. Raises Refused, with what there is to choose from, when it is unclear.

    A side that is not named is the only other load balancer on the same router; without any name,
    the only router with exactly two. Names that say blue and green do; else the live one is blue.
    """
    free = [b for b in balancers if b.application in ("", wish.application)]
    pair = _pair(wish, free, addresses)
    at = {b.vip_port_id: b for b in pair}
    production = _production(wish, addresses, at)
    blue, green = _coloured(wish, pair, production)
    idle = green if production.port_id == blue.vip_port_id else blue
    return Choice(blue, green, production, _preview(wish, addresses, idle, production))


def plan_adopt(
    wish: Wish,
    choice: Choice,
    application: Application,
    *,
    owns_network: bool,
    keepers: Sequence[str],
) -> Plan:
    """Return the plan that marks what was chosen; each step can be taken back."""
    name = wish.application
    preview = choice.preview.floating_ip if choice.preview else None
    steps: list[Step] = [
        MarkNetwork(name, choice.blue.network_id),
        *(MarkBalancer(name, colour, balancer) for colour, balancer in choice.sides),
    ]
    if wish.identity_policy:
        steps += [
            AddIdentityPolicy(name, colour, balancer.id, balancer.listener_id or "")
            for colour, balancer in choice.sides
        ]
    steps += [
        MarkAddress(name, Role.PRODUCTION, "", choice.production.floating_ip),
        MarkAddress(name, Role.PREVIEW, choice.production.network_id, preview),
    ]
    if choice.preview is None or choice.preview.port_id is None:
        steps.append(PlacePreview(name, Role.PREVIEW, choice.live.other))
    return Plan(
        title=f"adoption of {name}",
        application=name,
        event="adopt",
        side=choice.live,
        guards=tuple(
            _guards(wish, choice, application, owns_network=owns_network, keepers=keepers)
        ),
        steps=tuple(steps),
    )


def plan_unadopt(application: Application, network_id: str | None) -> Plan:
    """Return the plan that takes the marks away again, and moves nothing.

    The network is the last, and found by its own marks: what an interrupted run has left is taken
    away by the same command.
    """
    adopted = application.adopted or not application.exists
    held = (application.preview, application.production)
    balancers = [side.balancer for side in application.sides if side.balancer]
    steps: list[Step] = [LetGoOfAddress(address) for address in held if address]
    steps += [LetGoOfBalancer(b.colour, b.id, b.listener_id) for b in balancers]
    if network_id:
        steps.append(LetGoOfNetwork(network_id))
    return Plan(
        title=f"giving back of {application.name}",
        application=application.name,
        event="give-back",
        guards=(
            Guard(
                "adopted",
                adopted,
                f"{application.name} was {'' if adopted else 'not '}adopted",
                f"bluegreen down {application.name}",
            ),
        ),
        steps=tuple(steps),
        goes_back=False,
    )


def _guards(
    wish: Wish,
    choice: Choice,
    application: Application,
    *,
    owns_network: bool,
    keepers: Sequence[str],
) -> Iterator[Guard]:
    blue, green, production = choice.blue, choice.green, choice.production
    built = [s.name for s in (application.stack, *(x.stack for x in application.sides)) if s]
    yield Guard(
        "name",
        not built,
        f"the name {wish.application} is taken by stacks: {', '.join(built)}"
        if built
        else f"no stack is called {wish.application}",
    )
    yield Guard(
        "live",
        holds=True,
        sentence=f"production {production.floating_ip} points at {choice.live}, and stays there",
    )
    one_router = blue.router_id is not None and blue.router_id == green.router_id
    yield Guard(
        "one-router",
        one_router,
        f"{blue.name} and {green.name} are behind {'one router' if one_router else 'two routers'}"
        if blue.router_id and green.router_id
        else f"no router is seen for {blue.name if not blue.router_id else green.name}",
        "a move between two routers resets every connection; put both behind one",
    )
    same = blue.port == green.port and blue.protocol == green.protocol
    yield Guard(
        "same-listener",
        same and blue.listener_id is not None and green.listener_id is not None,
        f"listeners: {_listener(blue)} and {_listener(green)}",
        "users must meet the same port on both sides",
    )
    for balancer in (blue, green):
        yield Guard(
            "balancer",
            balancer.provisioning == "ACTIVE",
            f"{balancer.name} is {balancer.provisioning}",
            f"openstack loadbalancer status show {balancer.id}",
        )
    for colour, balancer in choice.sides:
        if not balancer.monitored:
            yield Guard(
                "health-monitor",
                holds=True,
                sentence=f"{colour}'s pool has no health monitor: whether its servers are healthy "
                "is not known, and a switch to it must be proved by the servers themselves "
                "(switch.proof) or not at all (--proof none)",
            )
    yield Guard(
        "own-network",
        owns_network,
        f"{blue.name}'s network is {'' if owns_network else 'not '}the project's own",
        "the lease is a port with a MAC address of its own, which only the owner of a network may "
        "make",
    )
    yield Guard(
        "nobody-else",
        not keepers,
        "; ".join(keepers) if keepers else "nobody else is seen to manage the production address",
        "take the address out of what manages it first",
    )
    if wish.identity_policy:
        http = {blue.protocol, green.protocol} == {"HTTP"}
        yield Guard(
            "http",
            http,
            f"listeners {'' if http else 'do not '}understand HTTP",
            "without --identity-policy",
        )


def _pair(
    wish: Wish, free: Sequence[FoundBalancer], addresses: Sequence[FoundAddress]
) -> tuple[FoundBalancer, FoundBalancer]:
    named = [_named(one, free) for one in (wish.blue, wish.green) if one]
    pointed = next((a for a in addresses if a.floating_ip == wish.production), None)
    known = list(dict.fromkeys([*named, *(b for b in free if _points(pointed, b))]))
    if len(known) == 2:
        return known[0], known[1]
    if len(known) == 1:
        others = [b for b in free if b != known[0] and b.router_id == known[0].router_id]
        if len(others) == 1:
            return known[0], others[0]
        raise Refused(
            f"{known[0].name} has {len(others)} load balancers beside it on its router: "
            f"{_names(others)}",
            "the same command with --blue and --green",
        )
    pairs = [pair for pair in _by_router(free) if len(pair) == 2]
    if len(pairs) == 1:
        return pairs[0][0], pairs[0][1]
    raise Refused(
        f"{len(pairs)} pairs of load balancers are behind one router, so which are meant is not "
        f"clear; there are: {_names(free)}",
        "the same command with --blue and --green",
    )


def _production(
    wish: Wish, addresses: Sequence[FoundAddress], at: dict[str, FoundBalancer]
) -> FoundAddress:
    if wish.production:
        found = _address(wish, wish.production, addresses)
        if found.port_id not in at:
            raise Refused(f"{found.floating_ip} points at neither of {_names(at.values())}", LOOK)
        return found
    pointing = [a for a in addresses if a.port_id in at and a.floating_ip != wish.preview]
    if len(pointing) != 1:
        shown = ", ".join(f"{a.floating_ip} at {at[a.port_id or ''].name}" for a in pointing)
        raise Refused(
            f"{len(pointing)} floating IPs point at {_names(at.values())}"
            + (f": {shown}" if shown else ""),
            "the same command with --production",
        )
    return pointing[0]


def _preview(
    wish: Wish,
    addresses: Sequence[FoundAddress],
    idle: FoundBalancer,
    production: FoundAddress,
) -> FoundAddress | None:
    there = next((a for a in addresses if a.port_id == idle.vip_port_id), None)
    if wish.preview is None:
        return there
    found = _address(wish, wish.preview, addresses)
    if found.floating_ip == production.floating_ip:
        raise Refused(f"{found.floating_ip} cannot be production and preview", LOOK)
    if found.port_id not in (None, idle.vip_port_id):
        raise Refused(f"{found.floating_ip} points elsewhere than at {idle.name}", LOOK)
    if there and there != found:
        raise Refused(
            f"{idle.name} has the floating IP {there.floating_ip} already, and can have no other",
            f"the same command with --preview {there.floating_ip}",
        )
    return found


def _coloured(
    wish: Wish, pair: tuple[FoundBalancer, FoundBalancer], production: FoundAddress
) -> tuple[FoundBalancer, FoundBalancer]:
    """Return blue and green: as named, else as their names say, else the live one is blue."""
    one, other = pair
    if wish.blue or wish.green:
        blue = (
            one
            if wish.blue in (one.id, one.name) or wish.green in (other.id, other.name)
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
            f"{len(found)} load balancers that are free to be adopted are called {name}; there "
            f"are: {_names(free)}",
            "openstack loadbalancer list",
        )
    return found[0]


def _address(wish: Wish, floating_ip: str, addresses: Sequence[FoundAddress]) -> FoundAddress:
    found = next((a for a in addresses if a.floating_ip == floating_ip), None)
    if found is None:
        raise Refused(
            f"the project holds no floating IP {floating_ip}", "openstack floating ip list"
        )
    if found.application not in ("", wish.application):
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


def _listener(balancer: FoundBalancer) -> str:
    if balancer.listener_id is None:
        return f"{balancer.name} has none"
    return f"{balancer.name} has {balancer.protocol} {balancer.port}"
