# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Curves over time as an SVG picture; its colours and fonts come from the page's style sheet."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from bluegreen.probe.page.curves import Stretch, round_up

WIDTH, HEIGHT = 800, 260
LEFT, RIGHT, TOP, BOTTOM = 64, 788, 34, 218


@dataclass(frozen=True, slots=True)
class Axis:
    """Places the values from `low` to `high` between two edges of the picture."""

    low: float
    high: float
    begin: float
    end: float
    logarithmic: bool = False

    def place(self, value: float) -> float:
        """Place a value; one outside of the scale lies on its edge."""
        low, high, value = self.low, self.high, min(max(value, self.low), self.high)
        if self.logarithmic:
            low, high, value = math.log10(low), math.log10(high), math.log10(value)
        return self.begin + (value - low) / (high - low) * (self.end - self.begin)


class Chart:
    """A picture that is drawn part by part; x is seconds since the moment that is 0."""

    def __init__(self, first: float, last: float, y: Axis, y_ticks: dict[float, str]) -> None:
        self._x = Axis(first, last, LEFT, RIGHT)
        self._y = y
        self._parts: list[str] = []
        self._legend: list[str] = []
        self._draw_axes(y_ticks)

    def curve(self, stretches: Sequence[Stretch], style: str, name: str) -> None:
        """Draw a curve of level stretches; where there is no value there is a gap."""
        path, reached = [], None
        for stretch in stretches:
            begin, end = self._x.place(stretch.begin), self._x.place(stretch.end)
            joined = reached is not None and math.isclose(reached, stretch.begin, abs_tol=1e-9)
            path.append(
                f"{'L' if joined else 'M'}{begin:.1f} {self._y.place(stretch.value):.1f}H{end:.1f}"
            )
            reached = stretch.end
        self._parts.append(f'<path class="curve {style}" d="{"".join(path)}"/>')
        self._name(style, name)

    def failures(self, stretches: Sequence[Stretch]) -> None:
        """Mark under the upper edge where requests failed, how many in the mark's title."""
        for stretch in stretches:
            begin, end = self._x.place(stretch.begin), self._x.place(stretch.end)
            self._parts.append(
                f'<rect class="failed" x="{begin:.1f}" y="{TOP}" height="8"'
                f' width="{max(end - begin, 2):.1f}"><title>{stretch.value:.0f} failed from'
                f" {stretch.begin:.3f} to {stretch.end:.3f} s</title></rect>"
            )
        if stretches:
            self._name("failed", "requests failed")

    def mark(self, name: str) -> None:
        """Draw an upright line at 0."""
        x = self._x.place(0)
        # Before a switch, the room left of it and under 100 % is empty.
        on_the_left = x > LEFT + 140
        self._parts.append(
            f'<path class="mark" d="M{x:.1f} {TOP}V{BOTTOM}"/><text x="{x:.1f}"'
            f' y="{TOP + 26}" dx="{-6 if on_the_left else 6}"'
            f' text-anchor="{"end" if on_the_left else "start"}">{escape(name)}</text>'
        )

    def svg(self, title: str) -> str:
        """Give the picture."""
        return (
            f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(title)}">'
            f"{''.join(self._parts)}{''.join(self._legend)}</svg>"
        )

    def _draw_axes(self, y_ticks: dict[float, str]) -> None:
        for value, text in y_ticks.items():
            y = self._y.place(value)
            self._parts.append(
                f'<path class="grid" d="M{LEFT} {y:.1f}H{RIGHT}"/>'
                f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{text}</text>'
            )
        for value in _round_values(self._x.low, self._x.high):
            x = self._x.place(value)
            self._parts.append(
                f'<path class="grid" d="M{x:.1f} {BOTTOM}v5"/>'
                f'<text x="{x:.1f}" y="{BOTTOM + 20}" text-anchor="middle">{value:g}</text>'
            )
        self._parts.append(f'<text x="{RIGHT}" y="{HEIGHT - 4}" text-anchor="end">seconds</text>')

    def _name(self, style: str, name: str) -> None:
        x = LEFT + 190 * len(self._legend)
        self._legend.append(
            f'<path class="curve {style}" d="M{x} 14h22"/>'
            f'<text x="{x + 28}" y="18">{escape(name)}</text>'
        )


def _round_values(low: float, high: float) -> Iterable[float]:
    """Give at most 11 round values within a scale, 0 among them where it is within."""
    step = round_up((high - low) / 10)
    for number in range(math.ceil(low / step), math.floor(high / step) + 1):
        yield round(number * step, 9)
