# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What is drawn lies where its value says."""

import re
from xml.etree import ElementTree

import pytest

from bluegreen.probe.page.chart import BOTTOM, LEFT, RIGHT, TOP, Axis, Chart
from bluegreen.probe.page.curves import Stretch

SHARE = Axis(0, 1, BOTTOM, TOP)


def drawn(chart):
    """Read the picture as XML."""
    return ElementTree.fromstring(chart.svg("A title"))  # noqa: S314 (drawn here)


def path_of(chart, style):
    """Give the first path of this style, which is the curve and not its place in the legend."""
    return next(part for part in drawn(chart) if part.get("class") == f"curve {style}").get("d")


def test_a_curve_is_level_in_each_stretch_and_has_gaps_where_nothing_is_known():
    """Neighbours are joined; after a gap the line begins again."""
    chart = Chart(0, 4, SHARE, {})
    chart.curve([Stretch(0, 1, 1), Stretch(1, 2, 0), Stretch(3, 4, 0)], "fresh", "fresh")
    width = RIGHT - LEFT
    assert path_of(chart, "fresh") == (
        f"M{LEFT:.1f} {TOP:.1f}H{LEFT + width / 4:.1f}"
        f"L{LEFT + width / 4:.1f} {BOTTOM:.1f}H{LEFT + width / 2:.1f}"
        f"M{LEFT + width * 3 / 4:.1f} {BOTTOM:.1f}H{RIGHT:.1f}"
    )


def test_a_stretch_that_reaches_over_the_edge_ends_there():
    """The first and the last stretch are seldom whole."""
    chart = Chart(0.5, 1.5, SHARE, {})
    chart.curve([Stretch(0, 2, 0)], "fresh", "fresh")
    assert path_of(chart, "fresh") == f"M{LEFT:.1f} {BOTTOM:.1f}H{RIGHT:.1f}"


@pytest.mark.parametrize(("value", "place"), [(0.001, 0), (0.01, 50), (0.1, 100), (9, 100)])
def test_a_logarithmic_scale_gives_each_power_of_ten_the_same_room(value, place):
    """A stall of a second and an answer in a millisecond fit into one picture."""
    assert Axis(0.001, 0.1, 0, 100, logarithmic=True).place(value) == pytest.approx(place)


def test_the_mark_stands_at_zero_and_its_name_is_text():
    """A side's name comes from the network, and is never taken for markup."""
    chart = Chart(-1, 1, SHARE, {})
    chart.mark("first answer by <b>")
    mark = next(part for part in drawn(chart) if part.get("class") == "mark")
    assert mark.get("d") == f"M{(LEFT + RIGHT) / 2:.1f} {TOP}V{BOTTOM}"
    assert "first answer by <b>" in [part.text for part in drawn(chart)]


def test_failures_say_how_many_and_when():
    """The count is in the mark's title, and the legend has them."""
    chart = Chart(0, 10, SHARE, {})
    chart.failures([Stretch(2, 2.5, 3)])
    (mark,) = [part for part in drawn(chart) if part.get("class") == "failed"]
    assert mark[0].text == "3 failed from 2.000 to 2.500 s"
    assert "requests failed" in chart.svg("A title")


def test_the_time_axis_has_a_few_round_values_with_zero_among_them():
    """Seconds before the switch are negative."""
    texts = re.findall(r'text-anchor="middle">([^<]+)<', Chart(-8, 12, SHARE, {}).svg("A title"))
    assert texts == ["-8", "-6", "-4", "-2", "0", "2", "4", "6", "8", "10", "12"]
