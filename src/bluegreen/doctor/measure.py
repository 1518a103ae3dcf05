# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The plans of a measurement: an application's own move there and back, or a pair of its own.

The pair has no servers. Its load balancers themselves say which side they are, on connections
that they keep open, and that is all that is asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bluegreen.doctor.long_lived_connections import (
    CountLongLivedConnections,
    OpenLongLivedConnections,
)
from bluegreen.doctor.move_back import MoveBack
from bluegreen.errors import Refused
from bluegreen.model.address import Role
from bluegreen.model.application import Application, Side
from bluegreen.model.data_plane import ProofSpec
from bluegreen.model.journal import Entry
from bluegreen.model.tags import Colour
from bluegreen.operations.build.allocation import PlaceAddress, TakeAddress
from bluegreen.operations.build.balancers import configure_balancer
from bluegreen.operations.build.down import plan_down, plan_down_to_nothing
from bluegreen.operations.build.stack_requests import application_stack, side_stack
from bluegreen.operations.build.stacks import BuildStack
from bluegreen.operations.parallel import InParallel, InSequence
from bluegreen.operations.plan import Plan, Step
from bluegreen.operations.prechecks import Precheck
from bluegreen.operations.resume.next_command import side_left_by_measurement
from bluegreen.operations.scale.alarms import SuspendAutoscaling
from bluegreen.operations.switch.plan import plan_switch
from bluegreen.operations.switch.proof import Prove
from bluegreen.spec import Specification


def plan_pair(specification: Specification) -> Plan:
    """Return the plan that builds the two sides without servers, and their two addresses."""
    name, network = specification.application, specification.external_network
    return Plan(
        title=f"throw-away pair of sides {name}",
        application=name,
        event="measure",
        steps=(
            BuildStack(application_stack(specification)),
            InParallel(tuple(TakeAddress(name, role, network, None) for role in Role)),
            InParallel(tuple(_side(specification, colour) for colour in Colour)),
            PlaceAddress(name, Role.PRODUCTION, Colour.BLUE),
            PlaceAddress(name, Role.PREVIEW, Colour.GREEN),
        ),
        goes_back=False,
    )


def plan_measured_move_of_pair(pair: Application, proof: ProofSpec) -> Plan:
    """Return the plan of a move with connections held through it.

    No precheck of a switch would let a pair through, since it has no servers.
    """
    there = _steps_there(pair, plan_switch(pair, proof=proof), proof)
    steps = tuple(replace(s, allow_empty=True) if isinstance(s, Prove) else s for s in there)
    return Plan(f"measured move of {pair.name}", pair.name, "measure", steps)


def plan_there_and_back(application: Application, proof: ProofSpec, was: Entry | None) -> Plan:
    """Return the plan of a switch with connections held through it, and of the way back.

    A failure in between goes back as well: it is one plan. `was` is the newest entry of what was
    done last; a measurement that was interrupted has left production where the next one would
    begin, so it refuses. Raises Refused when no connection can be held that tells its side.
    """
    switch = plan_switch(application, proof=proof)
    there = _steps_there(application, switch, proof)
    production, live = application.production, application.live
    if not (production and live and live.balancer):
        raise _nothing_live(application)
    return replace(
        switch,
        title=f"measured {switch.title} and back",
        event="measure",
        prechecks=(*switch.prechecks, *_as_before(application, was)),
        steps=(
            *there,
            MoveBack(production, live.balancer, there, proof),
            *_hold_again(application.idle),
        ),
    )


def _hold_again(idle: Side | None) -> Iterator[Step]:
    """Yield what sees the idle side held: undoing a step tries that, and does not insist on it."""
    release = idle.release if idle else None
    if release and release.scaling and release.scaling.has_alarms:
        yield SuspendAutoscaling(release.colour, release.stack.id, resume_on_undo=False)


def _steps_there(application: Application, switch: Plan, proof: ProofSpec) -> tuple[Step, ...]:
    if not (proof.probes and proof.speaks_http):
        raise Refused(
            "connections can be measured only where HTTP answers tell the side",
            "bluegreen doctor --measure pair",
        )
    production, live = application.production, application.live
    if not (production and live and live.balancer):
        raise _nothing_live(application)
    return (
        OpenLongLivedConnections(production, live.balancer, proof),
        *switch.steps,
        CountLongLivedConnections(),
    )


def _nothing_live(application: Application) -> Refused:
    return Refused(
        f"no side of {application.name} is live, so no connection can be held",
        f"bluegreen status {application.name}",
    )


def _as_before(application: Application, was: Entry | None) -> Iterator[Precheck]:
    left = side_left_by_measurement(application, was)
    if left:
        yield Precheck(
            "as-before",
            holds=False,
            sentence=f"an interrupted measurement has left production on {left}",
            next_step=f"bluegreen rollback {application.name}",
        )
    elif not _is_settled(application):
        yield Precheck(
            "settled",
            holds=False,
            sentence="a measurement restores the present state, and that is halfway through "
            "another command",
            next_step=f"bluegreen resume {application.name}",
        )


def _is_settled(application: Application) -> bool:
    """Whether the preview address shows the idle side, and only the live side scales with load."""
    live = application.live
    scaling = [(side is live, r.scaling) for side in application.sides for r in side.releases]
    return application.side_at(application.preview) is application.idle and all(
        found is None or (found.is_active if of_live else found.is_suspended)
        for of_live, found in scaling
    )


def plans_of_removal(application: Application) -> tuple[Plan, Plan]:
    """Return the plans that leave nothing of a pair."""
    return plan_down(application, allow_live=True), plan_down_to_nothing(application)


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
    return InSequence(
        f"Build {colour}: network and load balancer, no servers.",
        (BuildStack(request, inputs), configure_balancer(specification, colour)),
    )
