# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The figures of a report, from records written by hand."""

import json

import pytest

from bluegreen.probe import Crossing, Kind, Record, Report, RequestOutcome, Spread
from bluegreen.probe.report import COLUMNS

BEGAN = 1000.0


def request(
    start, end, side="blue", outcome=RequestOutcome.OK, kind=Kind.FRESH, planned=None, **more
):
    """Write a record with times in seconds since probing began."""
    planned = start if planned is None else planned
    times = (BEGAN + planned, BEGAN + start, BEGAN + end)
    return Record(kind, *times, outcome, status=200, side=side, **more)


def report(*records, seconds=10.0):
    """Report these records."""
    return Report("http://192.0.2.1/", 1.0, 1_700_000_000.0, BEGAN, BEGAN + seconds, records)


def test_every_outcome_has_a_count_and_they_add_up():
    """An outcome that did not happen is there too, at 0."""
    fresh = report(
        request(1, 2),
        request(2, 3, outcome=RequestOutcome.RESET, side=None),
        request(3, 4, outcome=RequestOutcome.WRONG_STATUS),
    ).fresh
    assert set(fresh.outcomes) == set(RequestOutcome)
    assert sum(fresh.outcomes.values()) == fresh.requests == 3
    assert fresh.failed == 2


def test_a_side_is_known_by_its_first_and_last_answer():
    """Sides stand in the order of their first answers, seconds since probing began."""
    sides = report(request(5, 6, "green"), request(1, 3), request(1, 2)).fresh.sides
    assert list(sides) == ["blue", "green"]
    assert (sides["blue"].answers, sides["blue"].first, sides["blue"].last) == (2, 2.0, 3.0)


@pytest.mark.parametrize(
    ("records", "gap"),
    [
        ([], None),
        ([request(0, 1), request(2, 4), request(4, 9)], 5.0),
        ([request(6, 7), request(7, 8)], 7.0),
        ([request(0, 1), request(1, 2)], 8.0),
        ([request(0, 1), request(4, 5, outcome=RequestOutcome.TIMED_OUT), request(9, 10)], 9.0),
        ([request(0, 1, outcome=RequestOutcome.REFUSED)], 10.0),
    ],
    ids=["no requests", "between", "at the start", "at the end", "over a failure", "no answer"],
)
def test_the_longest_gap_is_the_longest_time_without_a_good_answer(records, gap):
    """An outage at the very start or end is a gap too."""
    fresh = report(*records).fresh
    assert (fresh and fresh.longest_gap) == gap


def test_latency_counts_from_the_plan_and_lateness_says_how_late_it_started():
    """A request held back by a stall has waited since its planned time."""
    fresh = report(request(4, 5, planned=1)).fresh
    assert fresh.latency.longest == 4.0
    assert fresh.lateness.longest == 3.0


def test_without_a_good_answer_there_is_no_latency():
    """A figure of 0 would look like the fastest server of all."""
    fresh = report(request(1, 2, outcome=RequestOutcome.REFUSED)).fresh
    assert fresh.latency is None
    assert fresh.lateness.longest == 0.0


def test_percentiles_are_values_that_were_measured():
    """Nearest rank: of 100 durations the 99th is the 99 % one."""
    spread = Spread.of(float(number) for number in range(1, 101))
    assert (spread.p50, spread.p90, spread.p99, spread.longest) == (50, 90, 99, 100)
    assert Spread.of([3.0]) == Spread(3, 3, 3, 3)


def test_a_request_that_started_after_the_new_sides_first_answer_went_back():
    """Started later and answered by the old side: both counts have it."""
    crossing = report(request(1, 2, "green"), request(3, 4, "blue")).crossing("blue", "green")
    assert crossing == Crossing("blue", "green", BEGAN + 2, 1, 1)


def test_a_request_that_was_already_on_its_way_is_only_slower():
    """Started before the new side's first answer had ended: not counted as going back."""
    crossing = report(request(1, 2, "green"), request(1.5, 4, "blue")).crossing("blue", "green")
    assert (crossing.old_started_after, crossing.old_ended_after) == (0, 1)


