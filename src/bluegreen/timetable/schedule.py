# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""One way to bring a release, laid out on the clock."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from bluegreen.errors import Refused
from bluegreen.timetable.durations import TimedStep, Users, Way, planned

NOTHING = timedelta()


class Part(StrEnum):
    """What a line of a schedule belongs to."""

    STEPS = "steps"
    GOING_BACK = "going back"
    RESERVE = "reserve"
    REOPENING = "reopening"


@dataclass(frozen=True)
class Line:
    """One line: when it begins, reckoned from the beginning of all, and how long it takes."""

    at: timedelta
    part: Part
    step: str
    takes: timedelta
    users: Users | None = None

    @property
    def ends(self) -> timedelta:
        """When it ends."""
        return self.at + self.takes


@dataclass(frozen=True)
class Schedule:
    """A way as it is planned.

    `needed` is what its steps take with the way back; `window` is announced, and None where
    users are never out, so that none is needed. `begins` is the time of day.
    """

    way: Way
    begins: timedelta
    lines: tuple[Line, ...]
    needed: timedelta
    window: timedelta | None

    @property
    def decide_at(self) -> timedelta:
        """When it is known whether to go back: the steps are done."""
        return planned(self.way.steps)

    @property
    def decide_by(self) -> timedelta:
        """The last moment to decide: going back and reopening still end in the window."""
        end = self.needed if self.window is None else self.window
        return end - planned((*self.way.going_back, *self.way.reopening))

    @property
    def reserve(self) -> timedelta:
        """What the window has more than is needed."""
        return NOTHING if self.window is None else self.window - self.needed

    @property
    def ends(self) -> timedelta:
        """When all is over."""
        return self.lines[-1].ends

    @property
    def outages(self) -> tuple[tuple[timedelta, timedelta], ...]:
        """From when to when users are out, if it goes as planned and not back."""
        spans: list[tuple[timedelta, timedelta]] = []
        since: timedelta | None = None
        for line in self.lines:
            if line.part is Part.GOING_BACK or line.users is None:
                continue
            if line.users == "let in" and since is not None:
                spans.append((since, line.ends))
                since = None
            elif line.users != "let in" and since is None:
                since = line.at
        return tuple(spans)

    @property
    def users_out(self) -> timedelta:
        """How long users are out, if it goes as planned and not back."""
        return sum((end - begin for begin, end in self.outages), NOTHING)


def schedule(way: Way, begins: timedelta, ends_on: timedelta) -> Schedule:
    """Lay a way out: steps from the beginning, reopening up to the end, going back between.

    A window is announced as a multiple of `ends_on`. The paper's tables are such windows: their
    steps take 115 minutes and 10 minutes 6 seconds, the windows 2 hours and 15 minutes. Raises
    Refused when the window that was announced is too short for what was measured.
    """
    needed = planned(way.all_steps)
    window = None
    if way.sends_users_away:
        window = way.window or -(-needed // ends_on) * ends_on
        _refuse_too_short(window, needed)
    reserve = NOTHING if window is None else window - needed
    parts = [*_named(Part.STEPS, way.steps), *_named(Part.GOING_BACK, way.going_back)]
    if reserve:
        parts.append((Part.RESERVE, "In reserve", reserve, None))
    parts += _named(Part.REOPENING, way.reopening)
    return Schedule(way, begins, tuple(_laid_out(parts)), needed, window)


def _refuse_too_short(window: timedelta, needed: timedelta) -> None:
    if window < needed:
        raise Refused(
            f"the window of {window} is too short: with the measured times the steps take {needed}",
            "announce a longer window in the file of durations, or leave out --measured",
        )


_Named = tuple[Part, str, timedelta, Users | None]


def _named(part: Part, steps: Iterable[TimedStep]) -> Iterator[_Named]:
    return ((part, step.step, step.takes.planned, step.users) for step in steps)


def _laid_out(parts: Iterable[_Named]) -> Iterator[Line]:
    at = NOTHING
    for part, step, takes, users in parts:
        yield Line(at, part, step, takes, users)
        at += takes
