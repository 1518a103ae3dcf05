# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The retirement as it is ordered: by a command or by the dashboard."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from bluegreen.cloud.observe import observe_existing
from bluegreen.model.application import Application
from bluegreen.operations.change import change, observe_afterwards
from bluegreen.operations.plan import Plan
from bluegreen.operations.retire.plan import Fate, plan_retire
from bluegreen.operations.scale.scale_out import scale_in_shortages
from bluegreen.operations.session import Session
from bluegreen.spec import Specification


@dataclass(frozen=True, kw_only=True)
class RetireRequest:
    """The end of a release's time on the idle side.

    `servers` stay where it is kept warm. `accept` raises Refused when the caller does not want the
    plan, given what was observed.
    """

    application: str
    to: Fate
    servers: int = 1
    ignore_connections: bool = False
    specification: Specification | None = None
    accept: Callable[[Application, Plan], None] | None = None


def retire(request: RetireRequest, session: Session) -> Application | None:
    """Shrink or remove the idle side's release, having counted the connections to it now.

    Returns the application after it; None where that is not known. Raises LeaseHeld, Refused
    (nothing is changed), StepFailed, Stuck, LeaseLost, CloudError.
    """
    name, cloud = request.application, session.cloud
    with session.under_lease(name, rehearse=partial(retire, request)) as lease:
        application = observe_existing(cloud, name)
        balancer = application.idle.balancer if application.idle else None
        wished = partial(
            plan_retire,
            application,
            to=request.to,
            servers=request.servers,
            connections=cloud.balancers.connections(balancer) if balancer else 0,
            ignore_connections=request.ignore_connections,
        )
        plan = wished()
        if plan.steps and request.to == "warm":
            plan = wished(shortages=scale_in_shortages(cloud, application.idle, session.say))
        if request.accept:
            request.accept(application, plan)
        change(plan, session, lease, request.specification)
        return observe_afterwards(name, session)
