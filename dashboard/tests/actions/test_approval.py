# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Approve and reject: an answer where the release that waits looks for it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from conftest import AJAX, Visitor, went_through
from support.fake_cloud import FakeProject
from support.worlds import context_in, shop

from bluegreen.model.journal import Phase
from bluegreen.operations.journal_writer import note


def has_checked(project: FakeProject) -> None:
    """Let a release have checked what is on the idle side."""
    note(context_in(project), "shop", "check", Phase.SUCCEEDED, shop(project).green, {})


@pytest.mark.parametrize(
    ("action", "phase"), [("approve", Phase.SUCCEEDED), ("reject", Phase.FAILED)]
)
def test_an_answer_is_written_where_the_release_that_waits_looks(
    ann: Visitor, project: FakeProject, action: str, phase: Phase
) -> None:
    """It names the release that was seen; whoever waits has the lease, and has just checked."""
    has_checked(project)
    project.cloud().leases.take("shop", "bob@desk", "release 1.0", timedelta(minutes=2))

    assert went_through(ann.presses(action, message="looks good"))
    newest = project.cloud().journal.entries("shop", limit=1)[0]
    assert (newest.event, newest.phase, newest.release) == ("approval", phase, "r2")
    assert newest.operator == "ann in Horizon"


@pytest.mark.parametrize("action", ["approve", "reject"])
@pytest.mark.parametrize("ended", [True, False])
def test_an_answer_to_who_does_something_else_is_not_written(
    ann: Visitor, project: FakeProject, action: str, *, ended: bool
) -> None:
    """A repair holds the lease too: it is at work, or asks a person whether it may."""
    has_checked(project)
    run = context_in(project)
    phase = Phase.SUCCEEDED if ended else Phase.INTENDED
    note(run, "shop", "repair", phase, shop(project).blue, {})
    project.cloud().leases.take("shop", "bob@desk", "repair", timedelta(minutes=2))

    assert "no release waits for an answer" in ann.presses(action).text
    assert project.cloud().journal.entries("shop", limit=1)[0].event == "repair"


@pytest.mark.parametrize("action", ["approve", "reject"])
def test_an_answer_that_nobody_waits_for_any_more_is_not_written(
    ann: Visitor, project: FakeProject, action: str
) -> None:
    """The release may have ended while the dialog was open; the next one is to ask anew."""
    leases = project.cloud().leases
    lease = leases.take("shop", "bob@desk", "release 1.0", timedelta(minutes=2))
    dialog = ann.opens(f"application/shop/{action}/", **AJAX)
    leases.release(lease)

    form = {name: dialog.field(name) for name in ("saw_live", "saw_release")}
    told = ann.sends(f"application/shop/{action}/", form, **AJAX)

    assert "No release holds the lease, so none waits for an answer." in told.text
    assert project.cloud().journal.entries("shop", limit=1)[0].event != "approval"