def test_a_crossing_leaves_kept_alive_connections_out():
    """They stay with the old side until they are drained, and that is no fault."""
    crossing = report(request(1, 2, "green"), request(3, 4, "blue", kind=Kind.KEPT_ALIVE)).crossing(
        "blue", "green"
    )
    assert (crossing.old_started_after, crossing.old_ended_after) == (0, 0)


def test_without_an_answer_by_the_new_side_nothing_was_crossed():
    """No first answer, so nothing can come after it."""
    crossing = report(request(1, 2, "blue")).crossing("blue", "green")
    assert crossing == Crossing("blue", "green", None, 0, 0)


def test_a_part_of_a_report_counts_only_its_own_requests():
    """A switch and its rollback are two crossings of one probing."""
    whole = report(
        request(1, 2, "blue"), request(3, 4, "green"), request(6, 7, "green"), request(8, 9, "blue")
    )
    back = whole.between(BEGAN + 5, BEGAN + 10)
    assert whole.crossing("blue", "green").old_started_after == 1
    assert back.crossing("green", "blue").old_started_after == 0
    assert back.seconds == 5.0
    assert back.fresh.sides["green"].first == 2.0
    assert back.began_at - whole.began_at == 5.0


def test_a_crossing_is_reported_unasked_only_between_exactly_two_sides():
    """With one side nothing crossed; with three nobody can say which two are meant."""
    records = [request(1, 2, "blue"), request(3, 4, "green"), request(5, 6, "red")]
    assert report(*records[:1]).only_crossing is None
    assert report(*records[:2]).only_crossing.new == "green"
    assert report(*records).only_crossing is None


def test_the_report_is_json_in_seconds_since_probing_began():
    """Nothing in it depends on the machine's monotonic clock."""
    whole = report(request(1, 2, "blue"), request(3, 4, "green"))
    told = json.loads(json.dumps(whole.as_dict()))
    assert told["began_at"] == "2023-11-14T22:13:20+00:00"
    assert told["crossing"]["first_new"] == 4.0
    assert told["fresh"]["outcomes"]["ok"] == 2
    assert told["kept_alive"] is None


def test_a_row_holds_a_record_in_plain_values():
    """Times are seconds since probing began."""
    (row,) = report(request(1, 2.5)).rows()
    assert dict(zip(COLUMNS, row, strict=True)) == {
        "kind": "fresh",
        "planned": 1.0,
        "started": 1.0,
        "ended": 2.5,
        "outcome": "ok",
        "status": 200,
        "side": "blue",
        "connected": True,
        "found_closed": False,
        "retried": False,
        "received": 0,
    }


def test_a_side_is_no_formula_of_a_spreadsheet():
    """The side is what the server calls itself."""
    (row,) = report(request(1, 2.5, "=1+1")).rows()
    assert row[COLUMNS.index("side")] == "'=1+1"


def test_both_kinds_of_clients_find_their_number_of_failures():
    """Retrying clients lose what failed; the others lose what was sent again as well."""
    whole = report(
        request(1, 2, kind=Kind.KEPT_ALIVE),
        request(2, 3, kind=Kind.KEPT_ALIVE, retried=True),
        request(3, 4, kind=Kind.KEPT_ALIVE, retried=True, outcome=RequestOutcome.REFUSED),
        request(4, 5, kind=Kind.KEPT_ALIVE, outcome=RequestOutcome.STALE),
    )
    assert (whole.failed, whole.failed_without_retry) == (2, 3)
    assert (whole.kept_alive.failed, whole.kept_alive.failed_without_retry) == (2, 3)
    assert whole.kept_alive.retried == 2
    told = whole.as_dict()
    assert (told["failed"], told["failed_without_retry"]) == (2, 3)


def test_a_download_is_one_request_with_its_bytes_and_duration():
    """It stands for itself: its bytes and time are in no other figure."""
    whole = report(request(1, 2), request(0, 9.5, kind=Kind.DOWNLOAD, received=1_000_000))
    told = whole.as_dict()["download"]
    assert (told["requests"], told["received"], told["latency"]["longest"]) == (1, 1_000_000, 9.5)
    assert (whole.fresh.requests, whole.fresh.received) == (1, 0)
    assert whole.websocket is None
