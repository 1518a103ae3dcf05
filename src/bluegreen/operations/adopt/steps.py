# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Marks on what is there already: each can be taken back, and none moves anything."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bluegreen.model.address import Address, Role
from bluegreen.model.adoption import FoundBalancer
from bluegreen.model.tags import Colour
from bluegreen.operations.build.allocation import PlaceAddress, TakeAddress, give_up
from bluegreen.operations.step import Run, Step
from bluegreen.operations.switch.repoint import repoint
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

    @property
    def change(self) -> str:
        """What acting does."""
        return f"Tag the network {self.network_id}, which is to hold the lease."

    @property
    def way_back(self) -> str:
        """What undoing does."""
        return f"Remove the tags of the network {self.network_id}."

    def act(self, run: Run) -> None:
        """Tag it."""
        run.cloud.adoption.mark_network(self.network_id, self.application)

    def undo(self, run: Run) -> None:
        """Remove the tags."""
        run.cloud.adoption.unmark_network(self.network_id)


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

    @property
    def change(self) -> str:
        """What acting does."""
        return (
            f"Tag the load balancer {self.balancer.name} as {self.colour}; an amphora reloads its "
            "HAProxy for that, which closes idle connections once."
        )

    @property
    def way_back(self) -> str:
        """What undoing does."""
        return f"Remove the tags of the load balancer {self.balancer.name}."

    def act(self, run: Run) -> None:
        """Tag it, once Octavia has accepted."""
        adoption = run.cloud.adoption
        _until_accepted(
            run,
            self.balancer.id,
            lambda: adoption.mark_balancer(self.balancer.id, self.application, self.colour),
        )

    def undo(self, run: Run) -> None:
        """Remove the tags."""
        adoption = run.cloud.adoption
        _until_accepted(run, self.balancer.id, lambda: adoption.unmark_balancer(self.balancer.id))


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
        return f"let-{self.colour}-say-its-side"

    @property
    def change(self) -> str:
        """What acting does."""
        return (
            f"Let {self.colour}'s listener answer /.well-known/bluegreen with its side (an L7 "
            "policy); every other path is as before."
        )

    @property
    def way_back(self) -> str:
        """What undoing does."""
        return f"Remove that policy from {self.colour}'s listener."

    def act(self, run: Run) -> None:
        """Add the policy, once Octavia has accepted."""
        say = run.cloud.adoption.add_identity_policy
        _until_accepted(
            run, self.balancer_id, lambda: say(self.listener_id, self.application, self.colour)
        )

    def undo(self, run: Run) -> None:
        """Remove it."""
        remove = run.cloud.adoption.remove_identity_policy
        _until_accepted(run, self.balancer_id, lambda: remove(self.listener_id))


@dataclass(frozen=True)
class MarkAddress(TakeAddress):
    """Mark a floating IP as an address of the application, or take the preview address."""

    @property
    def way_back(self) -> str:
        """What undoing does."""
        if self.floating_ip:
            return f"Remove the tags of the floating IP {self.floating_ip}."
        return f"Give the {self.role} address back to the network."

    def undo(self, run: Run) -> None:
        """Unmark or give back; where it points stays as it is."""
        for address in run.cloud.addresses.find(self.application):
            if address.role is self.role:
                give_up(run, address)


@dataclass(frozen=True)
class PlacePreview(PlaceAddress):
    """Point the preview address, which pointed at nothing, at the idle side."""

    @property
    def way_back(self) -> str:
        """What undoing does."""
        return "Take the preview address off again."

    def undo(self, run: Run) -> None:
        """Point it at nothing."""
        for address in run.cloud.addresses.find(self.application):
            if address.role is Role.PREVIEW:
                repoint(run, address, None)


@dataclass(frozen=True)
class LetGoOfAddress(Step):
    """Unmark an address, and leave it where it points; one that adopting took is given back."""

    address: Address

    @property
    def name(self) -> str:
        """The step's name."""
        return f"let-go-of-{self.address.role}-address"

    @property
    def change(self) -> str:
        """What acting does."""
        where = f"the {self.address.role} address {self.address.floating_ip}"
        if self.address.allocated:
            return f"Give {where} back to the network, which cannot be undone."
        return f"Remove the tags of {where}; it stays where it points."

    def act(self, run: Run) -> None:
        """Unmark or give back."""
        give_up(run, self.address)


@dataclass(frozen=True)
class LetGoOfBalancer(Step):
    """Take back the marks of a side, and what lets it say its side."""

    colour: Colour
    balancer_id: str
    listener_id: str

    @property
    def name(self) -> str:
        """The step's name."""
        return f"let-go-of-{self.colour}-balancer"

    @property
    def change(self) -> str:
        """What acting does."""
        return f"Remove the tags of {self.colour}'s load balancer, and its policy if it has one."

    def act(self, run: Run) -> None:
        """Remove both, once Octavia has accepted."""
        adoption = run.cloud.adoption
        _until_accepted(
            run, self.balancer_id, lambda: adoption.remove_identity_policy(self.listener_id)
        )
        _until_accepted(run, self.balancer_id, lambda: adoption.unmark_balancer(self.balancer_id))


@dataclass(frozen=True)
class LetGoOfNetwork(Step):
    """Take back the marks of the network that held the lease."""

    network_id: str

    @property
    def name(self) -> str:
        """The step's name."""
        return "let-go-of-network"

    @property
    def change(self) -> str:
        """What acting does."""
        return f"Remove the tags of the network {self.network_id}."

    def act(self, run: Run) -> None:
        """Remove them."""
        run.cloud.adoption.unmark_network(self.network_id)


def _until_accepted(run: Run, balancer_id: str, ask: Callable[[], None]) -> None:
    until_accepted(run, balancer_id, ask, called=f"the load balancer {balancer_id}")
