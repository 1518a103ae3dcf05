# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Text from elsewhere, as a terminal, a spreadsheet and a shell may have it."""

from __future__ import annotations

import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bluegreen.model.text import inert_in_double_quotes, neutral, printable, printable_lines


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[2J", "\\x1b[2J"),
        ("\x9b2J", "\\x9b2J"),
        ("a\x07\x00\x7f", "a\\x07\\x00\\x7f"),
        ("one\r\ntwo\tthree", "one\\r\\ntwo\\tthree"),
        ("yes\u202e\u2066\u200f", "yes\\u202e\\u2066\\u200f"),
        ("a\u2028b", "a\\u2028b"),
        ("\udcff", "\\udcff"),
        ("\U000e0041", "\\U000e0041"),
    ],
)
def test_what_a_terminal_obeys_is_shown(text, shown):
    """Control characters, directions of writing and line separators are shown by their escapes."""
    assert printable(text) == shown


@pytest.mark.parametrize(
    "text", ["", "r42 is live.", "版 2\u3000を公開", "é ß €", "a\u00a0b", "🚀"]
)
def test_text_of_any_language_stays_as_it_is(text):
    """The spaces of French and of Japanese too."""
    assert printable(text) == text


@given(st.text())
def test_no_text_gets_through(text):
    """Whatever is shown is one line without a control character, and is shown the same twice."""
    shown = printable(text)
    assert all(c.isprintable() or c.isspace() for c in shown)
    assert len(shown.splitlines()) <= 1
    assert printable(shown) == shown
    assert len(printable(text, 10)) <= 10


def test_lines_stay_lines():
    """A traceback and the figures of a probing have several."""
    assert printable_lines("one\x1b\ntwo\r\n") == "one\\x1b\ntwo\\r\n"


@pytest.mark.parametrize("text", ["=1+1", "+cmd|'/c calc'!A0", "-1+1", "@SUM(A1)", "\tx", "\rx"])
def test_a_spreadsheet_computes_nothing(text):
    """A cell that begins like a formula begins with a quote."""
    assert neutral(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "-", "-3", "+1.5", "-2.5e-3", ".5", "blue", "1=1", "'x"])
def test_numbers_and_other_text_stay_as_they_are(text):
    """A column of numbers can still be added up."""
    assert neutral(text) == text


@pytest.mark.parametrize("text", ["$(id)", "`id`", "${HOME}", "a\\", "\\$(id)", "$$", "plain"])
def test_a_shell_runs_nothing(text):
    """`eval "$(bluegreen switch -f shell)"` sets variables, and does nothing else."""
    line = f'printf %s "{inert_in_double_quotes(text)}"'
    assert subprocess.run(["sh", "-c", line], capture_output=True, text=True).stdout == text
