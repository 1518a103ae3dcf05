# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Taking the lease: waiting for its holder, and going on where none can be taken."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import TypeVar

from bluegreen.clock import Clock
from bluegreen.cloud.errors import OverQuota
from bluegreen.cloud.protocols import Leases
from bluegreen.errors import CloudError, Refused
from bluegreen.model.lease import DEFAULT_TTL, LeaseHeld
from bluegreen.operations.lease_keeper import HeldLease, NobodyElse, refuse_while_held

LOOK_AGAIN = timedelta(seconds=5)

T = TypeVar("T")


def take_within(
    wait: timedelta,
    leases: Leases,
    application: str,
    *,
    owner: str,
    message: str,
    clock: Clock,
    say: Callable[[str], None],
    ttl: timedelta = DEFAULT_TTL,
) -> HeldLease:
    """Take the lease on an application, waiting so long for its holder.

    Who of several that wait comes next is left to chance. Raises LeaseHeld when the time is up,
    NothingToLease when the application has no network that could hold one.
    """

    def take() -> HeldLease:
        asked_at = clock.now()
        return HeldLease(leases, leases.take(application, owner, message, ttl), asked_at, clock)

    return _once_free(take, wait, application, clock, say)


def without_a_port(
    refusal: OverQuota,
    leases: Leases,
    application: str,
    *,
    urgent: bool,
    say: Callable[[str], None],
) -> NobodyElse:
    """Return the permit of an urgent act where the quota of ports has no room for a lease.

    Nobody else can take a lease then either, and late requests of a former holder are fenced.
    It says so where they cannot be. Raises Refused for what is not urgent.
    """
    if not urgent:
        raise Refused(
            f"the lease is a port, and the project cannot create another: {refusal.true_now}",
            "openstack port list, to free one; or run the same command with --without-lease",
        ) from refusal
    say("Continuing without the lease: the quota of ports is used up, for other operators as well.")
    try:
        leases.fence(application)
    except CloudError as error:
        say(f"Could not fence late requests of other operators: {error.true_now}.")
    return NobodyElse(leases, application)


def wait_while_held(
    wait: timedelta,
    leases: Leases,
    application: str,
    *,
    clock: Clock,
    say: Callable[[str], None],
) -> None:
    """Wait so long for the holder of the lease on an application, and take none.

    Raises LeaseHeld when the time is up, and what `refuse_while_held` raises.
    """
    _once_free(partial(refuse_while_held, leases, application), wait, application, clock, say)


def _once_free(
    act: Callable[[], T],
    wait: timedelta,
    application: str,
    clock: Clock,
    say: Callable[[str], None],
) -> T:
    """Return what `act` does, tried until it meets no lease of another."""
    deadline = clock.now() + wait.total_seconds()
    told = ""
    while True:
        try:
            return act()
        except LeaseHeld as held:
            left = deadline - clock.now()
            if left <= 0:
                raise
            if told != str(held.holder):
                told = str(held.holder)
                say(f"Waiting for {told} to finish with {application}.")
        clock.sleep(min(left, LOOK_AGAIN.total_seconds()))
