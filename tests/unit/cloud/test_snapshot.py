# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What a page shows is read as far as the cloud answers."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from support.fake_cloud import FakeProject
from support.faults import heat_is_down, silence
from support.worlds import shop_that_is_up

from bluegreen.cloud.snapshot import history, lease_holder, survey, take_snapshot
from bluegreen.errors import Refused
from bluegreen.model.address import Role
from bluegreen.model.tags import Colour


@pytest.fixture
def project(tmp_path: Path) -> FakeProject:
    """A project in which blue is live with 1.0, green idle with 1.0, two servers each."""
    return shop_that_is_up(tmp_path)


def test_a_snapshot_has_what_each_side_is_about(project: FakeProject) -> None:
    """An observation, with addresses, connections and servers; runs when asked for."""
    project.connected["lb-shop-green"] = 3

    found = take_snapshot(project.cloud(), "shop", runs=5)

    assert [side.role for side in found.sides] == [Role.PRODUCTION, Role.PREVIEW]
    assert found.side(Colour.BLUE).live
    assert found.connections_on_idle == 3
    assert [run.last.event for run in found.history] == ["up"]
    assert found.interrupted is None
    assert take_snapshot(project.cloud(), "shop").history == ()


def test_a_journal_that_cannot_be_read_takes_no_page_away(project: FakeProject) -> None:
    """The page shows the rest, and why its history is missing."""
    silence(project, "GET software_configs")

    found = take_snapshot(project.cloud(), "shop", runs=5)

    assert found.history == ()
    assert found.history_error is not None
    assert found.application.exists


def test_without_heat_the_servers_are_not_known(project: FakeProject) -> None:
    """Neutron and Octavia say what the addresses point at."""
    project.fault = heat_is_down

    found = take_snapshot(project.cloud(), "shop")

    assert found.application.unread
    assert found.side(Colour.BLUE).servers == ()
    assert found.side(Colour.BLUE).address is not None


def test_a_snapshot_of_what_is_not_there_is_refused(project: FakeProject) -> None:
    """It is no application without sides."""
    with pytest.raises(Refused):
        take_snapshot(project.cloud(), "nothing")


def test_a_survey_says_who_works_on_each_application(project: FakeProject) -> None:
    """At the same number of requests for many as for one."""
    project.cloud().leases.take("shop", "bob@desk", "the sale", timedelta(minutes=2))

    ((application, holder),) = survey(project.cloud())

    assert application.name == "shop"
    assert holder is not None
    assert holder.lease.owner == "bob@desk"
    assert str(lease_holder(project.cloud(), "shop")) == "bob@desk (the sale)"


def test_a_history_is_as_long_as_was_asked_for(project: FakeProject) -> None:
    """In runs, however many entries each of them wrote."""
    assert len(history(project.cloud(), "shop", 1)) == 1
    assert history(project.cloud(), "other") == []


def test_a_history_can_be_of_one_event(project: FakeProject) -> None:
    """Of the switches alone, for example."""
    assert {run.last.event for run in history(project.cloud(), "shop", event="up")} == {"up"}
    assert history(project.cloud(), "shop", event="switch") == []
