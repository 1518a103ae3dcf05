# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Regular expressions that can be ended."""

from __future__ import annotations

from itertools import count
from threading import Event, Thread

import pytest

from bluegreen.probe.patterns import TookTooLong, compiled, search


@pytest.mark.parametrize("pattern", ["(a|aa)+$", r"(?:(?:a?){50}){50}$"])
def test_a_search_ends_at_its_limit(pattern):
    """Whether the text matches is not known then."""
    with pytest.raises(TookTooLong, match=r"longer than 0\.5 s"):
        search(compiled(pattern), "a" * 3000 + "b")


def test_other_threads_run_during_a_search():
    """A lease is renewed by a thread, and must not wait for a pattern."""
    renewals, over = count(), Event()

    def renew() -> None:
        while not over.wait(0.01):
            next(renewals)

    thread = Thread(target=renew)
    thread.start()
    try:
        before = next(renewals)
        with pytest.raises(TookTooLong):
            search(compiled("(a|aa)+$"), "a" * 200 + "b")
        assert next(renewals) > before + 1
    finally:
        over.set()
        thread.join()


@pytest.mark.parametrize("pattern", ["[a", "(", "a{2}{3}**", "(?P<1>x)"])
def test_what_is_no_regular_expression_is_reported(pattern):
    """In plain words, whatever the library raises."""
    with pytest.raises(ValueError, match="is not a valid regular expression"):
        compiled(pattern)


def test_patterns_mean_what_they_mean_in_python():
    """Look-arounds, named groups and back references included."""
    match = search(compiled(r"(?<=v)(?P<n>\d)\.(?P=n)(?!\d)"), "v2.2 v3.34")
    assert match
    assert match["n"] == "2"
