# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Plain scalars are taken as the person meant them, or are a problem with a line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

ODD = ["010", "0o10", "0x10", "0b10", "1_000", "1:30", "08", "1e3", "+0x1"]


@pytest.mark.parametrize("written", ODD)
@pytest.mark.parametrize("key", ["port", "count"])
def test_a_number_that_readers_differ_on_is_a_problem(problems, smallest, key, written):
    """YAML 1.1 takes 010 for 8 and 1:30 for 90, which nobody who writes a port means."""
    (told,) = problems(smallest + f"  {key}: {written}\n")
    assert told.startswith(f"6: servers.{key}: must be a whole number")
    assert told.endswith(f"; YAML parsers disagree on what {written} is")


@pytest.mark.parametrize("written", ["1_0.5", "1e-3", "0x1", "1:30.5", "010.5"])
def test_a_threshold_that_readers_differ_on_is_a_problem(problems, smallest, written):
    """A wrong threshold lets a bad release through."""
    check = f"checks: [{{name: a, prometheus: {{url: 'http://x', query: x, below: {written}}}}}]\n"
    (told,) = problems(smallest + check)
    assert told.startswith("6: checks[0].prometheus.below: must be a number; YAML parsers")
    assert told.endswith(f" disagree on what {written} is")


@pytest.mark.parametrize(
    ("written", "meant"),
    [("80", 80), ("+80", 80), ("0.5", 0.5), (".5", 0.5), ("-1.5e+3", -1500.0), ("0", 0)],
)
def test_a_decimal_number_is_a_number(loaded, smallest, written, meant):
    """All readers agree on these."""
    check = f"checks: [{{name: a, prometheus: {{url: 'http://x', query: x, below: {written}}}}}]\n"
    assert loaded(smallest + check).checks[0].kind.below == meant


@pytest.mark.parametrize(
    "written",
    ["no", "On", "NO", "off", "y", "2026-11-28", "1:30", "010", "1_000", "0x1F", "1e3", "="],
)
def test_text_needs_no_quotes_for_what_is_no_decimal_number(loaded, smallest, written):
    """Norway is no, a day is a day, and a post code keeps its zero."""
    Path("user-data.sh").write_text("{code}")
    text = f"  user_data: user-data.sh\n  key_pair: {written}\n  parameters: {{code: {written}}}\n"
    servers = loaded(smallest + text).servers
    assert (servers.key_pair, servers.parameters) == (written, {"code": written})


@pytest.mark.parametrize(
    ("written", "meant"),
    [("true", True), ("yes", True), ("On", True), ("false", False), ("no", False), ("OFF", False)],
)
def test_yes_and_no_are_true_and_false_where_only_they_make_sense(loaded, smallest, written, meant):
    """A check is a trial, or it is none."""
    text = f"checks: [{{name: a, trial: {written}, http: {{}}}}]\n"
    assert loaded(smallest + text).checks[0].trial is meant


@pytest.mark.parametrize(
    ("written", "instead"),
    [(word, "true") for word in ("yes", "on", "ON")]
    + [(word, "false") for word in ("no", "off")]
    + [(word, "a decimal number") for word in ODD],
)
def test_what_may_be_text_or_not_is_a_problem(problems, smallest, written, instead):
    """In JSON both are right, so nobody but its writer knows which was meant."""
    text = (
        f"checks: [{{name: a, http: {{json: {{active: {written}}}}}}}]\n"
        f"notifications: [{{url: 'http://x', template: {{to: [a, {{b: {written}}}]}}}}]\n"
    )
    rule = f"YAML parsers disagree on what {written} is: quote it if it is text, or write {instead}"
    assert problems(smallest + text) == [
        f"6: checks[0].http.json.active: {rule}",
        f"7: notifications[0].template.to: {rule}",
    ]


def test_quoted_text_and_plain_values_are_in_json_as_they_are_written(loaded, smallest):
    """A day is text there too: JSON has none."""
    template = {"a": "no", "b": "010", "c": 10, "d": True, "e": None, "f": 1.5}
    text = json.dumps(template)[:-1] + ", g: 2026-11-28, h: off-peak, on: x}"
    read = loaded(smallest + f"notifications: [{{url: 'http://x', template: {text}}}]\n")
    assert read.notifications[0].template == template | {
        "g": "2026-11-28",
        "h": "off-peak",
        "on": "x",
    }


def test_anti_affinity_is_off_without_quotes(loaded, smallest):
    """It is one of three words."""
    assert loaded(smallest + "  anti_affinity: off\n").servers.anti_affinity == "off"


@pytest.mark.parametrize("tagged", ["!!int 010", "!!int '1:30'", "!!float 1_000.5", "!!int 0x1"])
def test_a_tag_makes_no_other_number_of_it(problems, smallest, tagged):
    """PyYAML would read 8, 90, 1000.5 and 1."""
    (told,) = problems(smallest + f"  port: {tagged}\n")
    assert told.startswith("6: is not YAML: ")
    assert "quote it if it is text" in told
