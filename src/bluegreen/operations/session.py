# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Who orders an operation, and by which means: the cloud, the output, the clock, the lease.

A session goes with a request, which says what is wanted. The command line, the plugin of the
`openstack` client and the dashboard each make one; the operation behind is the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial
from typing import Protocol

from bluegreen.clock import Clock, SteadyClock
from bluegreen.cloud.errors import NothingToLease, OverQuota
from bluegreen.cloud.permit import Permit
from bluegreen.cloud.protocols import Cloud
from bluegreen.errors import UsageError
from bluegreen.model.application import Application
from bluegreen.operations.context import Changing, ExecutionContext
from bluegreen.operations.lease_acquisition import take_within, wait_while_held, without_a_port
from bluegreen.operations.lease_keeper import HeldLease, NobodyElse, OnceThereIsANetwork
from bluegreen.operations.plan import Plan


class Output(Protocol):
    """What an operation writes for people, and how it asks them."""

    def say(self, sentence: str, /) -> None:
        """Write one sentence about what is going on."""

    def show(self, plan: Plan, /) -> None:
        """Show a plan before it is carried out."""

    def report(self, application: Application, /) -> None:
        """Show an application as it is after a change."""

    def confirm(self, question: str, /) -> None:
        """Return when the answer is yes. Raises Refused for a no, UsageError with nobody to ask."""


@dataclass(frozen=True)
class LeaseTerms:
    """How the lease is taken while another operator holds it.

    `wait` is how long that one is waited for; `break_it` ends the other's lease, `without` goes on
    once it has ended and takes none. `urgent` goes on where the quota of ports has no room for a
    lease.
    """

    wait: timedelta = timedelta(0)
    break_it: bool = False
    without: bool = False
    urgent: bool = False


@dataclass(frozen=True)
class Session:
    """The means of one order. `command` names it to others, `message` says why it was given.

    With `dry_run` the plan is shown and nothing is changed; `stop_at` is a point at which the
    process ends, for fault injection. `ask` puts a question that may be answered with no, and
    `is_agreed` says that everything was agreed on already.
    """

    cloud: Cloud
    output: Output
    operator: str
    clock: Clock = field(default_factory=SteadyClock)
    command: str = ""
    message: str = ""
    lease: LeaseTerms = LeaseTerms()
    dry_run: bool = False
    stop_at: str | None = None
    ask: Callable[[str], bool] | None = None
    is_agreed: bool = False

    def say(self, sentence: str) -> None:
        """Write one sentence for people."""
        self.output.say(sentence)

    @property
    def rehearsal(self) -> Session:
        """The same session, in which nothing is changed."""
        return replace(self, dry_run=True)

    @property
    def urgent(self) -> Session:
        """The same session, which goes on where the quota of ports has no room for a lease."""
        return replace(self, lease=replace(self.lease, urgent=True))

    @property
    def agreed(self) -> Session:
        """The same session, in which nothing is asked any more."""
        return replace(self, is_agreed=True)

    def confirm(self, question: str) -> None:
        """Return when the answer is yes. Raises what `Output.confirm` raises."""
        if not self.is_agreed:
            self.output.confirm(question)

    def context(self, lease: Permit | None) -> ExecutionContext:
        """Return what the steps of a plan may use, given the permit to change something."""
        return ExecutionContext(
            cloud=self.cloud,
            say=self.say,
            operator=self.operator,
            message=self.message,
            clock=self.clock,
            lease=lease,
            stop_at=self.stop_at,
            ask=self.ask,
        )

    def agree(self, plan: Plan, afterwards: Sequence[Plan] = ()) -> bool:
        """Show a plan and ask for it; False when it is only to be shown.

        What is done `afterwards` is shown, and agreed on, with it. Raises Refused when a precheck
        says no, in a dry run too, or when the answer is no; UsageError when `stop_at` names no
        point of the plans.
        """
        plans = (plan, *afterwards)
        refuse_unknown_point(self.stop_at, (name for p in plans for name in p.step_names))
        for each in plans:
            self.output.show(each)
        plan.refuse_unless_allowed()
        if self.dry_run:
            return False
        if any(each.steps for each in plans):
            self.confirm(f"{plan.headline}?")
        return True

    @contextmanager
    def under_lease(
        self, application: str, rehearse: Callable[[Session], object] | None = None
    ) -> Iterator[Permit | None]:
        """Hold the permit to change an application: its lease, wherever one can be held.

        None in a dry run. Before the application has a network the lease is taken as soon as it
        has one. Another's lease is broken once `rehearse` has shown that the order would not be
        refused, and the operator has agreed.

        Raises LeaseHeld when another operator has it and the wait is over, and what `rehearse`
        and `confirm` raise.
        """
        if self.dry_run:
            yield None
            return
        if self.lease.without:
            wait_while_held(
                self.lease.wait, self.cloud.leases, application, clock=self.clock, say=self.say
            )
            self.say("Without the lease: an operator who begins later is not locked out.")
            yield NobodyElse(self.cloud.leases, application)
            return
        if self.lease.break_it:
            self._break_lease(application, rehearse)
        with self._taken(application) as lease:
            yield lease

    def changing(self, application: str, rehearse: Callable[[Session], object]) -> Changing:
        """Return what gives a context that may change something, with the lease."""

        @contextmanager
        def changing() -> Iterator[ExecutionContext]:
            with self.under_lease(application, rehearse) as lease:
                yield self.context(lease)

        return changing

    def under_lease_again(
        self, application: str, context: ExecutionContext, patience: timedelta = timedelta(0)
    ) -> Changing:
        """Return what gives a run like this one, with the lease; another's is not broken.

        Another operator is waited for as the terms say, and at least as long as `patience`.
        """
        terms = replace(self.lease, break_it=False, wait=max(self.lease.wait, patience))

        @contextmanager
        def changing() -> Iterator[ExecutionContext]:
            with replace(self, lease=terms).under_lease(application) as lease:
                yield context.under(lease)

        return changing

    def _break_lease(self, application: str, rehearse: Callable[[Session], object] | None) -> None:
        holder = self.cloud.leases.holder(application)
        if holder is None or holder.expired:
            return
        if rehearse:
            rehearse(self.rehearsal)
        self.confirm(f"Break the lease of {holder}?")
        if self.cloud.leases.break_lease(application, only=holder.lease):
            self.say(f"Broke the lease of {holder}.")

    def _taken(self, application: str) -> HeldLease | OnceThereIsANetwork | NobodyElse:
        take = partial(
            take_within,
            leases=self.cloud.leases,
            application=application,
            owner=self.operator,
            message=self.message or self.command,
            clock=self.clock,
            say=self.say,
        )
        try:
            return take(self.lease.wait)
        except NothingToLease:
            return OnceThereIsANetwork(application, partial(take, timedelta(0)))
        except OverQuota as refusal:
            return without_a_port(
                refusal, self.cloud.leases, application, urgent=self.lease.urgent, say=self.say
            )


def refuse_unknown_point(point: str | None, names: Iterable[str]) -> None:
    """Raise UsageError, listing all points, when `--stop-at` is before or after no such name."""
    points = [f"{moment}:{name}" for name in names for moment in ("before", "after")]
    if point is not None and point not in points:
        raise UsageError(
            f"--stop-at {point}: there is no such point, and nothing was changed",
            f"one of {', '.join(points) or 'none: nothing is left to do'}",
        )
