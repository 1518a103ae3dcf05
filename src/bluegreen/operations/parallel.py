# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Steps that are made of steps: several at the same time, each of them perhaps several in order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from bluegreen.cloud.calls import concurrently
from bluegreen.operations.context import ExecutionContext
from bluegreen.operations.plan import Step


@dataclass(frozen=True)
class InParallel(Step):
    """All of the given steps at once; done when each of them is."""

    steps: tuple[Step, ...]

    @property
    def name(self) -> str:
        """The step's name."""
        return "+".join(step.name for step in self.steps)

    def describe(self) -> str:
        """What running does."""
        return " ".join(step.describe() for step in self.steps)

    def describe_undo(self) -> str | None:
        """What undoing does."""
        return " ".join(filter(None, (step.describe_undo() for step in self.steps))) or None

    @property
    def parts(self) -> tuple[Step, ...]:
        """The steps that this one is made of, for a plan that is shown in full."""
        return tuple(part for step in self.steps for part in step.parts)

    @property
    def point_of_no_return(self) -> bool:  # type: ignore[override]
        """Whether one of the steps is one."""
        return any(step.point_of_no_return for step in self.steps)

    def apply(self, context: ExecutionContext) -> None:
        """Take all steps at once and wait for every one of them; raise the first failure."""
        self._all(context, [step.run for step in self.steps])

    def undo(self, context: ExecutionContext) -> None:
        """Undo all of them at once."""
        self._all(context, [step.undo for step in self.steps])

    def _all(
        self, context: ExecutionContext, moves: list[Callable[[ExecutionContext], None]]
    ) -> None:
        concurrently(*(partial(move, context) for move in moves), clock=context.clock)


@dataclass(frozen=True)
class InSequence(Step):
    """The given steps in order, each told as it begins."""

    title: str
    steps: tuple[Step, ...]

    @property
    def name(self) -> str:
        """The step's name."""
        return "+".join(step.name for step in self.steps)

    def describe(self) -> str:
        """What running does."""
        return self.title

    @property
    def parts(self) -> tuple[Step, ...]:
        """The steps that this one is made of, for a plan that is shown in full."""
        return self.steps

    def apply(self, context: ExecutionContext) -> None:
        """Take the steps in order; stop at the first that fails."""
        for step in self.steps:
            context.say(step.describe())
            step.run(context)
