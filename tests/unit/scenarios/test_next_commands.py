# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What is printed after `next:` is typed, until the application is well or a person must act.

Each row breaks one thing by hand, as somebody with the cloud's own tools does.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from support.acts import SWITCH, two_strangers
from support.broken_by_hand import BROKEN
from support.fake_cloud import FakeProject
from support.faults import just_before
from support.following import End, follow
from support.hands import address_deleted, break_stack
from support.incidents import TO_GREEN
from support.operator import Operator
from support.refused import REFUSED
from support.typed_here import TypedHere
from support.worlds import stop_server

from bluegreen.model.address import Role


@pytest.mark.parametrize("name", BROKEN | REFUSED)
def test_the_commands_that_are_named_lead_on(name: str, tmp_path: Path) -> None:
    """No circle, no usage error, no command that nobody has; what only a person can do is named."""
    broken = (BROKEN | REFUSED)[name]
    here = TypedHere(broken.operator(tmp_path))
    broken.breaks(here.project, tmp_path)
    way = follow(here, broken.first, broken.fill)

    assert (way.end, str(way)) == (broken.end, str(way))
    if broken.end is End.PERSON:
        assert broken.told in way.said
    if broken.end is End.PERSON and broken.person:
        broken.person(here.project, tmp_path)
        way = follow(here, broken.first, broken.fill)
        assert (way.end, str(way)) == (End.WELL, str(way))


def test_status_names_nothing_to_resume_while_somebody_is_at_work(
    project: FakeProject, operator: Operator
) -> None:
    """In the middle of a switch, preview is on no side: that is how it should be."""
    seen: list[str] = []
    just_before(project, TO_GREEN, lambda: seen.append(operator.types("status", expect=0).err))
    operator.types(*SWITCH, expect=0)

    assert "It is being changed by " in seen[0]
    assert "bluegreen resume" not in seen[0]


def test_a_live_side_that_somebody_began_to_delete_is_not_built_again(
    project: FakeProject, operator: Operator
) -> None:
    """Heat could not delete all of it, and it still serves: `up` leaves it, and says so."""
    break_stack(project, "shop-blue", "DELETE_FAILED")
    before = dict(project.stacks)
    refused = operator.types("up", "1.0", "--sides", "blue", "--yes", expect=1)

    assert "production is on blue now" in refused.err
    assert project.stacks == before


def test_doctor_names_a_server_that_is_dead(project: FakeProject, operator: Operator) -> None:
    """A load balancer that is DEGRADED works; the server in it stands in the way all the same."""
    stop_server(project, "shop-blue-r1/0")
    told = operator.types("doctor", "shop", expect=1)

    assert "bad     blue: server shop-blue-r1/0" in told.err
    assert "bluegreen repair blue shop" in told.out


@pytest.mark.parametrize("words", [("status",), ("switch", "--yes"), ("resume", "--yes")])
def test_what_was_adopted_is_adopted_again_where_an_address_is_missing(
    words: tuple[str, ...], tmp_path: Path
) -> None:
    """Nothing of it is built here, so that `up` would be refused."""
    project = FakeProject()
    two_strangers(project)
    operator = Operator(project, tmp_path)
    operator.types("adopt", "shop", "--yes", expect=0)
    address_deleted(Role.PREVIEW)(project, tmp_path)
    told = operator.types(*words).err

    assert "bluegreen adopt shop" in told
    assert "bluegreen up" not in told
    operator.types("adopt", "shop", "--yes", expect=0)
    operator.types("switch", "shop", "--yes", expect=0)
