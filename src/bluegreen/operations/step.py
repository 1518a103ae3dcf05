# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What a step is: one change that can be described beforehand, repeated safely, and undone."""

from __future__ import annotations

from abc import ABC, abstractmethod

from bluegreen.operations.context import ExecutionContext


class Step(ABC):
    """One change. Acting twice is as good as once; undoing what never happened is harmless."""

    moves_production = False
    """Whether clients of the production address notice the step."""

    waits_for_servers = False
    """Whether servers boot first, which takes minutes."""

    point_of_no_return = False
    """Whether the steps before this one are no longer undone once it has begun."""

    @property
    @abstractmethod
    def name(self) -> str:
        """A short name, unique within its plan, such as `move-production`."""

    @abstractmethod
    def describe(self) -> str:
        """One sentence: what acting does."""

    def describe_undo(self) -> str | None:
        """One sentence: what undoing does; None when there is nothing to undo."""
        return None

    @property
    def parts(self) -> tuple[Step, ...]:
        """The steps that this one is made of, for a plan that is shown in full."""
        return (self,)

    def run(self, context: ExecutionContext) -> None:
        """Act, and stop dead before it or after it if the run was told so."""
        context.crash_point("before", self.name)
        self.apply(context)
        context.crash_point("after", self.name)

    @abstractmethod
    def apply(self, context: ExecutionContext) -> None:
        """Make the change and read it back. Raises CloudError or StepFailed."""

    def describe_undo_now(
        self,
        context: ExecutionContext,  # noqa: ARG002 - some steps know more
    ) -> str | None:
        """What undoing does once the step has run, where that is known no sooner."""
        return self.describe_undo()

    def undo(self, context: ExecutionContext) -> None:  # noqa: B027 - most steps have nothing to undo
        """Take the change back."""
