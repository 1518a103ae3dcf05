# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The panel has a heading, and so a translation, for everything that the library may say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from bluegreen_dashboard import i18n
from conftest import AJAX, Visitor
from support.fake_cloud import FakeProject

import bluegreen
from bluegreen.model.journal import Phase

LIBRARY = Path(bluegreen.__file__).parent
ACTIONS = ("switch", "rollback", "retire")


def test_every_precheck_of_a_plan_that_the_panel_shows_has_a_heading() -> None:
    """Those of moves and of retiring."""
    sources = "".join(
        (LIBRARY / "operations" / name).read_text()
        for name in (
            "prechecks.py",
            "switch/rollback_prechecks.py",
            "scale/scale_out.py",
            "retire/plan.py",
        )
    )
    named = set(re.findall(r'Precheck\(\s*"([a-z-]+)"', sources))

    assert len(named) > 10
    assert named - set(i18n.PRECHECKS) == set()


@pytest.mark.parametrize("action", ACTIONS)
def test_every_step_of_a_plan_that_the_panel_shows_has_a_heading(
    ann: Visitor, project: FakeProject, action: str
) -> None:
    """A name that has none would stand there itself."""
    html = ann.opens(f"application/shop/{action}/", **AJAX).html
    steps = html.partition("<ol>")[2].partition("</ol>")[0]
    headings = re.findall(r"<strong>([^<]+)</strong>", steps)

    assert headings
    assert [heading for heading in headings if re.fullmatch(r"[a-z-]+[\w.-]*", heading)] == []


def test_every_verb_that_writes_to_the_journal_has_a_word() -> None:
    """The events of plans, and those of notes."""
    sources = "".join(path.read_text() for path in LIBRARY.rglob("*.py"))
    events = set(re.findall(r'\bevent="([a-z]+)"', sources))

    assert {"switch", "deploy", "up"} <= events
    assert events - set(i18n.EVENTS) == set()


def test_every_end_of_a_run_has_a_word() -> None:
    """As `bluegreen history` says them."""
    ends = {str(phase) for phase in Phase} - {Phase.INTENDED, Phase.STEP} | {"unfinished"}

    assert ends == set(i18n.OUTCOMES)
