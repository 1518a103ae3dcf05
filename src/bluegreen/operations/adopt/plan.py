# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The plan that marks what was chosen, and the one that takes the marks away. Pure.

Nothing is built and nothing is moved.
"""

from __future__ import annotations

from collections.abc import Sequence

from bluegreen.model.address import Role
from bluegreen.model.application import Application
from bluegreen.operations.adopt.choice import AdoptRequest, Choice
from bluegreen.operations.adopt.prechecks import AdoptChecks, adopt_prechecks
from bluegreen.operations.adopt.steps import (
    AddIdentityPolicy,
    MarkAddress,
    MarkBalancer,
    MarkNetwork,
    PlacePreview,
    UnmarkAddress,
    UnmarkBalancer,
    UnmarkNetwork,
)
from bluegreen.operations.plan import Plan, Step
from bluegreen.operations.prechecks import Precheck


def plan_adopt(
    request: AdoptRequest,
    choice: Choice,
    application: Application,
    *,
    owns_network: bool,
    other_managers: Sequence[str],
) -> Plan:
    """Return the plan that marks what was chosen; each step can be taken back."""
    name = request.application
    preview = choice.preview.floating_ip if choice.preview else None
    steps: list[Step] = [
        MarkNetwork(name, choice.blue.network_id),
        *(MarkBalancer(name, colour, balancer) for colour, balancer in choice.sides),
    ]
    if request.identity_policy:
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
        prechecks=adopt_prechecks(
            AdoptChecks(request, choice, application, owns_network, tuple(other_managers))
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
    steps: list[Step] = [UnmarkAddress(address) for address in held if address]
    steps += [UnmarkBalancer(b.colour, b.id, b.listener_id) for b in balancers]
    if network_id:
        steps.append(UnmarkNetwork(network_id))
    return Plan(
        title=f"unadoption of {application.name}",
        application=application.name,
        event="give-back",
        prechecks=(
            Precheck(
                "adopted",
                adopted,
                f"{application.name} was {'' if adopted else 'not '}adopted",
                f"bluegreen down {application.name}",
            ),
        ),
        steps=tuple(steps),
        goes_back=False,
    )
