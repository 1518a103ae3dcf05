# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The three address changes of a switch, each one PUT: guarded, sent, read back.

Park the preview, move production, show the old side.
"""

from __future__ import annotations

from dataclasses import dataclass

from bluegreen.cloud.calls import WHILE_MOVING, retrying
from bluegreen.cloud.errors import RevisionChanged
from bluegreen.errors import CloudError, StepFailed, Unanswered
from bluegreen.model.address import Address
from bluegreen.model.application import Side
from bluegreen.operations.context import ExecutionContext
from bluegreen.operations.plan import Step


@dataclass(frozen=True)
class DetachPreview(Step):
    """Point the preview address at nothing, since a fixed IP can hold one floating IP only."""

    preview: Address
    back_to: str

    @property
    def name(self) -> str:
        """The step's name."""
        return "detach-preview"

    def describe(self) -> str:
        """What running does."""
        return f"Detach the preview address {self.preview.floating_ip} from the idle side."

    def describe_undo(self) -> str:
        """What undoing does."""
        return f"Point the preview address {self.preview.floating_ip} at the idle side again."

    def apply(self, context: ExecutionContext) -> None:
        """Disassociate the preview address."""
        repoint(context, context.cloud.addresses.get(self.preview.id), None)

    def undo(self, context: ExecutionContext) -> None:
        """Associate it again."""
        repoint(context, context.cloud.addresses.get(self.preview.id), self.back_to)


@dataclass(frozen=True)
class MoveProduction(Step):
    """Move the production address in one PUT, guarded by its revision: the switch itself."""

    production: Address
    to: Side
    port_id: str

    moves_production = True

    @property
    def name(self) -> str:
        """The step's name."""
        return "move-production"

    def describe(self) -> str:
        """What running does."""
        return f"Move the production address {self.production.floating_ip} to {self.to.colour}."

    def describe_undo(self) -> str | None:
        """What undoing does."""
        if self.production.port_id is None:
            return f"Detach the production address {self.production.floating_ip} again."
        back = self.to.colour.other
        return f"Move the production address {self.production.floating_ip} back to {back}."

    def apply(self, context: ExecutionContext) -> None:
        """Send the one PUT, and note the moment for the measurement."""
        if context.progress.measurement:
            context.progress.measurement.begins()
        repoint(context, self.production, self.port_id)
        context.progress.production_left, context.progress.moved_at = True, context.clock.now()

    def undo(self, context: ExecutionContext) -> None:
        """Send the one PUT the other way, if production did move.

        A move whose answer never came may still be on its way: the fence keeps it out, and what is
        read after it is final.
        """
        if context.lease:
            context.lease.must_hold()
        try:
            context.cloud.leases.fence(self.production.application)
        except CloudError as error:
            context.say(f"Could not fence the address against a late move: {error.true_now}.")
        now = context.cloud.addresses.get(self.production.id)
        if now.port_id == self.port_id:
            context.progress.production_left = True
            repoint(context, now, self.production.port_id)


@dataclass(frozen=True)
class PointPreview(Step):
    """Point the preview address at the side that is not live.

    On OVN this also keeps the connections alive that stay on the old side: its NAT row brings the
    reverse translation back.
    """

    preview: Address
    side: Side
    port_id: str

    @property
    def name(self) -> str:
        """The step's name."""
        return "point-preview"

    def describe(self) -> str:
        """What running does."""
        return f"Point the preview address {self.preview.floating_ip} at {self.side.colour}."

    def describe_undo(self) -> str:
        """What undoing does."""
        return f"Detach the preview address {self.preview.floating_ip} from {self.side.colour}."

    def apply(self, context: ExecutionContext) -> None:
        """Associate the preview address."""
        repoint(context, context.cloud.addresses.get(self.preview.id), self.port_id)

    def undo(self, context: ExecutionContext) -> None:
        """Disassociate it."""
        now = context.cloud.addresses.get(self.preview.id)
        if now.port_id == self.port_id:
            repoint(context, now, None)


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
        except (Unanswered, RevisionChanged) as error:
            context.say(f"{address.floating_ip}: {error.true_now}; reading back")
            now = _read_back(context, address)
        if now.port_id == port_id:
            return now
        if now.port_id != address.port_id:
            raise StepFailed(
                f"somebody else moved the {address.role} address {address.floating_ip} to port "
                f"{now.port_id}",
                f"bluegreen status {address.application}",
            )
        if context.clock.now() >= deadline:
            raise StepFailed(
                f"the {address.role} address {address.floating_ip} did not move within "
                f"{WHILE_MOVING}",
                f"bluegreen status {address.application}",
            )
        address = now
        context.clock.sleep(PAUSE)


def _read_back(context: ExecutionContext, address: Address) -> Address:
    try:
        return retrying(
            lambda: context.cloud.addresses.get(address.id), limit=WHILE_MOVING, clock=context.clock
        )
    except Unanswered as error:
        raise StepFailed(
            f"the cloud does not report where the {address.role} address {address.floating_ip} "
            "points",
            f"bluegreen status {address.application}",
        ) from error
