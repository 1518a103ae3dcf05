# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What must hold before an application is adopted: a table, a row for each precheck. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from bluegreen.model.adoption import FoundBalancer
from bluegreen.model.application import Application
from bluegreen.operations.adopt.choice import AdoptRequest, Choice
from bluegreen.operations.prechecks import Precheck


@dataclass(frozen=True)
class AdoptChecks:
    """What was chosen, and what is known of it."""

    request: AdoptRequest
    choice: Choice
    application: Application
    owns_network: bool
    other_managers: tuple[str, ...]

    @property
    def balancers(self) -> tuple[FoundBalancer, FoundBalancer]:
        """Both load balancers, blue first."""
        return self.choice.blue, self.choice.green


def adopt_prechecks(adoption: AdoptChecks) -> tuple[Precheck, ...]:
    """Return what every row of the table finds, in its order."""
    return tuple(found for row in PRECHECKS for found in row(adoption))


def _name(adoption: AdoptChecks) -> Iterator[Precheck]:
    application = adoption.application
    stacks = (application.stack, *(side.stack for side in application.sides))
    built = [stack.name for stack in stacks if stack]
    yield Precheck(
        "name",
        not built,
        f"stacks use the name {adoption.request.application} already: {', '.join(built)}"
        if built
        else f"no stack has the name {adoption.request.application}",
    )


def _live(adoption: AdoptChecks) -> Iterator[Precheck]:
    address, live = adoption.choice.production.floating_ip, adoption.choice.live
    sentence = f"production {address} points at {live} and stays there"
    yield Precheck("live", holds=True, sentence=sentence)


def _one_router(adoption: AdoptChecks) -> Iterator[Precheck]:
    blue, green = adoption.balancers
    one_router = blue.router_id is not None and blue.router_id == green.router_id
    yield Precheck(
        "one-router",
        one_router,
        f"{blue.name} and {green.name} are behind {'one router' if one_router else 'two routers'}"
        if blue.router_id and green.router_id
        else f"no router found for {blue.name if not blue.router_id else green.name}",
        "a move between two routers resets every connection; put both behind one",
    )


def _same_listener(adoption: AdoptChecks) -> Iterator[Precheck]:
    blue, green = adoption.balancers
    same = blue.port == green.port and blue.protocol == green.protocol
    yield Precheck(
        "same-listener",
        same and blue.listener_id is not None and green.listener_id is not None,
        f"listeners: {_listener(blue)} and {_listener(green)}",
        "users must reach the same port on both sides",
    )


def _balancers_work(adoption: AdoptChecks) -> Iterator[Precheck]:
    for balancer in adoption.balancers:
        yield Precheck(
            "balancer",
            balancer.provisioning == "ACTIVE",
            f"{balancer.name} is {balancer.provisioning}",
            f"openstack loadbalancer status show {balancer.id}",
        )


def _health_monitors(adoption: AdoptChecks) -> Iterator[Precheck]:
    for colour, balancer in adoption.choice.sides:
        if not balancer.monitored:
            yield Precheck(
                "health-monitor",
                holds=True,
                sentence=f"{colour}'s pool has no health monitor, so it is unknown whether its "
                "servers are healthy; a switch to it must be proved by the servers "
                "directly (switch.proof) or not at all (--proof none)",
            )


def _own_network(adoption: AdoptChecks) -> Iterator[Precheck]:
    owns, blue = adoption.owns_network, adoption.choice.blue
    yield Precheck(
        "own-network",
        owns,
        f"{blue.name}'s network is {'' if owns else 'not '}the project's own",
        "the lease is a port with its own MAC address, which only the owner of the network may "
        "create",
    )


def _nobody_else(adoption: AdoptChecks) -> Iterator[Precheck]:
    managers = "; ".join(adoption.other_managers)
    yield Precheck(
        "nobody-else",
        not managers,
        managers or "no other manager of the production address found",
        "first remove the address from what manages it",
    )


def _http(adoption: AdoptChecks) -> Iterator[Precheck]:
    if adoption.request.identity_policy:
        http = {balancer.protocol for balancer in adoption.balancers} == {"HTTP"}
        yield Precheck(
            "http",
            http,
            f"the listeners {'' if http else 'do not '}support HTTP",
            "run the same command without --identity-policy",
        )


PRECHECKS: tuple[Callable[[AdoptChecks], Iterable[Precheck]], ...] = (
    _name,
    _live,
    _one_router,
    _same_listener,
    _balancers_work,
    _health_monitors,
    _own_network,
    _nobody_else,
    _http,
)


def _listener(balancer: FoundBalancer) -> str:
    if balancer.listener_id is None:
        return f"{balancer.name} has none"
    return f"{balancer.name} has {balancer.protocol} {balancer.port}"
