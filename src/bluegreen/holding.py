# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Holding a lease: waiting for it, renewing it while work goes on, noticing its loss."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from types import TracebackType
from typing import Self, TypeVar

from bluegreen.cloud.interface import Leases
from bluegreen.errors import CloudError, Refused
from bluegreen.lease import DEFAULT_TTL, Lease, LeaseHeld, LeaseLost
from bluegreen.waiting import Clock

log = logging.getLogger(__name__)

LOOK_AGAIN = timedelta(seconds=5)

T = TypeVar("T")


class HeldLease:
    """A lease in one's hands: renewed in the background inside `with`, released at its end.

    The holder counts from the moment *before* a request was sent, the cloud from the moment it
    served it. So the holder always gives up first.
    """

    def __init__(self, leases: Leases, lease: Lease, asked_at: float, clock: Clock) -> None:
        self.lease = lease
        self._leases = leases
        self._clock = clock
        self._confirmed_at = asked_at
        self._done = threading.Event()

    def __enter__(self) -> Self:
        threading.Thread(target=self._keep_renewing, name="lease", daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._done.set()
        try:
            self._leases.release(self.lease)
        except CloudError as trouble:
            log.warning("the lease was not released and ends by itself: %s", trouble)

    def must_hold(self) -> None:
        """Make sure of the lease before a change, by renewing it now. Raises LeaseLost.

        A renewal that got no answer is no loss as long as the last one that did has not run out.
        """
        try:
            self._renew()
        except CloudError as trouble:
            ends_at = self._confirmed_at + self.lease.ttl.total_seconds()
            if self._clock.now() >= ends_at:
                raise LeaseLost(self.lease.application, trouble.true_now) from trouble

    def _renew(self) -> None:
        asked_at = self._clock.now()
        self._leases.renew(self.lease)
        self._confirmed_at = max(self._confirmed_at, asked_at)

    def _keep_renewing(self) -> None:
        calm, troubled = self.lease.ttl / 3, self.lease.ttl / 12
        pause = calm
        while not self._done.wait(pause.total_seconds()):
            try:
                self._renew()
                pause = calm
            except LeaseLost:
                return  # `must_hold` meets the same before the next change
            except CloudError as trouble:
                log.info("the lease was not renewed, trying again: %s", trouble)
                pause = troubled


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
    """Take the lease on an application, waiting so long for whoever holds it.

    Who of several that wait comes next is left to chance. Raises LeaseHeld when the time is up,
    NotFound when the application has no network that could hold a lease.
    """

    def take() -> HeldLease:
        asked_at = clock.now()
        return HeldLease(leases, leases.take(application, owner, message, ttl), asked_at, clock)

    return _once_free(take, wait, application, clock, say)


def wait_while_held(
    wait: timedelta,
    leases: Leases,
    application: str,
    *,
    clock: Clock,
    say: Callable[[str], None],
) -> None:
    """Wait so long for whoever holds the lease on an application, and take none.

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


def refuse_while_held(leases: Leases, application: str) -> None:
    """Raise LeaseHeld while an operator holds the lease on an application.

    Whether an old one has ended takes a right of its own to know; without it any lease counts.
    Raises Refused then.
    """
    try:
        holder = leases.holder(application)
    except CloudError as trouble:
        raise Refused(
            f"whether another operator is at work on {application} is not known: "
            f"{trouble.true_now}",
            "the same command later, or with credentials that may take the lease",
        ) from trouble
    if holder and not holder.expired:
        raise LeaseHeld(holder)
