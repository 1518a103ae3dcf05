# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Waiting until Heat has done what it was asked, and what it is doing meanwhile.

No step goes on from a stack in the making.
"""

from __future__ import annotations

from datetime import timedelta

from bluegreen.clock import wait_for
from bluegreen.errors import CloudError, StepFailed
from bluegreen.model.stack import Stack, StackResource, StackState
from bluegreen.operations.context import ExecutionContext

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


QUIET = ("OS::Heat::",)
"""Helpers inside a stack; nobody waits for them by name."""


def say_progress(context: ExecutionContext, stack: Stack, told: set[str]) -> None:
    """Say each resource that became ready since the last look."""
    for resource in _resources(context, stack):
        ready = resource.status == "CREATE_COMPLETE" and not resource.type.startswith(QUIET)
        if ready and resource.physical_id not in told:
            told.add(resource.physical_id)
            context.say(f"{stack.name}: {resource.name} ready ({_kind(resource)}).")


def resources_of(context: ExecutionContext, stack: Stack) -> set[str]:
    """Return the ids of the resources that a stack has already, so that they are not told."""
    return {resource.physical_id for resource in _resources(context, stack)}


def first_failure(context: ExecutionContext, stack: Stack) -> str:
    """Return the innermost resource that failed and Heat's reason, or the stack's own reason."""
    failed = [r for r in _resources(context, stack) if r.status.endswith("_FAILED")]
    leaf = next((r for r in failed if not _is_container(r)), None)
    if leaf is None:
        return stack.reason
    return f"{leaf.name} ({_kind(leaf)}): {leaf.reason}"


def _resources(context: ExecutionContext, stack: Stack) -> list[StackResource]:
    try:
        return context.cloud.stacks.resources(stack)
    except CloudError:
        return []  # progress is a courtesy: the stack's own state decides


def _is_container(resource: StackResource) -> bool:
    return resource.type.startswith("OS::Heat::") or "://" in resource.type or "." in resource.type


def _kind(resource: StackResource) -> str:
    return resource.type.removeprefix("OS::")
