# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Pointing an address somewhere else, for certain: guard, one PUT, read back."""

from __future__ import annotations

from bluegreen.cloud.errors import RevisionChanged
from bluegreen.cloud.retrying import WHILE_MOVING, retrying
from bluegreen.errors import StepFailed, Unanswered
from bluegreen.model.address import Address
from bluegreen.operations.context import ExecutionContext

PAUSE = 0.5
"""Seconds before an address that did not move is asked to move again."""


def repoint(context: ExecutionContext, address: Address, port_id: str | None) -> Address:
    """Point the address at the port, or at nothing, and return it as the cloud then shows it.

    A request whose answer was lost may have acted, so the address is read back before anything
    else is tried. A changed revision alone is no reason to give up: Neutron's agents bump it when
    they write the status. A changed port is: somebody else moved the address. What is read back is
    only named in a request once the lease has been asked again, which every request does: an
    operator who ended the lease meanwhile has changed the revision, or the lease is gone.

    Raises StepFailed when somebody else moved it or the cloud keeps refusing, LeaseLost.
    """
    deadline = context.clock.now() + WHILE_MOVING.total_seconds()
    while True:
        try:
            now = context.cloud.addresses.point(address, port_id, if_revision=address.revision)
        except (Unanswered, RevisionChanged) as trouble:
            context.say(f"{address.floating_ip}: {trouble.true_now}; reading back")
            now = _read_back(context, address)
        if now.port_id == port_id:
            return now
        if now.port_id != address.port_id:
            raise StepFailed(
                f"{address.role} address {address.floating_ip} was moved by somebody else, "
                f"to port {now.port_id}",
                f"bluegreen status {address.application}",
            )
        if context.clock.now() >= deadline:
            raise StepFailed(
                f"{address.role} address {address.floating_ip} did not move within {WHILE_MOVING}",
                f"bluegreen status {address.application}",
            )
        address = now
        context.clock.sleep(PAUSE)


def _read_back(context: ExecutionContext, address: Address) -> Address:
    try:
        return retrying(
            lambda: context.cloud.addresses.get(address.id), limit=WHILE_MOVING, clock=context.clock
        )
    except Unanswered as trouble:
        raise StepFailed(
            f"the cloud does not say where {address.role} address {address.floating_ip} points",
            f"bluegreen status {address.application}",
        ) from trouble
