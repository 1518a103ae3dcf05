# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Having Heat replace servers of a release that are dead."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta

from bluegreen.cloud.calls import retrying
from bluegreen.cloud.errors import TRANSIENT, NotFound
from bluegreen.errors import StepFailed
from bluegreen.model.application import Release
from bluegreen.model.stack import GroupMember, Size, Stack
from bluegreen.operations.context import ExecutionContext
from bluegreen.operations.plan import Step
from bluegreen.operations.scale.resize import RESIZE_LIMIT, ask_for_size
from bluegreen.operations.waits.stack import must_be_complete, resources_of, settled

MARK_LIMIT = timedelta(minutes=5)


@dataclass(frozen=True)
class MarkUnhealthy(Step):
    """Mark places of a release's group, so that Heat's next update replaces their servers.

    `why` says of each place, by its name in the group, what is wrong with its server.
    """

    stack: Stack
    why: Mapping[str, str]

    @property
    def name(self) -> str:
        """The step's name."""
        return f"mark-unhealthy-{self.stack.name}"

    def describe(self) -> str:
        """What running does."""
        return f"Mark as unhealthy in Heat: {'; '.join(self.why.values())}."

    def describe_undo(self) -> str:
        """What undoing does."""
        return "Remove these marks."

    def apply(self, context: ExecutionContext) -> None:
        """Mark those that are not marked."""
        self._mark(context, unhealthy=True)

    def undo(self, context: ExecutionContext) -> None:
        """Take the marks off those that are marked."""
        self._mark(context, unhealthy=False)

    def _mark(self, context: ExecutionContext, *, unhealthy: bool) -> None:
        """Read again when Heat refuses; a place that is gone meanwhile needs no mark."""

        def mark() -> None:
            for member in self._other(context, unhealthy=unhealthy):
                context.cloud.stacks.mark(member, unhealthy=unhealthy, reason=self.why[member.name])

        retrying(mark, limit=MARK_LIMIT, clock=context.clock, on=(*TRANSIENT, NotFound))

    def _other(self, context: ExecutionContext, *, unhealthy: bool) -> Iterator[GroupMember]:
        for member in context.cloud.stacks.group(self.stack):
            if member.name in self.why and member.failed is not unhealthy:
                yield member


@dataclass(frozen=True)
class ReplaceUnhealthy(Step):
    """Make Heat replace the servers of the marked places, and wait until it has finished.

    Heat makes each new server, lets it join the pool, and removes the old one then. The group keeps
    the size that it has by now, which the update must say: an update with the parameters as they
    are would give it the size that it was last asked to have (`AutoScalingGroup.handle_update`).
    """

    release: Release
    servers: tuple[str, ...]
    limit: timedelta = RESIZE_LIMIT

    point_of_no_return = True

    @property
    def name(self) -> str:
        """The step's name."""
        return f"replace-unhealthy-{self.release.stack.name}"

    def describe(self) -> str:
        """What running does."""
        what = ", ".join(self.servers) or f"what {self.release.stack.name} lacks"
        return f"Replace {what}: Heat makes the new server first, then removes the old one."

    def apply(self, context: ExecutionContext) -> None:
        """Update the stack unless no place is marked, and wait until Heat has done with it."""
        name = self.release.stack.name
        known = resources_of(context, self.release.stack)
        stack = settled(context, name, self.limit, known)
        group = context.cloud.stacks.group(stack)
        if stack.may_be_complete and not any(member.failed for member in group):
            return
        ask_for_size(context, stack, Size(len(group), self.release.min, self.release.max))
        stack = settled(context, name, self.limit, known)
        must_be_complete(context, stack, "replace servers of")
        left = [member.name for member in context.cloud.stacks.group(stack) if member.failed]
        if left:
            raise StepFailed(
                f"Heat has not replaced {', '.join(left)} of {name}: somebody else changed it",
                f"openstack stack resource list --nested-depth 1 {name}",
            )
