# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""A project with a network for a lease, and an operator who takes it."""

from __future__ import annotations

from datetime import timedelta

from bluegreen.clock import Clock
from bluegreen.model.lease import DEFAULT_TTL
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
