# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Giving a release more servers, or fewer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from bluegreen.cloud.calls import retrying
from bluegreen.cloud.errors import TRANSIENT
from bluegreen.errors import StepFailed
from bluegreen.model.application import Release
from bluegreen.model.stack import Size, Stack
from bluegreen.model.text import plural
from bluegreen.operations.context import ExecutionContext
from bluegreen.operations.plan import Step
from bluegreen.operations.verify_idle import must_not_serve
from bluegreen.operations.waits.stack import must_be_complete, resources_of, settled

ASK_LIMIT = timedelta(minutes=5)
RESIZE_LIMIT = timedelta(minutes=30)


@dataclass(frozen=True)
class ResizeRelease(Step):
    """Give a release another number of servers, and see Heat done with it.

    `now` is the number that it has, which undoing gives back; so are its bounds, where others than
    the specified ones are wanted. A server that goes leaves the pool first and stops then, since
    its stack says so.

    Load may have changed the size until an earlier step has held it: then `by_then` says, of the
    size that is read now, what is wanted, and undoing gives that size back; `now` and `wanted` are
    as they were seen beforehand. `only_idle` is for what may not shrink once it went live.
    """

    waits_for_servers = True

    release: Release
    now: int
    wanted: int
    bounds: tuple[int, int] | None = None
    by_then: Callable[[int], int] | None = None
    only_idle: bool = False
    limit: timedelta = RESIZE_LIMIT

    @property
    def name(self) -> str:
        """The step's name."""
        return f"resize-{self.release.stack.name}"

    def describe(self) -> str:
        """What running does."""
        name = self.release.stack.name
        within = f" (minimum {self.bounds[0]}, maximum {self.bounds[1]})" if self.bounds else ""
        if self.wanted == self.now:
            return f"Keep {name} at {plural(self.now, 'server')}{within}."
        verb = "Scale out" if self.wanted > self.now else "Scale in"
        return f"{verb} {name} from {plural(self.now, 'server')} to {self.wanted}{within}."

    def describe_undo(self) -> str:
        """What undoing does."""
        return self._giving_back(self.now)

    def describe_undo_now(self, context: ExecutionContext) -> str:
        """What undoing does, with the size that was found."""
        return self._giving_back(self._before(context))

    def _giving_back(self, size: int) -> str:
        return f"Resize {self.release.stack.name} back to {plural(size, 'server')}."

    def apply(self, context: ExecutionContext) -> None:
        """Ask Heat for the number of servers, and wait until it has done with them."""
        wanted = self.by_then(self._find(context)) if self.by_then else self.wanted
        self._resize(context, wanted, self.bounds or self._old_bounds)

    def undo(self, context: ExecutionContext) -> None:
        """Ask Heat for the number of servers that there were, if that was found out."""
        if self.name in context.progress.found or not self.by_then:
            self._resize(context, self._before(context), self._old_bounds)

    def _before(self, context: ExecutionContext) -> int:
        """The size that undoing gives back: the one that was found first."""
        return context.progress.found.get(self.name, self.now)

    def _find(self, context: ExecutionContext) -> int:
        stack = self.release.stack
        size = _size(context, stack)
        context.progress.found.setdefault(self.name, size)
        if size != self.now:
            context.say(f"{stack.name} has {plural(size, 'server')} now, not {self.now}.")
        return size

    @property
    def _old_bounds(self) -> tuple[int, int]:
        return self.release.min, self.release.max

    def _resize(self, context: ExecutionContext, wanted: int, bounds: tuple[int, int]) -> None:
        name, size = self.release.stack.name, Size(wanted, *bounds)
        stack = settled(context, name, self.limit)
        said = size.facts.items() <= stack.facts.items()
        if said and stack.may_be_complete and _size(context, stack) == wanted:
            return
        known = resources_of(context, stack)
        if self.only_idle and wanted < _size(context, stack):
            must_not_serve(context, self.release.stack)
        ask_for_size(context, stack, size)
        stack = settled(context, name, self.limit, known)
        must_be_complete(context, stack, "resize")
        if (made := _size(context, stack)) != wanted:
            raise StepFailed(
                f"{name} has {plural(made, 'server')} instead of {wanted}: somebody else resized "
                "it",
                "run the same command again",
            )


def ask_for_size(context: ExecutionContext, stack: Stack, size: Size) -> None:
    """Ask Heat for a size; again when an answer was lost: the same twice is as good as once.

    Heat refuses while it works on the stack (409): on an answer that was lost, or for load.
    """
    retrying(
        lambda: context.cloud.stacks.resize(stack, size),
        limit=ASK_LIMIT,
        clock=context.clock,
        on=TRANSIENT,
    )


def _size(context: ExecutionContext, stack: Stack) -> int:
    return int(context.cloud.stacks.outputs(stack.name)["size"])
