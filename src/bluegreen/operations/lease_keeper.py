# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Keeping a lease: renewing it while work goes on, noticing its loss."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import timedelta
from types import TracebackType
from typing import Self

from bluegreen.clock import Clock
from bluegreen.cloud.calls import WHILE_MOVING, retrying
from bluegreen.cloud.errors import TRANSIENT, NothingToLease
from bluegreen.cloud.protocols import Leases
from bluegreen.errors import CloudError, Refused
from bluegreen.model.lease import Lease, LeaseHeld, LeaseLost
from bluegreen.model.text import printable

log = logging.getLogger(__name__)

FRESH = timedelta(seconds=10)
"""How old an answer may be when the change is sent that it allows."""
QUICK_TRIES = 3
"""How often a fresh answer is asked for before a slow one counts."""


class HeldLease:
    """A lease in one's hands: renewed in the background inside `with`, released at its end.

    Taking a lease over deletes it, so one that can be renewed has been nobody else's meanwhile.
    """

    def __init__(self, leases: Leases, lease: Lease, asked_at: float, clock: Clock) -> None:
        self.lease = lease
        self._leases = leases
        self._clock = clock
        self._confirmed_at = asked_at
        self._asking = threading.Lock()
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
        self.give_back()

    def must_hold(self) -> None:
        """Make sure of the lease right before a change, by renewing it now. Raises LeaseLost.

        Only an answer counts, and one that was not long on its way: while this process waited,
        slept or was stopped, another may have ended the lease and begun. Where the cloud is always
        slow, an answer counts that nobody can have taken the lease over since.
        """
        wanted_at = self._clock.now()
        with self._asking:
            for limit in (*[FRESH] * QUICK_TRIES, self.lease.ttl / 2):
                if self._confirmed_at <= wanted_at or self._age() > limit:
                    self._ask()
                if self._age() <= limit:
                    return
        raise LeaseLost(
            self.lease.application,
            f"{QUICK_TRIES + 1} answers in a row took longer than {limit.total_seconds():g} s",
            f"bluegreen resume {self.lease.application}",
        )

    def _age(self) -> timedelta:
        """Return how old the newest answer is, counted from when it was asked for."""
        return timedelta(seconds=self._clock.now() - self._confirmed_at)

    def _ask(self) -> None:
        try:
            retrying(self._renew, limit=WHILE_MOVING, clock=self._clock, on=TRANSIENT)
        except CloudError as error:
            raise LeaseLost(
                self.lease.application,
                f"cannot tell whether it is still held: {error.true_now.rstrip('.')}",
                f"bluegreen resume {self.lease.application}",
            ) from error

    def give_back(self) -> None:
        """Let others have the lease, and stop renewing it."""
        self._done.set()
        try:
            self._leases.release(self.lease)
        except CloudError as error:
            log.warning("could not release the lease, so it ends later: %s", printable(str(error)))

    def _renew(self) -> None:
        asked_at = self._clock.now()
        self._leases.renew(self.lease)
        self._confirmed_at = max(self._confirmed_at, asked_at)

    def _keep_renewing(self) -> None:
        calm, uneasy = self.lease.ttl / 3, self.lease.ttl / 12
        pause = calm
        while not self._done.wait(pause.total_seconds()):
            try:
                self._renew()
                pause = calm
            except LeaseLost:
                return  # `must_hold` meets the same before the next change
            except CloudError as error:
                log.info("could not renew the lease, trying again: %s", error)
                pause = uneasy


class LastLease:
    """A permit for the change that removes the network which the lease is on.

    Neutron keeps a network with a port, so the lease is given back right before: the first request
    still asks for it, a repetition names the same stack by its id and can do no other harm.
    """

    def __init__(self, lease: HeldLease, clock: Clock) -> None:
        self._lease: HeldLease | None = lease
        self._clock = clock
        self._giving_back = threading.Lock()

    def must_hold(self) -> None:
        """Ask for the lease once, and give it back. Raises LeaseLost."""
        with self._giving_back:
            if self._lease:
                self._lease.must_hold()
                asked_at = self._clock.now()
                self._lease.give_back()
                if self._clock.now() - asked_at > FRESH.total_seconds():
                    name = self._lease.lease.application
                    raise LeaseLost(
                        name,
                        f"releasing it took longer than {FRESH.total_seconds():g} s",
                        f"bluegreen down {name}",
                    )
                self._lease = None


class NobodyElse:
    """A permit without a lease: each change looks whether another operator holds one."""

    def __init__(self, leases: Leases, application: str) -> None:
        self._leases = leases
        self._application = application

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        """Give nothing back."""

    def must_hold(self) -> None:
        """Return while no lease is seen. Raises LeaseLost when one is, or nothing is known."""
        try:
            refuse_while_held(self._leases, self._application)
        except Refused as refusal:
            raise LeaseLost(self._application, refusal.true_now) from refusal


class OnceThereIsANetwork:
    """A permit before an application has a network: the lease is taken once there is one."""

    def __init__(self, application: str, take: Callable[[], HeldLease]) -> None:
        self._application = application
        self._take = take
        self._taking = threading.Lock()
        self._held: HeldLease | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        if self._held:
            self._held.give_back()

    def must_hold(self) -> None:
        """Ask for the lease, or take it. Raises LeaseLost, also when another took it first."""
        with self._taking:
            if self._held is None:
                try:
                    self._held = self._take().__enter__()
                except NothingToLease:
                    return
                except (CloudError, Refused) as error:
                    raise LeaseLost(
                        self._application, f"cannot take it: {error.true_now}"
                    ) from error
        self._held.must_hold()


def refuse_while_held(leases: Leases, application: str) -> None:
    """Raise LeaseHeld while an operator holds the lease on an application.

    Whether an old one has ended takes a right of its own to know; without it any lease counts.
    Raises Refused where the cloud does not tell whether there is one.
    """
    try:
        holder = leases.holder(application)
    except CloudError as error:
        raise Refused(
            f"cannot tell whether another operator is changing {application}: {error.true_now}",
            "run the same command later, or with credentials that may take the lease",
        ) from error
    if holder and not holder.expired:
        raise LeaseHeld(holder)
