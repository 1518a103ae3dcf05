# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Leases on the shop: a network for one, who takes it, and requests that fail meanwhile."""

from __future__ import annotations

from datetime import timedelta

from bluegreen.clock import Clock
from bluegreen.cloud.protocols import Leases
from bluegreen.errors import CloudError
from bluegreen.model.lease import DEFAULT_TTL, Lease
from bluegreen.model.stack import Stack, StackState
from bluegreen.operations.lease_acquisition import take_within
from bluegreen.operations.lease_keeper import HeldLease
from support.fake_clock import FakeClock
from support.fake_cloud import FakeProject

AT_ONCE = timedelta(0)


def project_with_network() -> FakeProject:
    """Return a project with the application's own stack, and so with a network for its lease."""
    facts = {"application": "shop"}
    stack = Stack("shop", "stack-0", StackState.COMPLETE, "CREATE_COMPLETE", "", facts)
    return FakeProject(stacks={"shop": stack})


def hold(
    project: FakeProject,
    owner: str = "ann",
    *,
    wait: timedelta = AT_ONCE,
    clock: Clock | None = None,
    said: list[str] | None = None,
    ttl: timedelta = DEFAULT_TTL,
) -> HeldLease:
    """Take the lease on the shop as a command does."""
    say = (said if said is not None else []).append
    leases = project.cloud().leases
    return take_within(
        wait,
        leases,
        "shop",
        owner=owner,
        message="release 2.0",
        clock=clock or FakeClock(),
        say=say,
        ttl=ttl,
    )


def take(leases: Leases, owner: str = "ann", ttl: timedelta = DEFAULT_TTL) -> Lease:
    """Take the lease on the shop."""
    return leases.take("shop", owner, "release 2.0", ttl)


def strike(
    project: FakeProject, moment: str, call: str, trouble: type[CloudError], times: int = 1
) -> None:
    """Let one kind of call meet trouble so many times."""
    left = [trouble] * times

    def fault(now: str, called: str) -> None:
        if (now, called) == (moment, call) and left:
            raise left.pop()(f"{call}: no answer")

    project.fault = fault


def expired(project: FakeProject, leases: Leases) -> Lease:
    """Take the lease, and let its time pass."""
    lease = take(leases)
    project.seconds += DEFAULT_TTL.total_seconds() + 3
    return lease
