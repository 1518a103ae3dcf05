# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The picture: of its own, to scale, with labels that can be read."""

from __future__ import annotations

from itertools import combinations
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bluegreen.timetable import compare, paper_durations
from bluegreen.timetable.callouts import GAP, placed
from bluegreen.timetable.page import page
from bluegreen.timetable.picture import CHARACTER, picture

SVG = "{http://www.w3.org/2000/svg}"


def parsed(drawn: str) -> ElementTree.Element:
    """Return the picture as a tree."""
    return ElementTree.fromstring(drawn)  # noqa: S314 our own text


@pytest.fixture(scope="module")
def drawing() -> ElementTree.Element:
    """The paper's timetables as a picture."""
    return parsed(picture(compare(paper_durations(), runs=1, seed=1)))


def test_the_windows_are_drawn_to_scale(drawing: ElementTree.Element) -> None:
    """Fifteen minutes are an eighth of the two hours above them."""
    windows = [e.get("d", "") for e in drawing.iter(f"{SVG}path") if e.get("class") == "window"]
    ends = [float(path.partition("H")[2].partition("m")[0]) for path in windows]
    before, after = (end - 24 for end in ends)

    assert after / before == pytest.approx(1 / 8, abs=0.001)


def test_every_step_is_named_in_the_picture(drawing: ElementTree.Element) -> None:
    """In its box where there is room, under it where there is not."""
    texts = [element.text or "" for element in drawing.iter(f"{SVG}text")]
    durations = paper_durations()
    steps = (*durations.before.all_steps, *durations.after.all_steps)

    assert [s.step for s in steps if not any(f"{s.step}, " in text for text in texts)] == []
    assert "23:10:03  Switch back, 3 s" in texts


def test_nothing_is_loaded_from_elsewhere() -> None:
    """The page and the picture can be sent by mail."""
    whole = page(compare(paper_durations(), runs=1, seed=1))

    assert whole.count("http") == whole.count('xmlns="http://www.w3.org/2000/svg"') == 1
    assert "<script" not in whole


def test_names_are_text_and_never_markup() -> None:
    """A step may be called anything."""
    durations = paper_durations()
    wild = durations.before.with_steps(lambda s: s.model_copy(update={"step": "<b> & </b>"}))
    comparison = compare(durations.model_copy(update={"before": wild}), runs=1, seed=1)

    assert parsed(picture(comparison)).tag == f"{SVG}svg"
    assert "<b>" not in page(comparison)


def test_a_long_name_ends_in_the_picture() -> None:
    """It is cut, and whole in the table below."""
    durations = paper_durations()
    long = durations.after.with_steps(lambda s: s.model_copy(update={"step": "x" * 255}))
    comparison = compare(durations.model_copy(update={"after": long}), runs=1, seed=1)

    for text in parsed(picture(comparison)).iter(f"{SVG}text"):
        if text.get("text-anchor") is None and "inside" not in text.get("class", ""):
            assert float(text.get("x", "")) + 6 * len(text.text or "") < 1000
    assert "x" * 255 in page(comparison)


def test_ranges_are_drawn_with_their_odds() -> None:
    """The runs that end after the window are of another colour."""
    durations = paper_durations()
    takes = {"from": "10m", "to": "60m"}
    slow = durations.before.steps[0].model_validate({"step": "Slow", "takes": takes})
    before = durations.before.model_copy(
        update={"steps": (*durations.before.steps, slow), "going_back": (slow,)}
    )
    comparison = compare(durations.model_copy(update={"before": before}), runs=500, seed=1)
    drawn = picture(comparison)

    assert 'class="runs"' in drawn
    assert 'class="over"' in drawn
    assert "500 runs: 95 % end by " in drawn


texts = st.tuples(st.floats(0, 800), st.text("abc", min_size=1, max_size=30))


@given(st.lists(texts, max_size=8).map(lambda found: sorted(found, key=lambda one: one[0])))
def test_no_label_covers_another_or_is_crossed_by_a_leader(found: list[tuple[float, str]]) -> None:
    """A leader passes through the rows above its label, on the left of what is written there."""
    callouts = placed(found, CHARACTER)

    assert [(one.x, one.text) for one in callouts] == found
    for left, right in combinations(callouts, 2):
        end = left.x + CHARACTER * len(left.text) + GAP
        assert right.row < left.row or end <= right.x
