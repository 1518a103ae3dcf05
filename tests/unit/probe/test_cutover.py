# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The cutover is measured from the mark to the first answer by the new side."""

import time
from datetime import timedelta

import pytest

from bluegreen.probe import CutoverProbe, Target, prove


def test_a_clean_move_loses_nothing_and_never_goes_back(serve):
    """The address moves in one act: no failure, and no answer by old to a later request."""
    live = ["blue"]

    def script(visit):
        visit.asked()
        visit.answer(side=live[0])

    target = Target.of(serve(script))
    with CutoverProbe(target, rate=100) as cutover:
        assert prove(target, "blue").proved
        cutover.mark()
        live[0] = "green"
        assert prove(target, "green", timeout=timedelta(minutes=1)).proved
        measured = cutover.measured(old="blue", new="green")
    assert measured.seconds > 0
    assert (measured.failed, measured.old_after_new) == (0, 0)
    assert measured.requests == len(cutover.report().records)
    assert set(cutover.report().fresh.sides) == {"blue", "green"}


def test_a_move_that_flaps_is_seen(serve):
    """Two routes at once, as after a half-done move: later requests still reach the old side."""
    seen = []

    def script(visit):
        visit.asked()
        visit.answer(side="green" if visit.number % 2 else "blue")
        seen.append(visit.number)

    with CutoverProbe(Target.of(serve(script)), rate=100) as cutover:
        cutover.mark()
        while len(seen) < 30:
            time.sleep(0.005)
        measured = cutover.measured(old="blue", new="green")
    assert measured.old_after_new > 0


def test_a_new_side_that_never_answers_has_no_cutover(good_url):
    """No figure is better than a wrong one."""
    target = Target.of(good_url)
    with CutoverProbe(target, rate=100) as cutover:
        cutover.mark()
        assert prove(target, "blue").proved
        measured = cutover.measured(old="blue", new="green")
    assert measured.seconds is None


def test_a_cutover_without_a_mark_is_a_mistake_of_the_caller(good_url):
    """There is no moment to measure from."""
    with (
        CutoverProbe(Target.of(good_url)) as cutover,
        pytest.raises(RuntimeError, match=r"mark\(\)"),
    ):
        cutover.measured(old="blue", new="green")
