# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What each call of an adapter does to the cloud, declared beside the call in the interface."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import Any, TypeVar, cast

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
