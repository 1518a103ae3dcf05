# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Leases in a cloud that answers over HTTP, and the trouble that it makes."""

from __future__ import annotations

from datetime import timedelta

from bluegreen.cloud.protocols import Leases
from bluegreen.errors import CloudError
from bluegreen.model.lease import DEFAULT_TTL, Lease
from support.fake_cloud import FakeProject


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
