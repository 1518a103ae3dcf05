# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""A comparison as one HTML page: the sentence, the picture, the tables, the odds."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from importlib.resources import files
from string import Template

from bluegreen.timetable.comparison import Comparison, Timetable
from bluegreen.timetable.picture import picture, titled
from bluegreen.timetable.words import caption, chances_lines, clock, headline, line_words

HEADINGS = ("at", "step", "takes", "")


def page(comparison: Comparison) -> str:
    """Write the page; nothing in it is loaded from elsewhere."""
    template = Template(files("bluegreen.timetable").joinpath("page.html").read_text("utf-8"))
    return template.substitute(
        headline=escape(headline(comparison)),
        picture=picture(comparison),
        tables="".join(
            part for title, timetable in titled(comparison) for part in _table(title, timetable)
        ),
    )


def _table(title: str, timetable: Timetable) -> Iterator[str]:
    schedule, found = timetable.schedule, timetable.chances
    yield f"<h2>{escape(title)}</h2><table>{_row('th', HEADINGS)}"
    for line in schedule.lines:
        yield _row("td", line_words(schedule, line))
    end = clock(schedule.begins + schedule.ends)
    yield f"{_row('td', (end, 'end', '', ''))}</table><p>{escape(caption(schedule))}</p>"
    for sentence in chances_lines(schedule, found) if found else ():
        yield f"<p>{escape(sentence)}</p>"


def _row(cell: str, texts: tuple[str, ...]) -> str:
    return f"<tr>{''.join(f'<{cell}>{escape(text)}</{cell}>' for text in texts)}</tr>"
