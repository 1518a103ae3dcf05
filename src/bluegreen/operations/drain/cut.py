# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Ending the connections on a side by a change of its listener."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bluegreen.errors import CloudError
from bluegreen.model.balancer import Balancer, CutMethod, Drained, DrainOutcome
from bluegreen.operations.context import ExecutionContext
from bluegreen.operations.plan import Step
from bluegreen.operations.waits.load_balancer import must_not_stay_busy, until_accepted


@dataclass(frozen=True)
class ReloadBalancer(Step):
    """Make a side's HAProxy reload, which ends its kept-alive connections.

    The side goes on serving: a client that comes back to it is served, and a rollback needs nothing
    else.
    """

    balancer: Balancer
    technique: CutMethod

    @property
    def name(self) -> str:
        """The step's name."""
        return "reload-balancer"

    def describe(self) -> str:
        """What running does."""
        colour = self.balancer.colour
        if self.technique is CutMethod.GRACEFUL_RELOAD:
            return (
                f"Reload {colour}'s load balancer gracefully, as its flavor says: it answers "
                "each kept-alive connection once more and closes it with that answer."
            )
        return (
            f"Reload {colour}'s load balancer: it closes idle connections at once and busy ones "
            "with their answer; a client that does not retry may lose the request that it sends "
            "at that moment."
        )

    def apply(self, context: ExecutionContext) -> None:
        """Count, ask until Octavia has accepted, and wait until it is done."""
        _count(self.balancer, context)
        _change(self.balancer, context, lambda: context.cloud.balancers.reload(self.balancer))


@dataclass(frozen=True)
class CloseListener(Step):
    """Close a side's listener, for load balancers that no other change is known to reload."""

    balancer: Balancer

    @property
    def name(self) -> str:
        """The step's name."""
        return "close-listener"

    def describe(self) -> str:
        """What running does."""
        return (
            f"Close {self.balancer.colour}'s listener for a moment: its connections end, and the "
            "preview address answers nobody until the listener opens again."
        )

    def apply(self, context: ExecutionContext) -> None:
        """Count, ask until Octavia has accepted, and wait until it is done."""
        _count(self.balancer, context)
        _change(
            self.balancer,
            context,
            lambda: context.cloud.balancers.set_admin_state(self.balancer, up=False),
        )


@dataclass(frozen=True)
class OpenListener(Step):
    """Open a side's listener, which a cut that was interrupted may have left closed."""

    balancer: Balancer

    @property
    def name(self) -> str:
        """The step's name."""
        return f"open-{self.balancer.colour}-listener"

    def describe(self) -> str:
        """What running does."""
        return f"Open {self.balancer.colour}'s listener."

    def apply(self, context: ExecutionContext) -> None:
        """Ask until Octavia has accepted, and wait until it is done."""
        _change(
            self.balancer,
            context,
            lambda: context.cloud.balancers.set_admin_state(self.balancer, up=True),
        )


def _count(balancer: Balancer, context: ExecutionContext) -> None:
    """Keep how many are connected before the cut; a count that cannot be had is no reason to stop.

    After a reload an amphora counts only the connections of the new HAProxy process.
    """
    try:
        count = context.cloud.balancers.connections(balancer)
    except CloudError as error:
        context.say(f"The connections were not counted before the cut: {error.true_now}.")
        return
    context.progress.drained = Drained(balancer.colour, DrainOutcome.DEADLINE, count, count)


def _change(balancer: Balancer, context: ExecutionContext, ask: Callable[[], None]) -> None:
    """Ask until Octavia has accepted, and wait until it is done."""

    def settled() -> bool:
        try:
            return context.cloud.balancers.inspect(balancer).provisioning == "ACTIVE"
        except CloudError:
            return False

    called = f"{balancer.colour}'s load balancer"
    until_accepted(context, balancer.id, ask, called=called)
    must_not_stay_busy(context, balancer.id, settled, called=called)
