# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The three timetables on one scale, one above the other, as a picture (SVG) of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from html import escape

from bluegreen.timetable.callouts import placed
from bluegreen.timetable.chances import Chances
from bluegreen.timetable.comparison import Comparison, Timetable
from bluegreen.timetable.schedule import Line, Part, Schedule
from bluegreen.timetable.words import caption, clock, lasting, odds

WIDTH, LEFT, RIGHT = 1000, 24, 836
HEAD, BAR, STRIP, ROW, CHART = 62, 30, 5, 18, 46
CHARACTER = 6.4
"""Width of a character of the labels, in pixels, with some to spare."""
BINS = 203
"""Columns of a chart over the whole scale: four pixels each."""
TICKS = tuple(timedelta(minutes=m) for m in (1, 2, 5, 10, 15, 30, 60, 120, 240, 480, 1440))

STYLE = """
svg { background: #ffffff; font: 12px system-ui, "Liberation Sans", Arial, sans-serif; }
text { fill: #1b1f24; }
.title { font-size: 15px; font-weight: 600; }
.faint { fill: #5c6670; }
.inside { fill: #ffffff; text-anchor: middle; }
.inside.dark { fill: #1b1f24; }
.grid { stroke: #e4e7eb; }
.leader { stroke: #9aa4af; fill: none; }
.steps, .reopening { fill: #2f6db5; stroke: #ffffff; }
.back { fill: url(#hatch); stroke: #6b7f95; }
.reserve { fill: #ffffff; stroke: #6b7f95; stroke-dasharray: 4 3; }
.out { fill: #c8102e; }
.window { stroke: #1b1f24; stroke-width: 1.5; fill: none; }
.decision { fill: #1b1f24; }
.runs { fill: #8fb3da; }
.over { fill: #c8102e; }
"""

DEFINITIONS = (
    '<defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse"'
    ' patternTransform="rotate(45)"><rect width="6" height="6" fill="#eef2f6"/>'
    '<path d="M0 0V6" stroke="#9db2c8" stroke-width="3"/></pattern></defs>'
)
CLASSES = {
    Part.STEPS: "steps",
    Part.GOING_BACK: "back",
    Part.RESERVE: "reserve",
    Part.REOPENING: "reopening",
}
LEGEND = (
    ("steps", "step"),
    ("back", "reserved for a rollback"),
    ("reserve", "in reserve"),
    ("out", "users are out"),
    ("decision", "decision on a rollback"),
)


def picture(comparison: Comparison) -> str:
    """Return the picture; nothing in it is loaded from elsewhere."""
    drawing = _Drawing(max(_last_moment(timetable) for _, timetable in titled(comparison)))
    for title, timetable in titled(comparison):
        drawing.add(title, timetable)
    return drawing.svg(comparison.before.schedule)


def titled(comparison: Comparison) -> tuple[tuple[str, Timetable], ...]:
    """Return the three timetables with their titles, in the order in which they are shown."""
    return (
        ("Before", comparison.before),
        ("With blue-green", comparison.after),
        ("With blue-green, without forced logout", comparison.without_logout),
    )


def _last_moment(timetable: Timetable) -> timedelta:
    found = timetable.chances
    return max(timetable.schedule.ends, found.ends_within(1) if found else timedelta())


