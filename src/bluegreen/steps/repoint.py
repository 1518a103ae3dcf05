# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Pointing an address somewhere else, for certain: guard, one PUT, read back."""

from __future__ import annotations

from datetime import timedelta

from bluegreen.cloud.errors import AnswerLost, Busy, RevisionChanged
from bluegreen.errors import CloudError, StepFailed
from bluegreen.observation import Address
from bluegreen.steps.step import Run
from bluegreen.waiting import wait_until

ATTEMPTS = 3
READ_BACK_LIMIT = timedelta(seconds=60)


def repoint(run: Run, address: Address, port_id: str | None) -> Address:
    """Point the address at the port, or at nothing, and return it as the cloud then shows it.

    A request whose answer was lost may have acted, so the address is read back before anything
    else is tried. A changed revision alone is no reason to give up: Neutron's agents bump it when
    they write the status. A changed port is: somebody else moved the address.

    Raises StepFailed when somebody else moved it or the cloud keeps refusing.
    """
    for _ in range(ATTEMPTS):
        try:
            now = run.cloud.addresses.point(address, port_id, if_revision=address.revision)
        except (AnswerLost, RevisionChanged, Busy) as trouble:
            run.say(f"{address.floating_ip}: {trouble.true_now}; reading back")
            now = _read_back(run, address)
        if now.port_id == port_id:
            return now
        if now.port_id != address.port_id:
            raise StepFailed(
                f"{address.role} address {address.floating_ip} was moved by somebody else, "
                f"to port {now.port_id}",
                f"bluegreen status {address.application}",
            )
        address = now
    raise StepFailed(
        f"{address.role} address {address.floating_ip} did not move in {ATTEMPTS} attempts",
        f"bluegreen status {address.application}",
    )


def _read_back(run: Run, address: Address) -> Address:
    seen: list[Address] = []

    def answered() -> bool:
        try:
            seen.append(run.cloud.addresses.get(address.id))
        except CloudError:
            return False
        return True

    if not wait_until(answered, limit=READ_BACK_LIMIT, every=timedelta(seconds=2), clock=run.clock):
        raise StepFailed(
            f"the cloud does not say where {address.role} address {address.floating_ip} points",
            f"bluegreen status {address.application}",
        )
    return seen[-1]
