# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""A comparison as plain values, for JSON: seconds, times of day, shares between 0 and 1."""

from __future__ import annotations

from typing import Any

from bluegreen.timetable.chances import Chances
from bluegreen.timetable.comparison import Timetable
from bluegreen.timetable.schedule import Schedule
from bluegreen.timetable.words import clock

SHARES = (0.05, 0.25, 0.5, 0.75, 0.95, 1.0)


def plain(timetable: Timetable) -> dict[str, Any]:
    """Return one timetable."""
    schedule = timetable.schedule
    return {
        "window": _window(schedule),
        "needed_seconds": schedule.needed.total_seconds(),
        "users_out_seconds": schedule.users_out.total_seconds(),
        "decide_at": clock(schedule.begins + schedule.decide_at),
        "decide_by": clock(schedule.begins + schedule.decide_by),
        "lines": [
            {
                "at": clock(schedule.begins + line.at),
                "part": str(line.part),
                "step": line.step,
                "seconds": line.takes.total_seconds(),
                "users": line.users,
            }
            for line in schedule.lines
        ],
        "chances": _chances(timetable.chances),
    }


def _window(schedule: Schedule) -> dict[str, Any] | None:
    if schedule.window is None:
        return None
    return {
        "begins": clock(schedule.begins),
        "ends": clock(schedule.begins + schedule.window),
        "seconds": schedule.window.total_seconds(),
        "reserve_seconds": schedule.reserve.total_seconds(),
    }


def _chances(found: Chances | None) -> dict[str, Any] | None:
    if found is None:
        return None
    ends = {f"{share:.0%}": round(found.ends_within(share).total_seconds(), 3) for share in SHARES}
    return {
        "runs": found.runs,
        "seed": found.seed,
        "overruns": found.overruns,
        "goes_back": found.goes_back,
        "late": found.late,
        "back_in_time": found.back_in_time,
        "ends_within_seconds": ends,
    }
