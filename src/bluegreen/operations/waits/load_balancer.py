# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Octavia refuses a change while it works on a load balancer: waiting until it has done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from bluegreen.clock import wait_for, wait_until
from bluegreen.cloud.errors import TRANSIENT, Conflict
from bluegreen.errors import StepFailed
from bluegreen.model.balancer import Balancer
from bluegreen.operations.context import ExecutionContext
from bluegreen.operations.plan import Step

LIMIT = timedelta(minutes=5)
EVERY = timedelta(seconds=1)
SAY_EVERY = timedelta(seconds=15)


def until_accepted(
    context: ExecutionContext, balancer_id: str, ask: Callable[[], None], *, called: str
) -> None:
    """Ask for a change until Octavia has accepted it.

    An answer that was lost is asked for again: twice is as good as once. Raises StepFailed, in
    which the load balancer is `called` so, when it stays busy.
    """
    try:
        wait_for(
            ask,
            limit=LIMIT,
            every=EVERY,
            clock=context.clock,
            despite=TRANSIENT,
        )
    except Conflict:
        raise _stays_busy(balancer_id, called) from None


def must_not_stay_busy(
    context: ExecutionContext, balancer_id: str, reached: Callable[[], bool], *, called: str
) -> None:
    """Wait until a condition is reached that a busy load balancer is in the way of.

    Raises StepFailed when it stays busy.
    """
    if not wait_until(reached, limit=LIMIT, every=EVERY, clock=context.clock):
        raise _stays_busy(balancer_id, called)


def _stays_busy(balancer_id: str, called: str) -> StepFailed:
    return StepFailed(f"{called} stays busy", f"openstack loadbalancer status show {balancer_id}")


@dataclass(frozen=True)
class WaitForBalancer(Step):
    """See Octavia done with a load balancer, so that what is then read of it is final."""

    balancer: Balancer

    @property
    def name(self) -> str:
        """The step's name."""
        return f"wait-for-balancer-{self.balancer.colour}"

    def describe(self) -> str:
        """What running does."""
        return f"Wait until Octavia has updated {self.balancer.colour}'s load balancer."

    def apply(self, context: ExecutionContext) -> None:
        """Look until nothing is pending. Raises StepFailed when it stays so, or has failed."""
        called, began = f"{self.balancer.colour}'s load balancer", context.clock.now()
        said_at = began

        def look() -> str:
            nonlocal said_at
            state = context.cloud.balancers.inspect(self.balancer).provisioning
            now = context.clock.now()
            if state.startswith("PENDING") and now - said_at >= SAY_EVERY.total_seconds():
                said_at = now
                context.say(f"{called} is {state} since {now - began:.0f} s.")
            return state

        state = wait_for(
            look,
            lambda state: not state.startswith("PENDING"),
            limit=LIMIT,
            every=EVERY,
            clock=context.clock,
        )
        if state.startswith("PENDING"):
            raise _stays_busy(self.balancer.id, called)
        if state != "ACTIVE":
            raise StepFailed(
                f"{called} is {state} now",
                f"openstack loadbalancer status show {self.balancer.id}",
            )
