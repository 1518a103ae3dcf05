# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The right to change an application, which every request that changes something asks first.

Reading needs none. What may be changed without a lease is listed here, each with its reason.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


class Permit(Protocol):
    """Answers, right before each request that changes something, whether it may be sent."""

    def must_hold(self) -> None:
        """Return when the request may be sent. Raises LeaseLost when it may not."""


@dataclass(frozen=True)
class Unleased:
    """A permit for requests that no lease can cover, or need cover; `why` is the reason."""

    why: str

    def must_hold(self) -> None:
        """Return always."""


FOUNDATION = Unleased("before its first stack an application has no network for a lease")
THROW_AWAY = Unleased("no other operator knows the random name of what this makes and removes")
PAUSE = Unleased("a pause is meant for the run that holds the lease")
LEASE_ITSELF = Unleased("these are requests of the lease itself, and of the clock that times it")
RECORD = Unleased("the journal is append-only, and everybody may write to it")
OWN_CREDENTIALS = Unleased("credentials belong to a user, not to an application")


class ChangeWithoutPermit(RuntimeError):
    """A defect of this program: a request that changes something was sent from a reading cloud."""


def ask(permit: Permit | None, request: str) -> None:
    """Return when a request that changes something may be sent now.

    Raises LeaseLost when it may not, ChangeWithoutPermit when nobody was to change anything.
    """
    if permit is None:
        raise ChangeWithoutPermit(f"{request}: changed without a permit")
    permit.must_hold()
