# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Who else changes the size of a release, as plain values.

A side scales with load only while it is live: the alarms of an idle side are held. It has no load,
and they would shrink it within minutes, before it goes live and while it is the way back.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Direction(StrEnum):
    """What a scaling policy does to the size."""

    OUT = "out"
    IN = "in"


BOTH_WAYS = frozenset(Direction)


@dataclass(frozen=True)
class Alarm:
    """One alarm that signals a scaling policy of a release's stack.

    `state` is Aodh's word: ok, alarm, or insufficient data. A held one is not `enabled`, and keeps
    the state that it had.
    """

    id: str
    stack_id: str
    direction: Direction
    enabled: bool
    state: str
    reason: str = ""

    def __str__(self) -> str:
        return f"{self.direction} {self.state if self.enabled else 'suspended'}"


@dataclass(frozen=True)
class ScalingEvent:
    """One time that a policy changed the size, and why, in the alarm's words."""

    at: datetime
    direction: Direction
    reason: str

    def __str__(self) -> str:
        return f"{self.direction} at {self.at:%F %T} UTC"


@dataclass(frozen=True)
class Scaling:
    """How a release scales: by which alarms, and when it last did.

    `source` is prometheus, gnocchi or none (somebody else's alarms); `alarms` is None when they
    could not be read.
    """

    source: str
    window: timedelta
    alarms: tuple[Alarm, ...] | None = ()
    last: ScalingEvent | None = None

    @property
    def has_alarms(self) -> bool:
        """Whether the stack has alarms of its own, which can be held."""
        return self.source != "none"

    @property
    def lacks_alarms(self) -> bool:
        """Whether the alarms were read, and there is none of those that there should be."""
        return self.has_alarms and self.alarms == ()

    @property
    def is_unknown(self) -> bool:
        """Whether the stack has alarms of its own, and they could not be read."""
        return self.has_alarms and self.alarms is None

    @property
    def is_suspended(self) -> bool:
        """Whether there is nothing left to hold, as far as is known."""
        if not self.has_alarms:
            return True
        return self.alarms is not None and not any(alarm.enabled for alarm in self.alarms)

    @property
    def is_active(self) -> bool:
        """Whether there is nothing left to let; a stack in the making has no alarms yet."""
        if not self.has_alarms:
            return True
        return bool(self.alarms) and all(alarm.enabled for alarm in self.alarms or ())

    @property
    def acting(self) -> frozenset[Direction]:
        """The directions whose alarms act; both where they were not read, as far as is known."""
        if self.alarms is None:
            return BOTH_WAYS
        return frozenset(alarm.direction for alarm in self.alarms if alarm.enabled)

    @property
    def scale_out_only(self) -> bool:
        """Whether servers are added and none removed: the side's own load is not known yet."""
        return self.acting == {Direction.OUT}

    @property
    def wants_more(self) -> bool:
        """Whether the load is above the threshold at which servers are added."""
        return any(
            alarm.direction is Direction.OUT and alarm.enabled and alarm.state == "alarm"
            for alarm in self.alarms or ()
        )

    @property
    def alarms_in_words(self) -> str:
        """The alarms and their states, such as `out ok, in held`; or why there are none to name."""
        if not self.has_alarms:
            return "your own"
        if self.alarms is None:
            return "not known"
        return ", ".join(sorted((str(alarm) for alarm in self.alarms), reverse=True)) or "none"
