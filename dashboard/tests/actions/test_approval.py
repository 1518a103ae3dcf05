# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Approve and reject: an answer where the release that waits looks for it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from conftest import AJAX, Visitor, went_through
from support.fake_cloud import FakeProject
from support.releases import asks
from support.worlds import context_in, shop

from bluegreen.model.journal import Phase
from bluegreen.operations.journal_writer import note


@pytest.mark.parametrize(
    ("action", "phase"), [("approve", Phase.SUCCEEDED), ("reject", Phase.FAILED)]
)
def test_an_answer_is_written_where_the_release_that_waits_looks(
    ann: Visitor, project: FakeProject, action: str, phase: Phase
) -> None:
    """It names the release that was seen, and ends the run that the question began."""
    lease = project.cloud().leases.take("shop", "bob@desk", "release 1.0", timedelta(minutes=2))
    run = asks(project, lease=lease.id)

    assert went_through(ann.presses(action, message="looks good"))
    newest = project.cloud().journal.entries("shop", limit=1)[0]
    assert (newest.event, newest.phase, newest.release) == ("approval", phase, "r2")
    assert (newest.operator, newest.run) == ("ann in Horizon", run)


@pytest.mark.parametrize("action", ["approve", "reject"])
@pytest.mark.parametrize("ended", [True, False])
def test_an_answer_to_who_does_something_else_is_not_written(
    ann: Visitor, project: FakeProject, action: str, *, ended: bool
) -> None:
    """A repair holds the lease too: it is at work, or asks a person whether it may."""
    run = context_in(project)
    phase = Phase.SUCCEEDED if ended else Phase.INTENDED
    note(run, "shop", "repair", phase, shop(project).blue, {})
    project.cloud().leases.take("shop", "bob@desk", "repair", timedelta(minutes=2))

    assert "o release of shop waits for an answer" in ann.presses(action).text
    assert project.cloud().journal.entries("shop", limit=1)[0].event == "repair"


@pytest.mark.parametrize("action", ["approve", "reject"])
def test_an_answer_that_nobody_waits_for_any_more_is_not_written(
    ann: Visitor, project: FakeProject, action: str
) -> None:
    """The release may have ended while the dialog was open; the next one asks again."""
    leases = project.cloud().leases
    lease = leases.take("shop", "bob@desk", "release 1.0", timedelta(minutes=2))
    asks(project, lease=lease.id)
    dialog = ann.opens(f"application/shop/{action}/", **AJAX)
    leases.release(lease)

    form = {name: dialog.field(name) for name in ("saw_live", "saw_release")}
    told = ann.sends(f"application/shop/{action}/", form, **AJAX)

    assert "o release of shop waits for an answer" in told.text
    assert project.cloud().journal.entries("shop", limit=1)[0].phase is Phase.INTENDED


@pytest.mark.parametrize("action", ["approve", "reject"])
def test_the_page_says_shortly_that_no_release_waits(
    ann: Visitor, project: FakeProject, action: str
) -> None:
    """It is what a page says most of the time; while one waits, there is a button."""
    note(context_in(project), "shop", "repair", Phase.SUCCEEDED, shop(project).blue, {})
    assert "No release waits for an answer." in ann.opens("application/shop/").text

    asks(project)
    waiting = ann.opens("application/shop/")
    assert "No release waits for an answer." not in waiting.text
    assert f"application/shop/{action}/" in waiting.html
