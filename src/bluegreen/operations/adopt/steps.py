# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Marks on what is there already: each can be removed, and none moves anything."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bluegreen.model.address import Address, Role
from bluegreen.model.adoption import FoundBalancer
from bluegreen.model.tags import Colour
from bluegreen.operations.build.allocation import PlaceAddress, TakeAddress, remove_address
from bluegreen.operations.context import ExecutionContext
from bluegreen.operations.plan import Step
from bluegreen.operations.switch.addresses import repoint
from bluegreen.operations.waits.load_balancer import until_accepted


@dataclass(frozen=True)
class MarkNetwork(Step):
    """Mark the network on which the lease will be."""

    application: str
    network_id: str

    @property
    def name(self) -> str:
        """The step's name."""
        return "mark-network"

    def describe(self) -> str:
        """What running does."""
        return f"Tag the network {self.network_id}, which will hold the lease."

    def describe_undo(self) -> str:
        """What undoing does."""
        return f"Remove the tags of the network {self.network_id}."

    def apply(self, context: ExecutionContext) -> None:
        """Tag it."""
        context.cloud.adoption.mark_network(self.network_id, self.application)

    def undo(self, context: ExecutionContext) -> None:
        """Remove the tags."""
        context.cloud.adoption.unmark_network(self.network_id)


@dataclass(frozen=True)
class MarkBalancer(Step):
    """Mark a load balancer as a side."""

    application: str
    colour: Colour
    balancer: FoundBalancer

    @property
    def name(self) -> str:
        """The step's name."""
        return f"mark-{self.colour}-balancer"

    def describe(self) -> str:
        """What running does."""
        return (
            f"Tag the load balancer {self.balancer.name} as {self.colour}; an amphora then "
            "reloads its HAProxy, which closes idle connections once."
        )

    def describe_undo(self) -> str:
        """What undoing does."""
        return f"Remove the tags of the load balancer {self.balancer.name}."

    def apply(self, context: ExecutionContext) -> None:
        """Tag it, once Octavia has accepted."""
        adoption = context.cloud.adoption
        _until_accepted(
            context,
            self.balancer.id,
            lambda: adoption.mark_balancer(self.balancer.id, self.application, self.colour),
        )

    def undo(self, context: ExecutionContext) -> None:
        """Remove the tags."""
        adoption = context.cloud.adoption
        _until_accepted(
            context, self.balancer.id, lambda: adoption.unmark_balancer(self.balancer.id)
        )


@dataclass(frozen=True)
class AddIdentityPolicy(Step):
    """Let a load balancer say which side it is."""

    application: str
    colour: Colour
    balancer_id: str
    listener_id: str

    @property
    def name(self) -> str:
        """The step's name."""
        return f"add-{self.colour}-identity-policy"

    def describe(self) -> str:
        """What running does."""
        return (
            f"Add an L7 policy to {self.colour}'s listener that answers /.well-known/bluegreen "
            "with the side; every other path stays as it is."
        )

    def describe_undo(self) -> str:
        """What undoing does."""
        return f"Remove that policy from {self.colour}'s listener."

    def apply(self, context: ExecutionContext) -> None:
        """Add the policy, once Octavia has accepted."""
        say = context.cloud.adoption.add_identity_policy
        _until_accepted(
            context, self.balancer_id, lambda: say(self.listener_id, self.application, self.colour)
        )

    def undo(self, context: ExecutionContext) -> None:
        """Remove it."""
        remove = context.cloud.adoption.remove_identity_policy
        _until_accepted(context, self.balancer_id, lambda: remove(self.listener_id))


@dataclass(frozen=True)
class MarkAddress(TakeAddress):
    """Mark a floating IP as an address of the application, or allocate the preview address."""

    def describe_undo(self) -> str:
        """What undoing does."""
        if self.floating_ip:
            return f"Remove the tags of the floating IP {self.floating_ip}."
        return f"Release the {self.role} address."

    def undo(self, context: ExecutionContext) -> None:
        """Unmark or delete it; where it points stays as it is."""
        for address in context.cloud.addresses.find(self.application):
            if address.role is self.role:
                remove_address(context, address)


@dataclass(frozen=True)
class PlacePreview(PlaceAddress):
    """Point the preview address, which pointed at nothing, at the idle side."""

    def describe_undo(self) -> str:
        """What undoing does."""
        return "Detach the preview address again."

    def undo(self, context: ExecutionContext) -> None:
        """Point it at nothing."""
        for address in context.cloud.addresses.find(self.application):
            if address.role is Role.PREVIEW:
                repoint(context, address, None)


@dataclass(frozen=True)
class UnmarkAddress(Step):
    """Unmark an address, and leave it where it points; delete one that adopting allocated."""

    address: Address

    @property
    def name(self) -> str:
        """The step's name."""
        return f"unmark-{self.address.role}-address"

    def describe(self) -> str:
        """What running does."""
        where = f"the {self.address.role} address {self.address.floating_ip}"
        if self.address.allocated:
            return f"Release {where}, which cannot be undone."
        return f"Remove the tags of {where}; it stays where it points."

    def apply(self, context: ExecutionContext) -> None:
        """Unmark or delete it."""
        remove_address(context, self.address)


@dataclass(frozen=True)
class UnmarkBalancer(Step):
    """Remove the marks of a side, and the policy by which it says its side."""

    colour: Colour
    balancer_id: str
    listener_id: str

    @property
    def name(self) -> str:
        """The step's name."""
        return f"unmark-{self.colour}-balancer"

    def describe(self) -> str:
        """What running does."""
        return f"Remove the tags of {self.colour}'s load balancer, and its policy if it has one."

    def apply(self, context: ExecutionContext) -> None:
        """Remove both, once Octavia has accepted."""
        adoption = context.cloud.adoption
        _until_accepted(
            context, self.balancer_id, lambda: adoption.remove_identity_policy(self.listener_id)
        )
        _until_accepted(
            context, self.balancer_id, lambda: adoption.unmark_balancer(self.balancer_id)
        )


@dataclass(frozen=True)
class UnmarkNetwork(Step):
    """Remove the marks of the network that held the lease."""

    network_id: str

    @property
    def name(self) -> str:
        """The step's name."""
        return "unmark-network"

    def describe(self) -> str:
        """What running does."""
        return f"Remove the tags of the network {self.network_id}."

    def apply(self, context: ExecutionContext) -> None:
        """Remove them."""
        context.cloud.adoption.unmark_network(self.network_id)


def _until_accepted(context: ExecutionContext, balancer_id: str, ask: Callable[[], None]) -> None:
    until_accepted(context, balancer_id, ask, called=f"the load balancer {balancer_id}")
