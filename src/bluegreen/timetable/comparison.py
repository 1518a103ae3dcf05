# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The timetable before blue-green, with it, and with it without sending users away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction

from bluegreen.timetable.chances import Chances, chances
from bluegreen.timetable.durations import Durations, Way
from bluegreen.timetable.schedule import Schedule, schedule

MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True)
class Timetable:
    """One way with its schedule and, where its durations are ranges, its chances."""

    schedule: Schedule
    chances: Chances | None


@dataclass(frozen=True)
class Comparison:
    """The three timetables."""

    before: Timetable
    after: Timetable
    without_logout: Timetable

    @property
    def ratio(self) -> Fraction | None:
        """The window with blue-green to the window before; None when either has none."""
        before, after = self.before.schedule.window, self.after.schedule.window
        if not before or not after:
            return None
        return Fraction(after // MICROSECOND, before // MICROSECOND)


def compare(durations: Durations, *, runs: int, seed: int) -> Comparison:
    """Lay the three ways out, and run each many times where durations are ranges."""

    def timetable(way: Way) -> Timetable:
        planned = schedule(way, durations.begins, durations.ends_on)
        share = durations.bad_releases
        return Timetable(planned, chances(planned, bad_releases=share, runs=runs, seed=seed))

    return Comparison(
        before=timetable(durations.before),
        after=timetable(durations.after),
        without_logout=timetable(durations.after.without_forced_logout()),
    )
