# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What is asked of the Heat stacks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from bluegreen.cloud.permit import changes, changes_once, reads
from bluegreen.model.resource import StackRecord
from bluegreen.model.scaling import ScalingEvent
from bluegreen.model.stack import GroupMember, Size, Stack, StackRequest, StackResource


class Stacks(Protocol):
    """The Heat stacks of the project that belong to an application."""

    @reads
    def find(self, application: str | None = None) -> list[Stack]:
        """Return the stacks of one application, or of all; nested ones left out."""

    @reads
    def get(self, name: str) -> Stack | None:
        """Return the stack of that name, or None."""

    @changes_once
    def create(self, request: StackRequest) -> None:
        """Start to make a stack. Raises Conflict when the name is taken."""

    @changes
    def delete(self, stack: Stack) -> None:
        """Start to delete a stack; gone already is as good."""

    @changes_once
    def resize(self, stack: Stack, size: Size) -> None:
        """Start to give a release's stack another size; its other parameters and tags stay.

        Raises NotFound when the stack is gone.
        """

    @changes_once
    def update(
        self, stack: Stack, parameters: Mapping[str, Any], again: Sequence[StackResource] = ()
    ) -> None:
        """Start to give a stack other parameters, and to make those of its resources again.

        Its template, its other parameters and its tags stay. Raises Conflict while Heat works on
        it, NotFound when the stack is gone.
        """

    @reads
    def record(self, stack: Stack) -> StackRecord:
        """Return what Heat has written down of a stack. Raises NotFound."""

    @reads
    def parameters(self, name: str) -> dict[str, Any]:
        """Return the parameters that a stack was made with. Raises NotFound."""

    @reads
    def outputs(self, name: str) -> dict[str, Any]:
        """Return the outputs of a complete stack. Raises NotFound."""

    @reads
    def resources(self, stack: Stack) -> list[StackResource]:
        """Return the resources of a stack and of the stacks nested in it."""

    @reads
    def group(self, stack: Stack) -> list[GroupMember]:
        """Return the places of a release's group, by name."""

    @changes
    def mark(self, member: GroupMember, *, unhealthy: bool, reason: str = "") -> None:
        """Tell Heat that a place is unhealthy, so that its next update replaces it; or not.

        Raises Conflict while Heat works on the place, NotFound when it is gone.
        """

    @reads
    def last_scaling(self, stack: Stack) -> ScalingEvent | None:
        """Return when and why a policy last changed the size of a release; None when none has."""
