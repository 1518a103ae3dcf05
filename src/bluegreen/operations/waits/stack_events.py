# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What Heat is doing, resource by resource, and what it failed on first."""

from __future__ import annotations

from bluegreen.errors import CloudError
from bluegreen.model.stack import Stack, StackResource
from bluegreen.operations.context import ExecutionContext

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
