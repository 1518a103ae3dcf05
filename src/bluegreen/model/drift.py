# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Drift: what the cloud has, where it differs from what the specification or the record says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from bluegreen.model.resource import Built, Resource
from bluegreen.model.stack import StackResource
from bluegreen.model.tags import Colour
from bluegreen.model.text import plural


class DriftKind(StrEnum):
    """In which way something differs."""

    MISSING = "missing"
    CHANGED = "changed"
    FOREIGN = "foreign"
    """It is there beside what is wanted; this program never removes it unless told so."""
    UNKNOWN = "unknown"
    """Its service did not answer: neither good nor bad."""


class Mending(StrEnum):
    """What brings a difference to what is wanted."""

    IN_PLACE = "up"
    NEXT_RELEASE = "next release"
    REPAIR = "repair"
    PERSON = "person"
    NOTHING = ""
    """Nothing is to be done: it is not known."""


@dataclass(frozen=True)
class Difference:
    """One thing that differs: on what, how, and what mends it.

    `part` is the resource's name in the stack's template, by which Heat makes it again. `found`
    and `wanted` are values of the property `key`; "" where something is missing or foreign.
    `since` is the time of the service, where it states one; `cost` is what mending costs clients of
    the side. `resource` is what was found, `entry` what Heat made and is gone, `value` what is
    wanted as the service takes it.
    """

    on: str
    kind: DriftKind
    side: Colour | None = None
    key: str = ""
    wanted: str = ""
    found: str = ""
    since: str = ""
    mending: Mending = Mending.PERSON
    cost: str = ""
    next_step: str = ""
    why: str = ""
    stack: str = ""
    part: str = field(default="", repr=False)
    resource: Resource | None = field(default=None, repr=False)
    entry: StackResource | None = field(default=None, repr=False)
    value: Any = field(default=None, repr=False)

    @property
    def sentence(self) -> str:
        """What differs, without a full stop."""
        on = f"{self.side}'s {self.on}" if self.side else f"the {self.on}"
        since = f" (since {self.since} UTC)" if self.since else ""
        match self.kind:
            case DriftKind.MISSING:
                return f"{on} is missing"
            case DriftKind.CHANGED:
                return f"{on} has {self.key} {self.found}, wanted {self.wanted}{since}"
            case DriftKind.FOREIGN:
                return f"{on} is not part of this application{since}"
            case _:
                return f"{on} could not be compared: {self.why}"

    @property
    def line(self) -> str:
        """What differs, and the command that leads on, as one line for people."""
        sentence = f"{self.sentence[0].upper()}{self.sentence[1:]}"
        return f"{sentence}: {self.next_step}" if self.next_step else f"{sentence}."


@dataclass(frozen=True)
class Drift:
    """Every difference, and what it was found in; empty where nothing was compared."""

    differences: tuple[Difference, ...] = ()
    built: Built = field(default_factory=lambda: Built((), {}))


NOTHING_DIFFERS = Drift()


def known(differences: Sequence[Difference]) -> tuple[Difference, ...]:
    """Return those that are differences for certain."""
    return tuple(one for one in differences if one.kind is not DriftKind.UNKNOWN)


def drift_line(name: str, differences: Sequence[Difference]) -> str:
    """Return drift as one sentence; "" when nothing differs and all is known."""
    certain = known(differences)
    unknown = [one for one in differences if one.kind is DriftKind.UNKNOWN]
    look = f"bluegreen doctor {name}"
    if certain:
        first, more = certain[0].sentence, len(certain) - 1
        others = f", and {plural(more, 'more difference')}" if more else ""
        return f"Drift: {first}{others}: {look}"
    if unknown:
        return f"Drift is unknown: {unknown[0].sentence}: {look}"
    return ""
