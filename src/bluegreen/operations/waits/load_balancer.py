# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Octavia refuses a change while it works on a load balancer: asking until it accepts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from bluegreen.clock import wait_for, wait_until
from bluegreen.cloud.errors import TRANSIENT, Conflict
from bluegreen.errors import StepFailed
from bluegreen.operations.context import ExecutionContext

LIMIT = timedelta(minutes=5)
EVERY = timedelta(seconds=1)


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
