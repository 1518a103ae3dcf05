# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Durations from an application's history."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import get_args

from bluegreen.model.journal import Detail, Entry, JournalRun, Phase
from bluegreen.timetable import paper_durations
from bluegreen.timetable.durations import Measurable
from bluegreen.timetable.measured import measured_in, with_measured


def run(event: str, seconds: float | None, phase: Phase = Phase.SUCCEEDED) -> JournalRun:
    """Return a run that ended so."""
    details: dict[str, Detail] = {} if seconds is None else {"seconds": seconds}
    return JournalRun(
        (Entry("shop", "1", datetime(2026, 1, 1, tzinfo=UTC), event, phase, "me", details=details),)
    )


def seconds(*of: float) -> tuple[timedelta, ...]:
    """Return durations of so many seconds."""
    return tuple(timedelta(seconds=one) for one in of)


def test_only_what_succeeded_is_a_measurement() -> None:
    """A switch that was taken back, or has no time written, says nothing of how long it takes."""
    runs = [
        run("switch", 12),
        run("switch", 99, Phase.ROLLED_BACK),
        run("switch", 10),
        run("watch", None),
        run("deploy", 500),
    ]

    assert measured_in(runs) == {"switch": seconds(12, 10), "watch": (), "rollback": ()}


def test_several_measurements_are_a_range_around_their_median() -> None:
    """And one alone is taken as it is; what was never done stays as it was assumed."""
    measured = {"switch": seconds(12, 8, 9), "watch": seconds(60), "rollback": ()}
    after = with_measured(paper_durations(), measured).after

    switch, watch = after.steps[1].takes, after.steps[2].takes
    assert (switch.shortest, switch.likely, switch.longest) == seconds(8, 9, 12)
    assert (watch.planned, watch.varies) == (timedelta(seconds=60), False)
    assert after.going_back[0].takes.planned == timedelta(seconds=3)
    assert after.steps[0] == paper_durations().after.steps[0]


def test_every_act_that_can_be_measured_is_measured() -> None:
    """The paper's steps name all three of them."""
    after = paper_durations().after
    named = {step.measured for step in after.all_steps}

    assert named - {None} == set(get_args(Measurable))
