# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Building and removing the Heat stacks of an application."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TypeGuard

from bluegreen.clock import wait_for
from bluegreen.cloud.errors import TRANSIENT
from bluegreen.errors import StepFailed
from bluegreen.model.stack import Stack, StackRequest
from bluegreen.model.tags import Colour, facts_in
from bluegreen.operations.context import ExecutionContext
from bluegreen.operations.plan import Step
from bluegreen.operations.verify_idle import must_be_idle, must_not_serve
from bluegreen.operations.waits.stack import POLL, first_failure, must_be_complete, settled

LEFT_BEHIND = ("CREATE_FAILED", "DELETE_FAILED", "DELETE_IN_PROGRESS", "DELETE_COMPLETE")
"""States in which a stack never served, or no longer does: it is built again."""

BUILD_LIMIT = timedelta(minutes=30)


@dataclass(frozen=True)
class BuildStack(Step):
    """Make a stack and see it complete; one that is there already is waited for, not made again.

    `inputs` fills parameters from the outputs of stacks that earlier steps have made:
    parameter name → (stack name, output name). `on_idle` is the side that must not be live when its
    servers begin to be made.
    """

    request: StackRequest
    inputs: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    limit: timedelta = BUILD_LIMIT
    on_idle: Colour | None = None

    @property
    def name(self) -> str:
        """The step's name."""
        return f"build-{self.request.name}"

    def describe(self) -> str:
        """What running does."""
        return f"Build the stack {self.request.name}."

    def describe_undo(self) -> str:
        """What undoing does."""
        return f"Delete the stack {self.request.name}."

    def apply(self, context: ExecutionContext) -> None:
        """Create the stack unless it is there, and wait until it is complete."""
        stack = context.cloud.stacks.get(self.request.name)
        self._refuse_a_stranger(stack)
        if stack and stack.status in LEFT_BEHIND:
            must_not_serve(context, stack)
            context.say(f"{stack.name}: an earlier run left it {stack.status}; building it again.")
            remove(context, stack)
            stack = None
        if stack and stack.may_be_complete:
            return
        if stack is None:
            self._create(context)
        must_be_complete(context, settled(context, self.request.name, self.limit), "build")

    def undo(self, context: ExecutionContext) -> None:
        """Delete the stack again."""
        stack = context.cloud.stacks.get(self.request.name)
        if stack is not None:
            self._refuse_a_stranger(stack)
            must_not_serve(context, stack)
            remove(context, stack)

    def _refuse_a_stranger(self, stack: Stack | None) -> None:
        if stack and not set(self.request.tags) >= {f"bluegreen:application={stack.application}"}:
            raise StepFailed(
                f"a stack {stack.name} exists, but this application did not make it",
                f"openstack stack show {stack.name}",
            )

    def _create(self, context: ExecutionContext) -> None:
        filled = {
            name: context.cloud.stacks.outputs(stack)[output]
            for name, (stack, output) in self.inputs.items()
        }
        request = replace(self.request, parameters={**self.request.parameters, **filled})
        if self.on_idle:
            must_be_idle(context, facts_in(self.request.tags)["application"], self.on_idle)
        try:
            context.cloud.stacks.create(request)
        except TRANSIENT:
            if context.cloud.stacks.get(request.name) is None:
                raise


@dataclass(frozen=True)
class RemoveStack(Step):
    """Delete a stack and see it gone. `meanwhile` says what cannot be done until later steps."""

    stack: Stack
    meanwhile: str = ""

    point_of_no_return = True

    @property
    def name(self) -> str:
        """The step's name."""
        return f"remove-{self.stack.name}"

    def describe(self) -> str:
        """What running does."""
        consequence = f"; {self.meanwhile}" if self.meanwhile else ""
        return f"Delete the stack {self.stack.name}, which cannot be undone{consequence}."

    def apply(self, context: ExecutionContext) -> None:
        """Delete the stack, unless it serves by now, and wait until it is gone."""
        must_not_serve(context, self.stack)
        remove(context, self.stack)


def remove(context: ExecutionContext, stack: Stack, limit: timedelta = BUILD_LIMIT) -> None:
    """Delete a stack and return once it is gone. Raises StepFailed when Heat cannot delete it."""
    context.cloud.stacks.delete(stack)

    def is_there(now: Stack | None) -> TypeGuard[Stack]:
        return now is not None and now.id == stack.id

    now = wait_for(
        lambda: context.cloud.stacks.get(stack.name),
        lambda now: not is_there(now) or now.status == "DELETE_FAILED",
        limit=limit,
        every=POLL,
        clock=context.clock,
    )
    if is_there(now):
        failed = now.status == "DELETE_FAILED"
        reason = first_failure(context, now) if failed else f"still {now.status}"
        raise StepFailed(
            f"the stack {stack.name} was not deleted: {reason}",
            f"openstack stack failures list {stack.name}, to remove what stands in the way; then "
            "run the same command again",
        )
