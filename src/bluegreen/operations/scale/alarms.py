# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Holding the alarms that scale a side, and letting them act again.

A held alarm is one that is not enabled, in Aodh itself: so a hold outlives this process, everybody
sees it, and it costs one short request an alarm. Heat leaves it alone, since it sends an alarm only
when its template's properties have changed.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from bluegreen.cloud.calls import BRIEFLY, WHILE_CHANGING, concurrently
from bluegreen.cloud.errors import TRANSIENT, Conflict, NotFound
from bluegreen.cloud.protocols import Alarms
from bluegreen.errors import CloudError, StepFailed
from bluegreen.model.scaling import BOTH_WAYS, Alarm, Direction
from bluegreen.model.tags import Colour
from bluegreen.operations.context import ExecutionContext
from bluegreen.operations.plan import Step

RESUME_LIMIT = timedelta(seconds=30)
"""How long alarms are asked to act once production has moved, while the lease is held for that."""
ATTEMPTS = 3
PAUSE = 1.0
"""Seconds, and as many more at each attempt, until the evaluator has written what it had read."""


@dataclass(frozen=True)
class SuspendAutoscaling(Step):
    """Hold every alarm of a side's release.

    `resume_on_undo` says that the side is to scale when the plan is taken back, in the directions
    in which it `acted` before. Without `must` alarms that cannot be reached are reported, and keep
    nobody waiting.
    """

    colour: Colour
    stack_id: str
    resume_on_undo: bool
    must: bool = True
    acted: frozenset[Direction] = BOTH_WAYS

    @property
    def name(self) -> str:
        """The step's name."""
        return f"suspend-{self.colour}-autoscaling"

    def describe(self) -> str:
        """What running does."""
        return f"Suspend autoscaling of {self.colour}, so that load does not change its size."

    def describe_undo(self) -> str | None:
        """What undoing does."""
        if not (self.resume_on_undo and self.acted):
            return None
        what = "autoscaling" if self.acted == BOTH_WAYS else _words(self.acted)
        return f"Resume {what} of {self.colour}."

    def apply(self, context: ExecutionContext) -> None:
        """Hold those that act."""
        if self.must:
            enable_alarms(context, self.stack_id, BOTH_WAYS, enabled=False)
        else:
            suspend_or_say(context, self.colour, self.stack_id, BOTH_WAYS)

    def undo(self, context: ExecutionContext) -> None:
        """Let those act that acted; where there are none, none was held."""
        if self.resume_on_undo and self.acted:
            try:
                enable_alarms(context, self.stack_id, self.acted, enabled=True)
            except NotFound as none:
                context.say(f"{none.true_now}.")


@dataclass(frozen=True)
class VerifyAutoscalingSuspended(Step):
    """See, now that production has moved, that the old side is held, and hold it again if not.

    An evaluation of its alarms that was under way when they were held writes them back as they
    were. It would shrink the way back, and fails nothing now.
    """

    colour: Colour
    stack_id: str

    @property
    def name(self) -> str:
        """The step's name."""
        return f"verify-{self.colour}-autoscaling-suspended"

    def describe(self) -> str:
        """What running does."""
        return f"Verify that autoscaling of {self.colour} is still suspended."

    def apply(self, context: ExecutionContext) -> None:
        """Read them, and hold those that act."""
        suspend_or_say(context, self.colour, self.stack_id, BOTH_WAYS)


@dataclass(frozen=True)
class ResumeScaleOut(Step):
    """Let a side get servers with load as soon as it is live; fewer it gets only later.

    Alarms that cannot be reached are reported: the switch is done by then, and `ResumeAutoscaling`
    comes again. `grew` says that it was live, and got servers with load, before: then there is no
    way back.
    """

    colour: Colour
    stack_id: str
    grew: bool = False

    @property
    def name(self) -> str:
        """The step's name."""
        return f"resume-{self.colour}-scale-out"

    def describe(self) -> str:
        """What running does."""
        return f"Resume scale-out of {self.colour}."

    def describe_undo(self) -> str | None:
        """What undoing does."""
        return None if self.grew else f"Suspend scale-out of {self.colour} again."

    def apply(self, context: ExecutionContext) -> None:
        """Let the alarm for more servers act."""
        try:
            enable_alarms(context, self.stack_id, {Direction.OUT}, enabled=True, limit=BRIEFLY)
        except CloudError as error:
            context.say(f"{self.colour} does not scale out yet: {error.true_now}.")

    def undo(self, context: ExecutionContext) -> None:
        """Hold it again, if it can be reached."""
        if not self.grew:
            suspend_or_say(context, self.colour, self.stack_id, {Direction.OUT})


