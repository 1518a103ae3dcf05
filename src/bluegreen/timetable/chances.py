# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""How a schedule turns out when the steps take as long as they happen to take."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from random import Random

from bluegreen.timetable.durations import TimedStep
from bluegreen.timetable.schedule import NOTHING, Schedule


@dataclass(frozen=True)
class WindowOutcome:
    """How one run ended: when, and whether it went back because it was late, or bad."""

    ends: timedelta
    late: bool
    bad: bool

    @property
    def goes_back(self) -> bool:
        """Whether the release was taken back."""
        return self.late or self.bad


@dataclass(frozen=True)
class Chances:
    """The outcomes of many runs, the earliest end first, and the window that they had."""

    seed: int
    window: timedelta | None
    outcomes: tuple[WindowOutcome, ...]

    @property
    def runs(self) -> int:
        """How many runs there were."""
        return len(self.outcomes)

    @property
    def overruns(self) -> float | None:
        """The share of runs that ended after the window; None where there is none."""
        if self.window is None:
            return None
        return self._share(one.ends > self.window for one in self.outcomes)

    @property
    def goes_back(self) -> float:
        """The share of runs in which the release was taken back."""
        return self._share(one.goes_back for one in self.outcomes)

    @property
    def late(self) -> float:
        """The share that had to go back because the last moment to decide came first."""
        return self._share(one.late for one in self.outcomes)

    @property
    def back_in_time(self) -> float | None:
        """Of the runs that went back, the share that ended in the window; None without any."""
        back = [one for one in self.outcomes if one.goes_back]
        if self.window is None or not back:
            return None
        return sum(one.ends <= self.window for one in back) / len(back)

    def ends_within(self, share: float) -> timedelta:
        """Return the time within which that share of the runs ended."""
        return self.outcomes[max(0, -int(-share * self.runs // 1) - 1)].ends

    def _share(self, true: Iterable[bool]) -> float:
        return sum(true) / self.runs


def chances(schedule: Schedule, *, bad_releases: float, runs: int, seed: int) -> Chances | None:
    """Run a schedule many times; None where nothing is left to chance.

    Every step takes a duration from its range, each on its own. At the last moment to decide, a
    release whose steps are not done is taken back, whatever is being done; so is a bad one, once
    its steps are done. Without a window nothing is ever late. The same seed gives the same runs.
    """
    if not bad_releases and not any(step.takes.varies for step in schedule.way.all_steps):
        return None
    random = Random(seed)  # noqa: S311 repeatable, not secret
    outcomes = (_run(schedule, random, bad_releases) for _ in range(runs))
    return Chances(seed, schedule.window, tuple(sorted(outcomes, key=lambda one: one.ends)))


def _run(schedule: Schedule, random: Random, bad_releases: float) -> WindowOutcome:
    way = schedule.way
    steps, back, reopening = (
        _drawn(part, random) for part in (way.steps, way.going_back, way.reopening)
    )
    late = schedule.window is not None and steps > schedule.decide_by
    bad = random.random() < bad_releases and not late
    ends = (schedule.decide_by if late else steps) + reopening
    return WindowOutcome(ends + back if late or bad else ends, late, bad)


def _drawn(steps: Iterable[TimedStep], random: Random) -> timedelta:
    return sum((step.takes.drawn(random) for step in steps), NOTHING)
