# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What each call does to the cloud, and the permit that every request of a change asks first.

The interface of an adapter declares what each call does. Reading needs no permit. What may be
changed without a lease is listed here, each with its reason.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any, Protocol, TypeVar, cast

Call = TypeVar("Call", bound=Callable[..., Any])


class Effect(Enum):
    """What a call does to the cloud, and so what follows when it gets no answer."""

    READ = "changes nothing, so it is repeated"
    CHANGE = "changes something, and is repeated, because twice has the same effect as once"
    CHANGE_ONCE = "changes something, and is repeated only when it surely did not happen"


def reads(call: Call) -> Call:
    """Declare that a call of an adapter changes nothing."""
    return _declared(call, Effect.READ)


def changes(call: Call) -> Call:
    """Declare that a call changes an application, and that twice is as good as once."""
    return _declared(call, Effect.CHANGE)


def changes_once(call: Call) -> Call:
    """Declare that a call changes an application: after a lost answer its caller looks first."""
    return _declared(call, Effect.CHANGE_ONCE)


def effect_of(interface: type, call: str) -> Effect:
    """Return what was declared of a call. Raises AttributeError for a call that is not declared."""
    return cast("Effect", getattr(interface, call).effect)


def _declared(call: Call, effect: Effect) -> Call:
    call.effect = effect  # type: ignore[attr-defined]
    return call


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
