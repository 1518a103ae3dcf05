# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Heat stacks and the servers in them, as plain values: what is there, and what is asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Literal


class StackState(StrEnum):
    """The few states of a Heat stack that a decision depends on."""

    COMPLETE = "complete"
    IN_PROGRESS = "in progress"
    DELETING = "deleting"
    FAILED = "failed"
    UNKNOWN = "not known"
    """An action failed that says nothing of what the stack is, such as a check by Heat."""
    UNREAD = "not read"
    """Heat did not answer; that there is a release is known from its members."""


@dataclass(frozen=True)
class Stack:
    """One Heat stack, with the facts that its tags state."""

    name: str
    id: str
    state: StackState
    status: str
    reason: str
    facts: Mapping[str, str] = field(default_factory=dict)

    @property
    def may_be_complete(self) -> bool:
        """Whether nothing says that it is not; where that is not known, its servers tell."""
        return self.state in (StackState.COMPLETE, StackState.UNKNOWN)

    @property
    def was_complete(self) -> bool:
        """Whether it has been complete once, and Heat has not begun to delete it.

        One that is, or was, given other parameters has been, and one that Heat is only looking at.
        Where that is not known it counts as complete: it is not removed for that.
        """
        once = ("UPDATE", "CHECK", "SUSPEND", "RESUME")
        return self.may_be_complete or self.status.startswith(once)

    @property
    def state_in_words(self) -> str:
        """The state, with Heat's own status where that does not say it."""
        return f"not known: {self.status}" if self.state is StackState.UNKNOWN else str(self.state)

    @property
    def application(self) -> str:
        """The application that the stack belongs to."""
        return self.facts.get("application", "")


TemplateName = Literal["application", "side", "release"]
"""The templates of `cloud/templates`, which a stack is made from."""


@dataclass(frozen=True)
class StackRequest:
    """A stack to be made: template files by name, the first of them the root."""

    name: str
    template: TemplateName
    parameters: Mapping[str, Any]
    tags: Sequence[str]


@dataclass(frozen=True)
class StackResource:
    """One resource of a stack, as Heat knows it; `stack` is the path of its stack, `NAME/ID`."""

    name: str
    type: str
    physical_id: str
    status: str
    reason: str
    stack: str = ""


@dataclass(frozen=True)
class Size:
    """How many servers a release is to have, and the bounds that were specified for scaling.

    A size outside the bounds moves them for as long as it lasts: Heat makes a group no smaller
    than its minimum, and no larger than its maximum.
    """

    wanted: int
    min: int
    max: int

    @property
    def parameters(self) -> dict[str, int]:
        """The parameters of the release's stack."""
        return {
            "wanted": self.wanted,
            "min": min(self.min, self.wanted),
            "max": max(self.max, self.wanted),
        }

    @property
    def facts(self) -> dict[str, str]:
        """What the stack's tags say of the size; of the bounds too, so that every one comes back.

        Heat's parameters have the moved ones.
        """
        return {"wanted": str(self.wanted), "min": str(self.min), "max": str(self.max)}


@dataclass(frozen=True)
class Server:
    """One server of an application: where it answers, and what the cloud says of it.

    `status` is Nova's, such as ACTIVE or ERROR; `fault` is why, in Nova's words, or "". `made` is
    when Nova began with it, None when that is not known.
    """

    name: str
    addresses: frozenset[str]
    status: str
    fault: str = ""
    id: str = ""
    made: datetime | None = None


@dataclass(frozen=True)
class GroupMember:
    """One place in the group of a release's servers: Heat replaces its server when it is unhealthy.

    `group` is the path of the group's own stack, `NAME/ID`; `server` is Nova's id of what fills
    the place, "" for nothing yet. `failed` says that Heat failed with it, or was told that it is
    unhealthy, and `reason` what was said then.
    """

    name: str
    group: str
    server: str
    failed: bool = False
    reason: str = ""
