# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""An application whose sides scale with load: what the panel shows of it, and does to it."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import AJAX, Visitor, live
from support.fake_cloud import FakeProject
from support.faults import just_before
from support.worlds import SCALED_SHOP, set_size, shop, shop_that_is_up

from bluegreen.model.tags import Colour


@pytest.fixture
def project(tmp_path: Path) -> FakeProject:
    """An application that scales, blue live; two servers each."""
    return shop_that_is_up(tmp_path, SCALED_SHOP)


def test_each_side_shows_its_bounds_and_alarms(ann: Visitor) -> None:
    """As `bluegreen status` does: those of the idle side are held."""
    text = ann.opens("application/shop/").text

    assert "Alarms out ok, in ok Last scaling -" in text
    assert "Alarms out suspended, in suspended Last scaling -" in text


def test_a_switch_holds_the_alarms_and_lets_the_new_side_grow(
    ann: Visitor, project: FakeProject
) -> None:
    """That it shrinks too takes minutes of its own load; the page names what lets it."""
    dialog = ann.opens("application/shop/switch/", **AJAX)
    done = ann.presses("switch")

    assert "Suspend autoscaling of blue" in dialog.text
    assert "X-Horizon-Location" in done.headers
    assert live(project) is Colour.GREEN
    text = ann.opens("application/shop/").text
    assert "its autoscaling is not active in both directions: bluegreen resume shop" in text


def test_a_side_that_must_grow_first_is_not_switched_to_from_here(
    ann: Visitor, project: FakeProject
) -> None:
    """Servers take minutes to boot; the command is named."""
    set_size(project, "shop-blue-r1", 4)

    page = ann.opens("application/shop/")
    told = ann.presses("switch")

    assert 'aria-disabled="true" id="action_switch"' in page.html
    assert "Next: bluegreen switch shop" in told.text
    assert live(project) is Colour.BLUE
    assert shop(project).green.members.total == 2


def test_a_live_side_that_grows_during_the_switch_keeps_nobody_waiting_here(
    ann: Visitor, project: FakeProject
) -> None:
    """The switch is refused and taken back, where the command would boot what is lacking."""
    just_before(project, "alarms.enable out False", lambda: set_size(project, "shop-blue-r1", 3))
    told = ann.presses("switch")

    assert "Scaling it out takes minutes, so the dashboard does not do it" in told.text
    assert live(project) is Colour.BLUE
    assert shop(project).green.members.total == 2
