# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Counting the connections on the old side until nobody is connected any more."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from bluegreen.cloud.calls import BRIEFLY
from bluegreen.errors import CloudError
from bluegreen.model.address import Address
from bluegreen.model.balancer import Balancer, Drained, DrainOutcome, connections_on
from bluegreen.operations.context import ExecutionContext
from bluegreen.operations.plan import Step

LOOK_EVERY = timedelta(seconds=2)
TELL_EVERY = timedelta(seconds=6)


@dataclass(frozen=True)
class WaitUntilDrained(Step):
    """See the connections on a side end, for so long at most, and keep what was counted.

    Zero counts only once it has held for longer than one reporting interval of the balancer:
    one that was read right after the move may be older than the move. The waiting ends early when
    the side is live again. It fails for nothing, and Ctrl-C ends it as the deadline does: what is
    counted here is no reason to take a switch back. `technique` is how they were ended just now, if
    they were, and `before` how many there were then.
    """

    production: Address
    old: Balancer
    limit: timedelta
    technique: str | None = None
    before: int | None = None

    @property
    def name(self) -> str:
        """The step's name."""
        return "wait-until-drained"

    def describe(self) -> str:
        """What running does."""
        colour, seconds = self.old.colour, self.limit.total_seconds()
        if not seconds:
            return f"Count the open connections on {colour}."
        return f"Wait until no connections remain on {colour}, for at most {seconds:g} s."

    def apply(self, context: ExecutionContext) -> None:
        """Count until there is nothing left to count, or no time."""
        counting = _Counting(self.old, context, most=self.before)
        try:
            ending = self._wait(counting, context)
        except KeyboardInterrupt:
            ending = DrainOutcome.INTERRUPTED
        context.progress.drained = Drained(
            self.old.colour, ending, counting.most, counting.latest, self.technique
        )
        context.say(_sentence(context.progress.drained, self.old.application))

    def _wait(self, counting: _Counting, context: ExecutionContext) -> DrainOutcome:
        deadline = context.clock.now() + self.limit.total_seconds()
        while True:
            counting.look()
            if self._is_live(context):
                return DrainOutcome.LIVE_AGAIN
            if counting.is_surely_zero:
                return DrainOutcome.EMPTY
            left = deadline - context.clock.now()
            if left <= 0:
                return DrainOutcome.DEADLINE
            context.clock.sleep(min(left, LOOK_EVERY.total_seconds()))

    def _is_live(self, context: ExecutionContext) -> bool:
        """Whether production points at the side now; a cloud that does not say is asked again."""
        try:
            return context.cloud.addresses.get(self.production.id).port_id == self.old.vip_port_id
        except CloudError:
            return False


@dataclass
class _Counting:
    """The counts of one balancer, each told when it is another than the one that was told last."""

    balancer: Balancer
    context: ExecutionContext
    most: int | None = None
    latest: int | None = None
    told: int | None = None
    told_at: float = field(default=float("-inf"))
    zero_since: float | None = None

    @property
    def is_surely_zero(self) -> bool:
        """Whether the count has been zero for longer than one reporting interval."""
        if self.zero_since is None:
            return False
        lasted = self.context.clock.now() - self.zero_since
        return lasted > self.balancer.reports_every.total_seconds()

    def look(self) -> None:
        """Ask for the count once; one that cannot be had is no count."""
        now = self.context.clock.now()
        try:
            counting = self.context.cloud.for_so_long(BRIEFLY)
            self.latest = counting.balancers.connections(self.balancer)
        except CloudError as error:
            self.latest, self.zero_since = None, None
            self.context.say(f"Could not count the connections: {error.true_now}; trying again.")
            return
        self.most = max(self.most or 0, self.latest)
        if self.latest:
            self.zero_since = None
        elif self.zero_since is None:
            self.zero_since = now
        if self.latest != self.told and now - self.told_at >= TELL_EVERY.total_seconds():
            self.told, self.told_at = self.latest, now
            self.context.say(f"{connections_on(self.balancer.colour, self.latest)}.")


def _sentence(drained: Drained, application: str) -> str:
    said = str(drained)
    said = f"{said[0].upper()}{said[1:]}."
    if drained.remaining == 0 or drained.ending is DrainOutcome.LIVE_AGAIN:
        return said
    if drained.technique:
        return (
            f"{said} They are busy, or not HTTP; to end them with their servers: bluegreen "
            f"retire {application} --ignore-connections."
        )
    later = f"bluegreen drain {application}"
    return f"{said} They stay open. Later: {later}, or {later} --cut to end them."
