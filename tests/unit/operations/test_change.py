# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""One plan of a session, and what is reported after it."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.faults import heat_is_down
from support.sessions import Paper, session_in
from support.worlds import shop_that_is_up

from bluegreen.cloud.errors import AnswerLost
from bluegreen.errors import Refused, Stuck
from bluegreen.operations.change import change, observe_afterwards, stuck_on_defect
from bluegreen.operations.plan import Plan

PLAN = Plan("switch of shop to green", "shop", "switch", steps=())


def test_a_plan_that_is_only_shown_has_no_context(tmp_path: Path) -> None:
    """The caller does nothing afterwards then."""
    session = session_in(shop_that_is_up(tmp_path), dry_run=True)

    assert change(PLAN, session, None) is None


def test_a_defect_once_production_has_moved_is_stuck(tmp_path: Path) -> None:
    """Exit code 1 would say that nothing is changed."""
    context = session_in(shop_that_is_up(tmp_path)).context(None)
    context.progress.production_left = True

    with pytest.raises(Stuck, match="unexpected KeyError") as stuck, stuck_on_defect(PLAN, context):
        raise KeyError("nobody thought of it")

    assert stuck.value.next_step == "bluegreen resume shop"


@pytest.mark.parametrize("error", [KeyError("early"), Refused("no")])
def test_before_that_it_is_what_it_is(tmp_path: Path, error: Exception) -> None:
    """Nothing is changed yet; and a refusal is one at any time."""
    context = session_in(shop_that_is_up(tmp_path)).context(None)

    with pytest.raises(type(error)), stuck_on_defect(PLAN, context):
        raise error


def test_a_cloud_that_does_not_answer_afterwards_fails_nothing(tmp_path: Path) -> None:
    """What was ordered is done; a sentence says that the rest is not known."""
    project, paper = shop_that_is_up(tmp_path), Paper()

    def silent(moment: str, call: str) -> None:
        raise AnswerLost(f"no answer to {call}")

    project.fault = silent
    assert observe_afterwards("shop", session_in(project, paper)) is None
    assert len(paper.lines) == 1


def test_without_heat_it_is_reported_as_far_as_it_answers(tmp_path: Path) -> None:
    """Neutron and Octavia say which side is live."""
    project, paper = shop_that_is_up(tmp_path), Paper()
    project.fault = heat_is_down

    assert observe_afterwards("shop", session_in(project, paper))
    assert paper.lines == ["live: blue"]
