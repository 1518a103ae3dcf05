# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The last look before production moves: the new side is as large as the live one, now held."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from bluegreen.cloud.concurrently import concurrently
from bluegreen.errors import Refused
from bluegreen.model.application import Release
from bluegreen.model.balancer import Balancer, Members
from bluegreen.model.plural import plural
from bluegreen.model.scaling import BOTH_WAYS
from bluegreen.operations.context import ExecutionContext
from bluegreen.operations.scale.alarms import enable_alarms
from bluegreen.operations.scale.resize import ResizeRelease
from bluegreen.operations.step import Step
from bluegreen.operations.waits.servers_healthy import WaitUntilHealthy

GROWTHS = 3
"""How often the new side grows once the live one is held; it is held, so once is nearly always
enough: a signal that was on its way when it was held may still add servers."""


@dataclass(frozen=True)
class VerifySize(Step):
    """See that the side that goes live is as large as the live one; make up for what it lacks.

    What load has made of the live side before it was held is made up for by `release`, the new
    side's; without it, or when that does not help, the step refuses and names `next_step`. `held`
    is the live side's stack, None when it has no alarms of its own: they are read once more, and
    held again where an evaluation that was under way has let them act (`SuspendAutoscaling`).
    """

    new: Balancer
    old: Balancer
    next_step: str
    held: str | None = None
    release: Release | None = None

    @property
    def name(self) -> str:
        """The step's name."""
        return "see-large-enough"

    def describe(self) -> str:
        """What running does."""
        more = ", and scale it out if not" if self.release else ""
        return (
            f"Verify that {self.new.colour} still has as many servers as {self.old.colour}{more}."
        )

    def describe_undo_now(self, context: ExecutionContext) -> str | None:
        """What undoing does, once it has grown."""
        grown = self._grown(context)
        return grown.describe_undo() if grown else None

    def apply(self, context: ExecutionContext) -> None:
        """Read both balancers, and grow. Raises Refused when the live side is larger even so."""
        for growths in range(GROWTHS + 1):
            if self.held:
                enable_alarms(context, self.held, BOTH_WAYS, enabled=False)
            new, old = concurrently(
                partial(context.cloud.balancers.inspect, self.new),
                partial(context.cloud.balancers.inspect, self.old),
                clock=context.clock,
            )
            needed = servers_needed(old.members, count_unhealthy=self.release is not None)
            if new.members.at_most >= needed:
                return
            if self.release is None or growths == GROWTHS:
                raise Refused(
                    f"{old.colour} has {plural(needed, 'server')} now, {new.colour} has "
                    f"{new.members.in_words}, and nothing is changed",
                    self.next_step,
                )
            self._grow(context, self.release, new.members.total, needed)

    def undo(self, context: ExecutionContext) -> None:
        """Give the side the size back that it had before this step, if it was changed."""
        if grown := self._grown(context):
            grown.undo(context)

    def _grown(self, context: ExecutionContext) -> ResizeRelease | None:
        """The first resize that the step made; None when it made none."""
        before = context.progress.found.get(self.name)
        if before is None or self.release is None:
            return None
        return ResizeRelease(self.release, now=before, wanted=before, only_idle=True)

    def _grow(self, context: ExecutionContext, release: Release, now: int, needed: int) -> None:
        stack = release.stack
        if now < needed:
            resize = ResizeRelease(release, now=now, wanted=needed, only_idle=True)
            context.progress.found.setdefault(self.name, now)
            context.say(resize.describe())
            resize.apply(context)
        WaitUntilHealthy(stack.application, self.new.colour, stack.name, needed).apply(context)


def servers_needed(live: Members, *, count_unhealthy: bool) -> int:
    """Return how many healthy servers a side must have to take over from the live one.

    A server that boots was added because load asks for it, and one that is dead is missed already:
    `count_unhealthy` counts both. A way back does not wait for as many as a broken side has.
    """
    return live.total if count_unhealthy else live.at_most
