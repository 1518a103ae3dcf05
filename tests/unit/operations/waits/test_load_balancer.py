# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""A change that Octavia refuses while it works on the load balancer."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.worlds import context_in, shop_that_is_up

from bluegreen.cloud.errors import AnswerLost, Busy, Conflict, Forbidden
from bluegreen.errors import BlueGreenError, StepFailed
from bluegreen.operations.waits.load_balancer import until_accepted


def test_it_is_asked_for_until_it_is_accepted(tmp_path: Path) -> None:
    """Refused as immutable, slow, and without an answer: each is asked for again, then no more."""
    answers: list[BlueGreenError | None] = [Conflict("no"), Busy("no"), AnswerLost("late"), None]

    def ask() -> None:
        if answer := answers.pop(0):
            raise answer

    until_accepted(
        context_in(shop_that_is_up(tmp_path)), "lb-1", ask, called="blue's load balancer"
    )

    assert answers == []


def test_one_that_stays_busy_is_reported_with_what_to_look_at(tmp_path: Path) -> None:
    """After the limit the step fails."""

    def ask() -> None:
        raise Conflict("immutable")

    with pytest.raises(StepFailed) as stopped:
        until_accepted(
            context_in(shop_that_is_up(tmp_path)), "lb-1", ask, called="the load balancer x"
        )

    assert stopped.value.true_now == "the load balancer x stays busy"
    assert stopped.value.next_step == "openstack loadbalancer status show lb-1"


def test_another_refusal_is_not_asked_away(tmp_path: Path) -> None:
    """The refusal comes at once without the right to it."""
    asked = []

    def ask() -> None:
        asked.append(1)
        raise Forbidden("not yours")

    with pytest.raises(Forbidden):
        until_accepted(context_in(shop_that_is_up(tmp_path)), "lb-1", ask, called="blue's")

    assert len(asked) == 1
