# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The adoption as it is ordered, and its undoing."""

from __future__ import annotations

from functools import partial

from bluegreen.cloud.observe import observe, refuse_unless_there
from bluegreen.errors import CloudError
from bluegreen.model.adoption import FoundAddress
from bluegreen.model.application import Application
from bluegreen.operations.adopt.choice import AdoptRequest, choose
from bluegreen.operations.adopt.plan import plan_adopt, plan_unadopt
from bluegreen.operations.change import change, observe_afterwards
from bluegreen.operations.session import Session


def adopt(request: AdoptRequest, session: Session) -> Application | None:
    """Find two load balancers and a floating IP, and tag them; return what was adopted.

    Nothing is rebuilt and nothing is moved. Raises LeaseHeld, Refused (nothing is changed),
    StepFailed, LeaseLost, CloudError.
    """
    name, cloud = request.application, session.cloud
    with session.under_lease(name, rehearse=partial(adopt, request)) as lease:
        choice = choose(request, cloud.adoption.balancers(), cloud.adoption.addresses())
        plan = plan_adopt(
            request,
            choice,
            observe(cloud, name),
            owns_network=cloud.adoption.owns_network(choice.blue.network_id),
            other_managers=_other_managers(session, choice.production),
        )
        change(plan, session, lease)
    return observe_afterwards(name, session)


def unadopt(name: str, session: Session) -> None:
    """Remove all tags and policies, and leave everything where it is.

    Raises LeaseHeld, Refused (nothing is changed), StepFailed, LeaseLost, CloudError.
    """
    cloud = session.cloud
    with session.under_lease(name, rehearse=partial(unadopt, name)) as lease:
        application, network = observe(cloud, name), cloud.adoption.marked_network(name)
        if network is None:
            refuse_unless_there(application)
        change(plan_unadopt(application, network), session, lease)


def _other_managers(session: Session, address: FoundAddress) -> list[str]:
    try:
        return session.cloud.tenancy.other_managers(address.id)
    except CloudError as error:
        session.say(f"Cannot tell whether anybody else manages the address: {error.true_now}.")
        return []
