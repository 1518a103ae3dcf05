# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Waiting until Heat has done what it was asked: no step goes on from a stack in the making."""

from __future__ import annotations

from datetime import timedelta

from bluegreen.clock import wait_for
from bluegreen.errors import StepFailed
from bluegreen.model.stack import Stack, StackState
from bluegreen.operations.context import ExecutionContext
from bluegreen.operations.waits.stack_events import first_failure, say_progress

POLL = timedelta(seconds=2)


def settled(
    context: ExecutionContext, name: str, limit: timedelta, told: set[str] | None = None
) -> Stack:
    """Return a stack once Heat has done with it, well or not, telling each resource made meanwhile.

    `told` holds the ids of resources that are already reported. Raises StepFailed when the stack is
    gone, or still in the making after `limit`.
    """
    already = set() if told is None else told

    def look() -> Stack:
        stack = context.cloud.stacks.get(name)
        if stack is None:
            raise StepFailed(
                f"somebody else deleted the stack {name}", "run the same command again"
            )
        say_progress(context, stack, already)
        return stack

    stack = wait_for(
        look,
        lambda stack: stack.state is not StackState.IN_PROGRESS,
        limit=limit,
        every=POLL,
        clock=context.clock,
    )
    if stack.state is StackState.IN_PROGRESS:
        raise StepFailed(
            f"the stack {name} is still {stack.status} after {limit}",
            f"openstack stack resource list --nested-depth 3 {name}",
        )
    return stack


def must_be_complete(context: ExecutionContext, stack: Stack, what: str) -> None:
    """Raise StepFailed with Heat's first failure unless the stack is complete."""
    if stack.state is not StackState.COMPLETE:
        raise StepFailed(
            f"Heat could not {what} {stack.name}: {first_failure(context, stack)}",
            "fix the cause, then run the same command again",
        )