class _Drawing:
    """A picture that grows downwards, timetable by timetable."""

    def __init__(self, last: timedelta) -> None:
        self._last = last
        self._y = 10.0
        self._parts: list[str] = []

    def add(self, title: str, timetable: Timetable) -> None:
        schedule = timetable.schedule
        self._text(LEFT, self._y + 16, title, "title")
        self._text(LEFT, self._y + 34, caption(schedule), "faint")
        self._y += HEAD
        self._draw_window(schedule)
        self._draw_bar(schedule)
        self._y += BAR + STRIP + 4
        self._draw_callouts(schedule)
        if timetable.chances:
            self._draw_chart(schedule, timetable.chances)
        self._y += 14

    def svg(self, schedule: Schedule) -> str:
        bottom = self._y
        grid = "".join(self._grid(schedule, bottom))
        self._draw_legend(bottom + 44)
        height = bottom + 60
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:.0f}"'
            f' width="{WIDTH}" height="{height:.0f}" role="img"'
            f' aria-label="Timetables before and with blue-green">'
            f"<style>{STYLE}</style>{DEFINITIONS}"
            f'<rect width="{WIDTH}" height="{height:.0f}" fill="#ffffff"/>'
            f"{grid}{''.join(self._parts)}</svg>\n"
        )

    def _x(self, moment: timedelta) -> float:
        return LEFT + (RIGHT - LEFT) * (moment / self._last)

    def _draw_window(self, schedule: Schedule) -> None:
        if schedule.window is None:
            return
        end, y = self._x(schedule.window), self._y - 8
        self._parts.append(
            f'<path class="window" d="M{LEFT} {y - 4:.1f}v8M{LEFT} {y:.1f}H{end:.1f}m0 -4v8"/>'
        )
        self._text(end + 6, y + 4, f"window {lasting(schedule.window)}", "")

    def _draw_bar(self, schedule: Schedule) -> None:
        for line in schedule.lines:
            x, width = self._x(line.at), self._width(line)
            self._rect(CLASSES[line.part], x, self._y, width, BAR)
            if self._fits(line):
                dark = "" if line.part in (Part.STEPS, Part.REOPENING) else " dark"
                self._text(x + width / 2, self._y + 19, _label(line), f"inside{dark}")
        for begin, end in schedule.outages:
            width = max(self._x(end) - self._x(begin), 1.0)
            self._rect("out", self._x(begin), self._y + BAR + 1, width, STRIP)
        self._diamond(self._x(schedule.decide_at), self._y - 6)

    def _draw_callouts(self, schedule: Schedule) -> None:
        texts = []
        for line in schedule.lines:
            if not self._fits(line):
                x = self._x(line.at)
                text = f"{clock(schedule.begins + line.at)}  {_label(line)}"
                texts.append((x, shorten(text, int((WIDTH - x - 10) / CHARACTER))))
        callouts = placed(texts, CHARACTER)
        for one in callouts:
            y = self._y + ROW * one.row + 14
            self._parts.append(
                f'<path class="leader" d="M{one.x + 0.5:.1f} {self._y - 3:.1f}V{y - 4:.1f}h3"/>'
            )
            self._text(one.x + 6, y, one.text, "")
        self._y += ROW * (1 + max((one.row for one in callouts), default=-1))

    def _draw_chart(self, schedule: Schedule, found: Chances) -> None:
        width = self._last / BINS
        counts = Counter(int(one.ends / width) for one in found.outcomes)
        bottom, highest = self._y + CHART, max(counts.values())
        for column, count in sorted(counts.items()):
            begin = column * width
            over = schedule.window is not None and begin + width / 2 > schedule.window
            height = max(1.0, 28 * count / highest)
            self._rect(
                "over" if over else "runs",
                self._x(begin),
                bottom - height,
                (RIGHT - LEFT) / BINS,
                height,
            )
        self._text(LEFT, bottom + 16, odds(schedule, found), "faint")
        self._y = bottom + 20

    def _draw_legend(self, y: float) -> None:
        x = float(LEFT)
        for style, name in LEGEND:
            if style == "decision":
                self._parts.append(
                    f'<path class="decision" d="M{x + 9:.1f} {y - 10}l5 6l-5 6l-5 -6z"/>'
                )
            else:
                self._rect(style, x, y - 10, 18, STRIP if style == "out" else 12)
            self._text(x + 24, y, name, "faint")
            x += 24 + CHARACTER * len(name) + 22

    def _grid(self, schedule: Schedule, bottom: float) -> Iterator[str]:
        step = next((tick for tick in TICKS if self._last / tick <= 10), TICKS[-1])
        for number in range(int(self._last / step) + 1):
            x = self._x(number * step)
            yield f'<path class="grid" d="M{x:.1f} 52V{bottom:.1f}"/>'
            yield (
                f'<text class="faint" x="{x:.1f}" y="{bottom + 16:.1f}" text-anchor="middle">'
                f"{clock(schedule.begins + number * step)}</text>"
            )

    def _width(self, line: Line) -> float:
        return max(self._x(line.ends) - self._x(line.at), 2.0)

    def _fits(self, line: Line) -> bool:
        return CHARACTER * len(_label(line)) + 8 < self._width(line)

    def _diamond(self, x: float, y: float) -> None:
        self._parts.append(f'<path class="decision" d="M{x:.1f} {y:.1f}l5 6l-5 6l-5 -6z"/>')

    def _rect(self, style: str, x: float, y: float, width: float, height: float) -> None:
        self._parts.append(
            f'<rect class="{style}" x="{x:.1f}" y="{y:.1f}" width="{width:.1f}"'
            f' height="{height:.1f}"/>'
        )

    def _text(self, x: float, y: float, text: str, style: str) -> None:
        named = f' class="{style}"' if style else ""
        self._parts.append(f'<text{named} x="{x:.1f}" y="{y:.1f}">{escape(text)}</text>')


def shorten(text: str, characters: int) -> str:
    """Return the text, cut where it would be longer than so many characters."""
    return text if len(text) <= characters else f"{text[: characters - 1]}…"


def _label(line: Line) -> str:
    return f"{line.step}, {lasting(line.takes)}"
