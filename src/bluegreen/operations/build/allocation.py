# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The two addresses: allocating them, pointing each at its first side, removing them."""

from __future__ import annotations

from dataclasses import dataclass

from bluegreen.cloud.calls import WHILE_MOVING, retrying
from bluegreen.cloud.errors import NotFound, RevisionChanged
from bluegreen.errors import Refused, StepFailed
from bluegreen.model.address import Address, Role
from bluegreen.model.tags import Colour
from bluegreen.operations.context import ExecutionContext
from bluegreen.operations.plan import Step
from bluegreen.operations.switch.addresses import repoint


@dataclass(frozen=True)
class TakeAddress(Step):
    """Allocate an address, or mark one that the project holds already (`floating_ip`)."""

    application: str
    role: Role
    network: str
    floating_ip: str | None

    @property
    def name(self) -> str:
        """The step's name."""
        return f"take-{self.role}-address"

    def describe(self) -> str:
        """What running does."""
        if self.floating_ip:
            return f"Use the floating IP {self.floating_ip} as the {self.role} address."
        return f"Allocate a {self.role} address from the network {self.network}."

    def apply(self, context: ExecutionContext) -> None:
        """Allocate or adopt, unless the application has the address already."""
        if _find(context, self.application, self.role):
            return
        addresses = context.cloud.addresses
        if self.floating_ip:
            addresses.adopt(self.application, self.role, self.floating_ip)
            return
        addresses.allocate(self.application, self.role, self.network)


@dataclass(frozen=True)
class PlaceAddress(Step):
    """Point an address that points at nothing yet at a side. One that points somewhere stays."""

    application: str
    role: Role
    colour: Colour

    @property
    def name(self) -> str:
        """The step's name."""
        return f"place-{self.role}-address"

    def describe(self) -> str:
        """What running does."""
        return f"Point the {self.role} address at {self.colour}."

    def apply(self, context: ExecutionContext) -> None:
        """Point the address at the side's VIP."""
        address = _find(context, self.application, self.role)
        if address is None:
            raise StepFailed(
                f"{self.application} has no {self.role} address", "run the same command again"
            )
        if address.port_id is not None:
            return
        ports = {b.colour: b.vip_port_id for b in context.cloud.balancers.find(self.application)}
        if self.colour not in ports:
            raise StepFailed(
                f"{self.application} has no {self.colour} load balancer",
                f"bluegreen status {self.application}",
            )
        repoint(context, address, ports[self.colour])
        context.say(f"{address.floating_ip} is the {self.role} address, on {self.colour}.")


@dataclass(frozen=True)
class RemoveAddress(Step):
    """Delete an address that `up` allocated, or unmark one that the operator brought."""

    address: Address

    @property
    def name(self) -> str:
        """The step's name."""
        return f"remove-{self.address.role}-address"

    def describe(self) -> str:
        """What running does."""
        where = f"the {self.address.role} address {self.address.floating_ip}"
        if self.address.allocated:
            return f"Release {where}, which cannot be undone."
        return f"Remove {where} from the application; the project keeps it."

    def apply(self, context: ExecutionContext) -> None:
        """Release or unmark the address. Raises Refused when it points elsewhere by now."""
        remove_address(context, self.address, detach=not self.address.allocated)


def remove_address(context: ExecutionContext, address: Address, *, detach: bool = False) -> None:
    """Delete an address, or unmark it; with `detach` it points at nothing first.

    It is read right before, and deleted only as it was read: a request that arrives late must
    not delete an address that is in service again. Raises Refused for a production address that
    was put into service since `address` was read.
    """

    def as_it_is_now() -> None:
        try:
            now = context.cloud.addresses.get(address.id)
        except NotFound:
            return
        if address.role is Role.PRODUCTION and now.port_id not in (None, address.port_id):
            raise Refused(
                f"somebody has put the production address {address.floating_ip} into service, so "
                "it is kept",
                f"bluegreen status {address.application}",
            )
        context.cloud.addresses.delete_or_unmark(repoint(context, now, None) if detach else now)

    retrying(as_it_is_now, limit=WHILE_MOVING, clock=context.clock, on=RevisionChanged)


def _find(context: ExecutionContext, application: str, role: Role) -> Address | None:
    found = context.cloud.addresses.find(application)
    return next((address for address in found if address.role is role), None)
