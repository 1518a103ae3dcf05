# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""A timetable in words: times of day, durations, lines for people."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from bluegreen.timetable.chances import Chances
from bluegreen.timetable.comparison import Comparison, Timetable
from bluegreen.timetable.measured import Measured
from bluegreen.timetable.schedule import Line, Part, Schedule

UNITS = ((3600, "h"), (60, "min"), (1, "s"))


def clock(time: timedelta) -> str:
    """Return a time of day as 23:05 or 23:05:03; past midnight it goes on to 25:00."""
    minutes, seconds = divmod(round(time.total_seconds()), 60)
    return f"{minutes // 60:02}:{minutes % 60:02}" + (f":{seconds:02}" if seconds else "")


def lasting(duration: timedelta) -> str:
    """Return a duration such as "1 h 55 min" or "3 s"; below a second with its decimals."""
    left = round(duration.total_seconds())
    if left < 1:
        return f"{duration.total_seconds():.2g} s"
    words = []
    for size, unit in UNITS:
        count, left = divmod(left, size)
        if count:
            words.append(f"{count} {unit}")
    return " ".join(words)


def percent(share: float) -> str:
    """Return a share as a percentage."""
    return f"{100 * share:.3g} %"


def headline(comparison: Comparison) -> str:
    """Return what the comparison comes to, in one sentence."""
    before, after = comparison.before.schedule, comparison.after.schedule
    share = "" if comparison.ratio is None else f" ({comparison.ratio})"
    return (
        f"The window: {_window(before)} before, {_window(after)} with blue-green{share}. "
        f"Users are {_out(before)} before, {_out(after)} with blue-green. "
        f"Without forced logout {window_words(comparison.without_logout.schedule)}."
    )


def window_words(schedule: Schedule) -> str:
    """Return the window of a schedule, or that none remains."""
    if schedule.window is None:
        return "no window remains"
    begins, ends = schedule.begins, schedule.begins + schedule.window
    return f"window {clock(begins)} to {clock(ends)}, {lasting(schedule.window)}"


def caption(schedule: Schedule) -> str:
    """Return what matters of a schedule in addition to its lines."""
    return f"{window_words(schedule)}; users are {_out(schedule)}"


def line_words(schedule: Schedule, line: Line) -> tuple[str, str, str, str]:
    """Return when, what, how long, and what it does to users."""
    back = {Part.GOING_BACK: "in case of a rollback"}
    note = line.users and f"users {line.users}"
    return (
        clock(schedule.begins + line.at),
        line.step,
        lasting(line.takes),
        back.get(line.part, note or ""),
    )


def timetable_lines(timetable: Timetable) -> str:
    """Return a timetable as lines of text."""
    schedule = timetable.schedule
    rows = [line_words(schedule, line) for line in schedule.lines]
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    lines = [
        f"{at:{widths[0]}}  {step:{widths[1]}}  {takes:>{widths[2]}}  {note}".rstrip()
        for at, step, takes, note in rows
    ]
    end = f"{clock(schedule.begins + schedule.ends):{widths[0]}}"
    found = timetable.chances
    return "\n".join(
        [*lines, f"{end}  {caption(schedule)}", *(chances_lines(schedule, found) if found else ())]
    )


def chances_lines(schedule: Schedule, found: Chances) -> Iterator[str]:
    """Return what came of many runs, in sentences."""
    yield (
        f"{found.runs} runs (seed {found.seed}): half end by "
        f"{clock(schedule.begins + found.ends_within(0.5))}, 95 % by "
        f"{clock(schedule.begins + found.ends_within(0.95))}, the last at "
        f"{clock(schedule.begins + found.ends_within(1))}"
    )
    if found.overruns is not None:
        yield f"odds of overrunning the window: {percent(found.overruns)}"
    late = ""
    if schedule.window is not None:
        by = clock(schedule.begins + schedule.decide_by)
        late = f"; {percent(found.late)} because the steps are not finished by {by}"
    yield f"odds of a rollback: {percent(found.goes_back)}{late}"
    if found.back_in_time is not None:
        yield f"{percent(found.back_in_time)} of the rollbacks end within the window"


def odds(schedule: Schedule, found: Chances) -> str:
    """Return what came of many runs, in one line."""
    by = clock(schedule.begins + found.ends_within(0.95))
    over = "" if found.overruns is None else f"; {percent(found.overruns)} overrun the window"
    return f"{found.runs} runs: 95 % end by {by}{over}; {percent(found.goes_back)} roll back"


def measured_lines(measured: Measured) -> Iterator[str]:
    """Return what the history said, act by act."""
    for act, took in measured.items():
        if not took:
            yield f"No {act} in the history; using the given durations."
            continue
        least, most = lasting(min(took)), lasting(max(took))
        span = least if least == most else f"{least} to {most}"
        count = "once" if len(took) == 1 else f"{len(took)} times"
        yield f"Measured: {act}, {count}, {span}."


def _window(schedule: Schedule) -> str:
    return lasting(schedule.window) if schedule.window else "none"


def _out(schedule: Schedule) -> str:
    return f"out for {lasting(schedule.users_out)}" if schedule.users_out else "never out"
