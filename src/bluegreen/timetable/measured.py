# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Durations that an application's own history says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from statistics import median
from typing import get_args

from bluegreen.model.journal import JournalRun, Phase
from bluegreen.timetable.durations import Durations, Measurable, Takes, TimedStep, Way

Measured = Mapping[Measurable, tuple[timedelta, ...]]
"""How long each act that succeeded took, the newest first: the whole command, proof included."""


def measured_in(runs: Iterable[JournalRun]) -> Measured:
    """Return how long the switches, watches and rollbacks took that succeeded."""
    runs = list(runs)
    return {act: tuple(_took(act, runs)) for act in get_args(Measurable)}


def with_measured(durations: Durations, measured: Measured) -> Durations:
    """Return the durations with what was measured in the place of what was assumed.

    Several measurements make a range, with their median as the likely duration.
    """

    def way(planned: Way) -> Way:
        return planned.with_steps(lambda step: _step(step, measured))

    update = {"before": way(durations.before), "after": way(durations.after)}
    return durations.model_copy(update=update)


def _took(act: Measurable, runs: Iterable[JournalRun]) -> Iterator[timedelta]:
    for run in runs:
        entry = run.last
        seconds = entry.details.get("seconds")
        if (
            entry.event == act
            and entry.phase is Phase.SUCCEEDED
            and isinstance(seconds, int | float)
        ):
            yield timedelta(seconds=seconds)


def _step(step: TimedStep, measured: Measured) -> TimedStep:
    took = measured.get(step.measured, ()) if step.measured else ()
    return step.model_copy(update={"takes": _takes(took)}) if took else step


def _takes(took: tuple[timedelta, ...]) -> Takes:
    if min(took) == max(took):
        return Takes.exactly(took[0])
    likely = timedelta(seconds=median(one.total_seconds() for one in took))
    return Takes.model_construct(shortest=min(took), longest=max(took), likely=likely)
