# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Steps one after the other, as one branch beside others."""

from __future__ import annotations

from dataclasses import dataclass

from bluegreen.operations.context import ExecutionContext
from bluegreen.operations.step import Step


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
