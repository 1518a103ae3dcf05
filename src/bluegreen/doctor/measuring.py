# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The plans of a measurement: an application's own move there and back, or a pair of its own.

The pair has no servers. Its load balancers say by themselves which side they are, on connections
that they keep open, and that is all that is asked.
"""

from __future__ import annotations

from dataclasses import replace

from bluegreen.building import plan_down, plan_down_to_nothing
from bluegreen.cloud.interface import Demand
from bluegreen.errors import Refused
from bluegreen.observation import Application, Colour, Role
from bluegreen.plan import Plan, plan_switch
from bluegreen.specification import Specification
from bluegreen.stack_requests import application_stack, side_stack
from bluegreen.steps.allocation import PlaceAddress, TakeAddress
from bluegreen.steps.balancers import FinishBalancer
from bluegreen.steps.holding import HoldFromHere, HoldUntilHere
from bluegreen.steps.in_order import InOrder
from bluegreen.steps.side_by_side import SideBySide
from bluegreen.steps.stacks import BuildStack
from bluegreen.steps.step import Step


def plan_pair(specification: Specification) -> Plan:
    """Return the plan that builds the two sides without servers, and their two addresses."""
    name, network = specification.application, specification.external_network
    return Plan(
        title=f"throw-away pair of sides {name}",
        application=name,
        event="measure",
        steps=(
            BuildStack(application_stack(specification)),
            SideBySide(tuple(TakeAddress(name, role, network, None) for role in Role)),
            SideBySide(tuple(_side(specification, colour) for colour in Colour)),
            PlaceAddress(name, Role.PRODUCTION, Colour.BLUE),
            PlaceAddress(name, Role.PREVIEW, Colour.GREEN),
        ),
        goes_back=False,
    )


def plan_measured_move(application: Application, demand: Demand, *, guarded: bool) -> Plan:
    """Return the plan of a switch with connections held through it.

    Unguarded, it is for a pair without servers, which no guard of a switch would let through.
    Raises Refused when no connection can be held that tells its side.
    """
    if not (demand.probes and demand.speaks_http):
        raise Refused(
            "what becomes of connections can be measured only where HTTP answers tell the side",
            "bluegreen doctor --measure pair",
        )
    switch = plan_switch(application, demand=demand)
    production, live = application.production, application.live
    if not (production and live and live.balancer):
        raise Refused(
            f"no side of {application.name} is live, so there is nothing to hold connections to",
            f"bluegreen status {application.name}",
        )
    return replace(
        switch,
        title=f"measured {switch.title}",
        guards=switch.guards if guarded else (),
        steps=(HoldFromHere(production, live.balancer, demand), *switch.steps, HoldUntilHere()),
    )


def plans_of_removal(application: Application) -> tuple[Plan, Plan]:
    """Return the plans that leave nothing of a pair."""
    return plan_down(application, although_live=True), plan_down_to_nothing(application)


def specification_of_pair(name: str, external_network: str) -> Specification:
    """Return what a pair is built from; its servers are never made."""
    return Specification.model_validate(
        {
            "application": name,
            "external_network": external_network,
            "servers": {"image": "none", "flavor": "none", "port": 80},
        }
    )


def _side(specification: Specification, colour: Colour) -> Step:
    request, inputs = side_stack(specification, colour)
    balancer = specification.load_balancer
    return InOrder(
        f"Build {colour}: network and load balancer, without servers.",
        (
            BuildStack(request, inputs),
            FinishBalancer(
                application=specification.application,
                colour=colour,
                side_stack=request.name,
                idle_timeout=balancer.idle_timeout,
                unhealthy_after=balancer.health_check.unhealthy_after,
                protocol=balancer.protocol,
            ),
        ),
    )
