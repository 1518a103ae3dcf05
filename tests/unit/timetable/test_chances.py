# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Ranges make a distribution: the odds are those that can be computed by hand."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bluegreen.timetable.chances import Chances, chances
from bluegreen.timetable.durations import Takes, TimedStep, Way
from bluegreen.timetable.schedule import schedule

MINUTE = timedelta(minutes=1)
RUNS = 20_000


def between(shortest: int, longest: int, likely: int | None = None) -> Takes:
    """Return a range of minutes."""
    return Takes.model_construct(
        shortest=shortest * MINUTE,
        longest=longest * MINUTE,
        likely=None if likely is None else likely * MINUTE,
    )


def odds(
    work: Takes, back: Takes, window: int | None = 40, bad_releases: float = 0, seed: int = 1
) -> Chances:
    """Return the chances of a way that stops production, unless it has no window."""
    users = None if window is None else "shut out"
    way = Way(
        steps=(TimedStep(step="Work", takes=work, users=users),),
        going_back=(TimedStep(step="Back", takes=back),),
        reopening=(TimedStep(step="Open", takes=between(5, 5), users=users and "let in"),),
        window=None if window is None else f"{window}m",
    )
    planned = schedule(way, timedelta(), MINUTE)
    found = chances(planned, bad_releases=bad_releases, runs=RUNS, seed=seed)
    assert found is not None
    return found


def test_what_is_not_done_at_the_last_moment_is_taken_back_and_ends_in_time() -> None:
    """Work of 10 to 30 minutes; the last moment is 40 - 10 - 5 = 25: a quarter is late."""
    found = odds(work=between(10, 30), back=between(10, 10))

    assert found.late == found.goes_back == pytest.approx(0.25, abs=0.01)
    assert (found.overruns, found.back_in_time) == (0, 1)
    assert found.ends_within(1) == 40 * MINUTE


def test_a_way_back_that_may_be_slow_overruns_the_window() -> None:
    """Of the late quarter, half need longer than the ten minutes that were planned."""
    found = odds(work=between(10, 30), back=between(5, 15))

    assert found.overruns == pytest.approx(0.125, abs=0.01)
    assert found.back_in_time == pytest.approx(0.5, abs=0.03)


def test_bad_releases_go_back_once_their_steps_are_done() -> None:
    """A tenth is bad and none is late: all of them are back in the window."""
    found = odds(work=between(10, 20), back=between(10, 10), bad_releases=0.1)

    assert found.goes_back == pytest.approx(0.1, abs=0.01)
    assert (found.late, found.overruns, found.back_in_time) == (0, 0, 1)


def test_a_likely_duration_draws_the_runs_to_it() -> None:
    """Triangular: from 10 to 30 with 10 likely, half of the runs take less than 15.9 minutes."""
    found = odds(work=between(10, 30, likely=10), back=between(5, 5))

    assert found.ends_within(0.5) / MINUTE == pytest.approx(15.86 + 5, abs=0.2)


def test_without_a_window_nothing_is_late() -> None:
    """There is nothing to overrun, however long it takes."""
    found = odds(work=between(10, 300), back=between(10, 10), window=None)

    assert (found.late, found.goes_back) == (0, 0)
    assert (found.overruns, found.back_in_time) == (None, None)


def test_the_same_seed_gives_the_same_runs() -> None:
    """And another seed others: the figures of a report can be had again."""
    one, again, other = (odds(between(10, 30), between(5, 15), seed=s) for s in (7, 7, 8))

    assert one == again
    assert one.outcomes != other.outcomes
    assert one.runs == RUNS


def test_nothing_is_run_where_nothing_is_left_to_chance() -> None:
    """Fixed durations and no bad releases have one outcome, the plan."""
    way = Way(steps=(TimedStep(step="Work", takes=between(10, 10)),))

    assert chances(schedule(way, timedelta(), MINUTE), bad_releases=0, runs=10, seed=1) is None