@dataclass(frozen=True)
class ResumeAutoscaling(Step):
    """Let a live side scale with load: more servers at once, fewer once its load is known.

    `window` is the time that the load is averaged over. Until the side has been live for so long,
    the mean is partly of the time in which it had no load, and would take servers away. Without
    `stack_id` the stack is one that an earlier step has made. Only alarms of `directions` are let.
    """

    colour: Colour
    stack_name: str
    stack_id: str | None = None
    window: timedelta = timedelta(0)
    directions: frozenset[Direction] = BOTH_WAYS

    @property
    def name(self) -> str:
        """The step's name."""
        return f"resume-{self.colour}-autoscaling"

    def describe(self) -> str:
        """What running does."""
        when = f", scale-in once it has been live for {self.window.total_seconds():g} s"
        if self.directions != BOTH_WAYS:
            return f"Resume {_words(self.directions)} of {self.colour}."
        return f"Resume autoscaling of {self.colour}{when if self.window else ''}."

    def apply(self, context: ExecutionContext) -> None:
        """Let the alarms act, one after the other, with the wait between them."""
        stack_id = self.stack_id or _id_of(context, self.stack_name)
        if Direction.OUT in self.directions:
            enable_alarms(context, stack_id, {Direction.OUT}, enabled=True, limit=RESUME_LIMIT)
        if Direction.IN in self.directions:
            wait_for_its_own_load(context, self.colour, self.window)
            enable_alarms(context, stack_id, {Direction.IN}, enabled=True, limit=RESUME_LIMIT)


def _words(directions: Collection[Direction]) -> str:
    words = {Direction.OUT: "scale-out", Direction.IN: "scale-in"}
    return " and ".join(words[direction] for direction in Direction if direction in directions)


def _id_of(context: ExecutionContext, stack_name: str) -> str:
    stack = context.cloud.stacks.get(stack_name)
    if stack is None:
        raise StepFailed(f"the stack {stack_name} is gone", "bluegreen status")
    return stack.id


def wait_for_its_own_load(context: ExecutionContext, colour: Colour, window: timedelta) -> None:
    """Return once a side has been live for as long as its load is averaged over.

    When production was moved is known from this run; if not, that is not before now.
    """
    been_live = (
        0.0
        if context.progress.moved_at is None
        else context.clock.now() - context.progress.moved_at
    )
    seconds = window.total_seconds() - been_live
    if seconds > 0:
        context.say(
            f"{colour} scales in only once it has been live for {window.total_seconds():g} s: "
            f"{seconds:.0f} s more (Ctrl-C leaves scale-in suspended)."
        )
        context.clock.sleep(seconds)


def suspend_or_say(
    context: ExecutionContext, colour: Colour, stack_id: str, directions: Collection[Direction]
) -> None:
    """Hold alarms of a side; where they cannot be reached it says so, and fails nothing."""
    try:
        enable_alarms(context, stack_id, directions, enabled=False, limit=BRIEFLY)
    except CloudError as error:
        context.say(f"{colour} may change its size in the meantime: {error.true_now}.")


def enable_alarms(
    context: ExecutionContext,
    stack_id: str,
    directions: Collection[Direction],
    *,
    enabled: bool,
    limit: timedelta = WHILE_CHANGING,
) -> None:
    """Let the alarms of a release act, or hold them, and read back; those that are so are left.

    Aodh's evaluator may undo a change: it writes an alarm back as it read it before (Aodh 23,
    `evaluator/__init__.py`, `_refresh`). So what is not so yet is asked for again. `limit` is for
    how long a request is repeated that gets no answer. Raises CloudError when that does not help,
    NotFound when the release has no such alarm, which is not the same as a held one.
    """
    alarms = context.cloud.for_so_long(limit).alarms
    still = "suspended" if enabled else "active"
    error: CloudError = Conflict(
        f"alarms of the stack {stack_id} stay {still} whatever the request"
    )
    for attempt in range(ATTEMPTS):
        other = _alarms_other_than(alarms, stack_id, directions, enabled=enabled)
        if not other:
            return
        if attempt:
            context.clock.sleep(attempt * PAUSE)
        try:
            concurrently(
                *(partial(alarms.enable, a, enabled=enabled) for a in other), clock=context.clock
            )
        except TRANSIENT as lost:
            error = lost
            context.say(f"{error.true_now}; reading the alarms again")
    if _alarms_other_than(alarms, stack_id, directions, enabled=enabled):
        raise error


def _alarms_other_than(
    alarms: Alarms, stack_id: str, directions: Collection[Direction], *, enabled: bool
) -> list[Alarm]:
    own = [
        alarm
        for alarm in alarms.find()
        if alarm.stack_id == stack_id and alarm.direction in directions
    ]
    if not own:
        raise NotFound(
            f"the alarm service has no alarm that scales the stack {stack_id}",
            "openstack alarm list, then run the same command again; without alarms: bluegreen "
            "rollback",
        )
    return [alarm for alarm in own if alarm.enabled is not enabled]
