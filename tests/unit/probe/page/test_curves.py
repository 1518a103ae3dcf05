# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Curves hold one value for each stretch of time, and no stretch lies on both sides of zero."""

import pytest

from bluegreen.probe import Kind, Record, RequestOutcome
from bluegreen.probe.page.curves import (
    Latency,
    Stretch,
    Stretches,
    failures,
    round_up,
    share_by,
)

SWITCH = 1000.0
SECONDS = Stretches(SWITCH, 1.0)


def request(start, side="blue", seconds=0.1, outcome=RequestOutcome.OK, planned=None):
    """Write a record with times in seconds since the switch."""
    begin = SWITCH + start
    planned = begin if planned is None else SWITCH + planned
    return Record(Kind.FRESH, planned, begin, begin + seconds, outcome, 200, side)


def test_the_share_is_of_those_answers_that_name_a_side():
    """By the start of the request; what names no side says nothing about the old one."""
    records = [
        request(-0.5),
        request(0.1, "blue"),
        request(0.2, "green"),
        request(0.3, "green"),
        request(0.4, "green"),
        request(0.5, None),
        request(2.5, "green"),
    ]
    assert share_by("blue", records, SECONDS) == [
        Stretch(-1, 0, 1.0),
        Stretch(0, 1, 0.25),
        Stretch(2, 3, 0.0),
    ]


def test_the_share_goes_by_the_start_and_not_by_the_plan():
    """A request held back until after the switch was asked after it."""
    assert share_by("blue", [request(0.5, "green", planned=-3)], SECONDS) == [Stretch(0, 1, 0.0)]


def test_latency_is_the_median_and_the_longest_of_good_answers_from_their_plan():
    """A failure has no latency, and a stall is seen when it was felt."""
    latency = Latency.of(
        [
            request(0.0, seconds=1),
            request(0.1, seconds=2),
            request(0.5, seconds=4, planned=0.25),
            request(0.3, seconds=60, outcome=RequestOutcome.TIMED_OUT),
        ],
        SECONDS,
    )
    assert latency.median == [Stretch(0, 1, 2.0)]
    assert latency.longest == [Stretch(0, 1, 4.25)]


def test_failures_are_counted_where_they_happened():
    """A stretch without a failure is not there."""
    records = [
        request(0.1, outcome=RequestOutcome.RESET),
        request(0.2, outcome=RequestOutcome.REFUSED),
        request(1.2),
    ]
    assert failures(records, SECONDS) == [Stretch(0, 1, 2)]


@pytest.mark.parametrize(
    ("seconds", "shortest", "length"), [(10, 0.08, 0.1), (3600, 0.08, 20), (1, 0.004, 0.005)]
)
def test_stretches_are_round_and_at_most_two_hundred(seconds, shortest, length):
    """A long probing gets longer stretches, not more of them."""
    assert Stretches.of(SWITCH, seconds, shortest).length == pytest.approx(length)


@pytest.mark.parametrize(
    ("length", "rounded"), [(0.1, 0.1), (0.11, 0.2), (0.3, 0.5), (7, 10), (1, 1), (500, 500)]
)
def test_lengths_are_rounded_up_to_1_2_or_5(length, rounded):
    """Readers count in round steps."""
    assert round_up(length) == pytest.approx(rounded)
