# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What a timetable is computed from: steps, how long each takes, what it does to users."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import timedelta
from random import Random
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationInfo,
    field_validator,
    model_validator,
)

from bluegreen.spec.values import Duration, Listed, Name, Section, default, duration_of

Users = Literal["logged out", "shut out", "let in"]
Measurable = Literal["switch", "watch", "rollback"]

_TAKES = "must be a duration such as 20m, or {from: 10m, to: 40m, likely: 15m}"
_TIME = "must be a time of day such as 23:00"


class Takes(Section):
    """How long a step takes: a duration, or the range in which it lies."""

    shortest: Duration = Field(alias="from")
    """The least that it takes."""
    longest: Duration = Field(alias="to")
    """The most that it takes."""
    likely: Duration | None = None
    """What it takes most often; without it, everything in the range is as likely."""

    @field_validator("longest")
    @classmethod
    def _not_before_from(cls, longest: timedelta, info: ValidationInfo) -> timedelta:
        if longest < info.data.get("shortest", longest):
            raise ValueError("must not be shorter than from")
        return longest

    @field_validator("likely")
    @classmethod
    def _in_the_range(cls, likely: timedelta | None, info: ValidationInfo) -> timedelta | None:
        shortest, longest = info.data.get("shortest"), info.data.get("longest")
        if likely and shortest and longest and not shortest <= likely <= longest:
            raise ValueError("must be between from and to")
        return likely

    @classmethod
    def exactly(cls, duration: timedelta) -> Takes:
        """Return what always takes as long."""
        return cls.model_construct(shortest=duration, longest=duration, likely=None)

    @property
    def varies(self) -> bool:
        """Whether it is a range."""
        return self.shortest != self.longest

    @property
    def planned(self) -> timedelta:
        """What a plan counts on: the likely duration, or else the middle of the range."""
        return self.likely or (self.shortest + self.longest) / 2

    def drawn(self, random: Random) -> timedelta:
        """Return one duration by chance: triangular around the likely one, or uniform."""
        if not self.varies:
            return self.shortest
        low, high = self.shortest.total_seconds(), self.longest.total_seconds()
        if self.likely is None:
            return timedelta(seconds=random.uniform(low, high))
        return timedelta(seconds=random.triangular(low, high, self.likely.total_seconds()))


def _range(value: Any) -> Any:
    if isinstance(value, str):
        return Takes.exactly(duration_of(value))
    if not isinstance(value, dict | Takes):
        raise ValueError(_TAKES)
    return value


def _time_of_day(value: Any) -> timedelta:
    if not isinstance(value, str) or not re.fullmatch(r"([01]?[0-9]|2[0-3]):[0-5][0-9]", value):
        raise ValueError(_TIME)
    hours, minutes = value.split(":")
    return timedelta(hours=int(hours), minutes=int(minutes))


class TimedStep(Section):
    """One step of a release."""

    step: Name
    """What is done."""
    takes: Annotated[Takes, BeforeValidator(_range)]
    """How long it takes."""
    users: Users | None = None
    """What it does to users; without it they stay in, or out, as they were."""
    measured: Measurable | None = None
    """The act in an application's history that says how long it takes."""


Steps = Listed[TimedStep]


def _at_least_one(steps: tuple[TimedStep, ...]) -> tuple[TimedStep, ...]:
    if not steps:
        raise ValueError("must have at least one step")
    return steps


PARTS = ("steps", "going_back", "reopening")
"""The keys of a way that hold steps."""


class Way(Section):
    """One way to bring a release: steps, a decision, and the time that is kept to go back."""

    steps: Annotated[Steps, AfterValidator(_at_least_one)]
    """What is done until it is decided whether to go back."""
    going_back: Steps = ()
    """What going back takes; that time is kept free."""
    reopening: Steps = ()
    """What is done last of all, whether it went forward or back."""
    window: Duration | None = None
    """How long a window was announced; without it, as long as is needed."""

    @field_validator("window")
    @classmethod
    def _long_enough(cls, window: timedelta | None, info: ValidationInfo) -> timedelta | None:
        parts = [info.data.get(name) for name in PARTS]
        if window is None or None in parts:
            return window
        needed = planned(step for steps in parts for step in steps or ())
        if window < needed:
            raise ValueError(f"must be at least {needed}, the sum of the steps")
        return window

    @model_validator(mode="after")
    def _users_come_back(self) -> Way:
        if users_are_out((*self.steps, *self.reopening)):
            raise ValueError("sends users away but never lets them in")
        return self

    @property
    def all_steps(self) -> tuple[TimedStep, ...]:
        """Every step, those to go back included."""
        return (*self.steps, *self.going_back, *self.reopening)

    @property
    def sends_users_away(self) -> bool:
        """Whether there is a time at which users are out; only then is a window needed."""
        return any(step.users in ("logged out", "shut out") for step in self.all_steps)

    def without_forced_logout(self) -> Way:
        """Return the same way without the steps that are there only to send users away."""
        kept = {
            name: tuple(step for step in getattr(self, name) if step.users != "logged out")
            for name in PARTS
        }
        way = self.model_copy(update={**kept, "window": None})
        return way if way.sends_users_away else way.with_steps(_lets_nobody_in)

    def with_steps(self, changed: Callable[[TimedStep], TimedStep]) -> Way:
        """Return the same way with each step as the function gives it."""
        parts = {name: tuple(map(changed, getattr(self, name))) for name in PARTS}
        return self.model_copy(update=parts)


class Durations(Section):
    """Everything that a comparison of two timetables is computed from."""

    model_config = ConfigDict(title="durations of a timetable")

    begins: Annotated[timedelta, BeforeValidator(_time_of_day)] = default("23:00")
    """The time of day at which the window begins."""
    ends_on: Duration = default("15m")
    """Windows are so long or a multiple of it."""
    bad_releases: Annotated[float, Field(ge=0, le=1)] = 0.0
    """The share of releases that the test or the watch sends back."""
    before: Way
    """The way without blue-green."""
    after: Way
    """The way with it."""


def _lets_nobody_in(step: TimedStep) -> TimedStep:
    return step.model_copy(update={"users": None})


def planned(steps: Iterable[TimedStep]) -> timedelta:
    """Return how long steps take together, as planned."""
    return sum((step.takes.planned for step in steps), timedelta())


def users_are_out(steps: tuple[TimedStep, ...]) -> bool:
    """Return whether users are out after the steps."""
    acts = [step.users for step in steps if step.users]
    return bool(acts) and acts[-1] != "let in"
