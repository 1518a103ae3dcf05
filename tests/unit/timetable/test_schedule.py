# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""A way laid out on the clock, whatever its steps."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bluegreen.errors import Refused
from bluegreen.timetable.durations import Takes, TimedStep, Users, Way
from bluegreen.timetable.schedule import Part, schedule

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
MIDNIGHT = timedelta()

durations = st.integers(1, 86_400).map(lambda seconds: Takes.exactly(seconds * SECOND))


def step(name: str, takes: Takes, users: Users | None = None) -> TimedStep:
    """Return one step."""
    return TimedStep(step=name, takes=takes, users=users)


@st.composite
def ways(draw: st.DrawFn) -> Way:
    """Return a way that sends users away first, and lets them in last."""
    steps = [step("out", draw(durations), "shut out")]
    steps += [step("work", draw(durations)) for _ in range(draw(st.integers(0, 4)))]
    back = [step("back", draw(durations)) for _ in range(draw(st.integers(0, 2)))]
    return Way(
        steps=tuple(steps),
        going_back=tuple(back),
        reopening=(step("in", draw(durations), "let in"),),
    )


@given(way=ways(), ends_on=st.integers(1, 7200).map(lambda seconds: seconds * SECOND))
def test_a_window_is_the_least_multiple_that_has_room(way: Way, ends_on: timedelta) -> None:
    """No minute more than the rule asks for, and every line follows the one before it."""
    planned = schedule(way, MIDNIGHT, ends_on)

    assert planned.window is not None
    assert planned.window % ends_on == timedelta()
    assert planned.window - ends_on < planned.needed <= planned.window
    assert planned.ends == planned.window == planned.users_out
    assert all(one.ends == other.at for one, other in pairwise(planned.lines))
    assert planned.lines[-1].part is Part.REOPENING
    assert planned.decide_by - planned.decide_at == planned.reserve


@given(way=ways())
def test_a_way_that_sends_nobody_away_needs_no_window(way: Way) -> None:
    """It takes as long as it takes, with nothing in reserve."""
    open_all_the_time = way.with_steps(lambda one: one.model_copy(update={"users": None}))
    planned = schedule(open_all_the_time, MIDNIGHT, MINUTE)

    assert (planned.window, planned.outages) == (None, ())
    assert (
        planned.ends
        == planned.needed
        == planned.decide_by
        + sum((one.takes.planned for one in (*way.going_back, *way.reopening)), timedelta())
    )


def test_without_forced_logout_what_must_stop_still_stops() -> None:
    """Only the steps go that are there to send users away; a window then remains."""
    way = Way(
        steps=(
            step("Logout", Takes.exactly(5 * MINUTE), "logged out"),
            step("Move the data", Takes.exactly(10 * MINUTE), "shut out"),
            step("Switch", Takes.exactly(3 * SECOND), "let in"),
        )
    )
    planned = schedule(way.without_forced_logout(), MIDNIGHT, 15 * MINUTE)

    assert [line.step for line in planned.lines] == ["Move the data", "Switch", "In reserve"]
    assert planned.window == 15 * MINUTE
    assert planned.users_out == 10 * MINUTE + 3 * SECOND


def test_a_window_that_is_too_short_for_what_was_measured_is_refused() -> None:
    """It was long enough for what was assumed, so the file was valid."""
    way = Way(
        steps=(step("Out", Takes.exactly(MINUTE), "shut out"),),
        reopening=(step("In", Takes.exactly(MINUTE), "let in"),),
        window="5m",
    )
    slower = way.with_steps(lambda one: one.model_copy(update={"takes": Takes.exactly(3 * MINUTE)}))

    assert schedule(way, MIDNIGHT, MINUTE).reserve == 3 * MINUTE
    with pytest.raises(Refused, match=r"0:05:00 is too short: .* take 0:06:00"):
        schedule(slower, MIDNIGHT, MINUTE)
