# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The page says what the report says, and needs nothing but itself."""

import re
from xml.etree import ElementTree

import pytest

from bluegreen.probe import Kind, Record, Report, RequestOutcome
from bluegreen.probe.page import render

BEGAN = 1000.0
HEADINGS = re.compile(r"<h2>([^<]+)</h2>")


def request(start, side="blue", kind=Kind.FRESH, outcome=RequestOutcome.OK, seconds=0.1, **more):
    """Write a record with times in seconds since probing began."""
    at = BEGAN + start
    return Record(kind, at, at, at + seconds, outcome, 200, side, **more)


def report(*records, url="http://192.0.2.1/"):
    """Report these records of ten seconds."""
    return Report(url, 1.0, 1_700_000_000.0, BEGAN, BEGAN + 10, records)


SWITCHED = report(
    request(1),
    request(1.5, kind=Kind.KEPT_ALIVE),
    request(5.5, "green"),
    request(6, kind=Kind.KEPT_ALIVE, retried=True),
    request(7, None, outcome=RequestOutcome.RESET),
)


def row(page, name):
    """Give the cells of the table's row with this name."""
    (cells,) = re.findall(rf'<th scope="row">{re.escape(name)}</th>(.*?)</tr>', page)
    return re.findall(r"<td[^>]*>([^<]*)</td>", cells)


def sentences(page):
    """Give the sentences at the top."""
    return re.findall(r"<p>([^<]+)</p>", page)


def test_the_page_loads_nothing():
    """It can be kept, mailed and read years later: no script, no address but the probed one."""
    page = render(SWITCHED, BEGAN + 5)
    assert not re.search(r"<script|<link|<img|src=|href=|url\(|@import", page)
    assert set(re.findall(r"https?://[^\s<\"]+", page)) == {"http://192.0.2.1/"}


def test_every_picture_is_whole_and_named():
    """Each is well-formed, and says to those who cannot see it what it shows."""
    pictures = re.findall(r"<svg.*?</svg>", render(SWITCHED, BEGAN + 5), re.DOTALL)
    drawn = [ElementTree.fromstring(picture) for picture in pictures]  # noqa: S314 (drawn here)
    assert [picture.get("aria-label") for picture in drawn] == [
        "Share of requests answered by blue",
        "Latency over new connections",
        "Latency over kept-alive connections",
    ]


def test_the_curves_are_drawn_around_the_switch():
    """The mark is there, and the crossing is reported from it."""
    page = render(SWITCHED, BEGAN + 5)
    assert ">switch</text>" in page
    assert (
        "The first answer by green came 0.600 s after the switch. Of the requests over new "
        "connections that started after it, none reached blue." in sentences(page)
    )


def test_without_a_switch_the_first_new_answer_is_the_mark():
    """The command was not told when the address moved."""
    page = render(SWITCHED)
    assert ">first answer by green</text>" in page
    assert "came 5.600 s after the start" in page


def test_where_nothing_moved_only_latency_is_drawn():
    """With one side there is no old one."""
    page = render(report(request(1), request(2)))
    assert HEADINGS.findall(page) == ["Latency over new connections", "All counts"]
    assert 'class="mark"' not in page


def test_the_old_side_of_a_rollback_is_the_one_that_answered_before_it():
    """Not the one that answered first of all."""
    back = report(request(0), request(1, "green"), request(3, "green"), request(6, "blue"))
    assert "Share of requests answered by green" in render(back, BEGAN + 5)


def test_failures_are_in_the_verdict_and_in_the_table():
    """One column for each kind of connection, one row for each outcome."""
    page = render(SWITCHED, BEGAN + 5)
    assert sentences(page)[:2] == [
        "1 of 5 requests failed.",
        "Without retries on stale connections, which browsers do as well, 2 would have failed.",
    ]
    assert row(page, "failed") == ["1", "0"]
    assert row(page, "reset") == ["1", "0"]
    assert row(page, "retried") == ["0", "1"]
    assert row(page, "failed, without retries") == ["1", "1"]
    assert row(page, "answers by green") == ["1", "0"]
    assert [
        row(page, outcome)[1] for outcome in RequestOutcome if outcome is not RequestOutcome.OK
    ] == ["0"] * 11
    assert 'class="verdict failed"' in page


def test_a_clean_probing_says_so():
    """The first sentence is the one that matters."""
    page = render(report(request(1)))
    assert sentences(page) == ["None of 1 requests failed."]
    assert 'class="verdict clean"' in page


def test_the_download_is_reported_in_a_sentence():
    """Bytes, duration, who gave it, and that it outlasted the switch."""
    whole = report(
        request(1),
        request(6, "green"),
        request(0, kind=Kind.DOWNLOAD, seconds=9.0, received=52_428_800),
    )
    assert (
        "The download: ok, 52,428,800 bytes in 9.0 s by blue; it ended 4.0 s after the switch."
        in sentences(render(whole, BEGAN + 5))
    )


def test_websockets_have_their_curve_and_column():
    """Each kind that was probed is drawn."""
    page = render(report(request(1), request(2, kind=Kind.WEBSOCKET)))
    assert "Latency over WebSockets" in HEADINGS.findall(page)
    assert row(page, "requests") == ["1", "1"]


@pytest.mark.parametrize("records", [[], [request(1, None, outcome=RequestOutcome.REFUSED)]])
def test_a_probing_without_an_answer_has_its_page_too(records):
    """When everything is down the report must not be."""
    assert "requests failed" in render(report(*records))


def test_what_comes_from_outside_is_text():
    """A URL or a side's name can hold what looks like markup."""
    records = [request(1, "<i>blue"), request(5, "<i>green")]
    page = render(report(*records, url="http://192.0.2.1/?a=<b>&c"), BEGAN + 4)
    assert "<i>" not in page
    assert "<b>" not in page
    assert "http://192.0.2.1/?a=&lt;b&gt;&amp;c" in page
