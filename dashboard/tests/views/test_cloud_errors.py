# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Errors of the cloud are sentences on the page, and never Horizon's own error pages."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from conftest import AJAX, Visitor
from support.fake_cloud import FakeProject

from bluegreen.cloud.errors import AnswerLost, Busy, Conflict, Forbidden, NotFound
from bluegreen.errors import CloudError

KINDS = (AnswerLost, Busy, Conflict, Forbidden, NotFound, CloudError)


def answers(kind: type[CloudError], to: Callable[[str], bool]) -> Callable[[str, str], None]:
    """Return a fault that lets some calls be answered with an error."""

    def fault(moment: str, call: str) -> None:
        if moment == "before" and to(call):
            raise kind("the cloud answered so")

    return fault


@pytest.mark.parametrize("kind", KINDS)
def test_a_list_that_cannot_be_read_says_why(
    ann: Visitor, project: FakeProject, kind: type[CloudError]
) -> None:
    """Horizon takes every SDK error for missing rights; here none gets that far."""
    project.fault = answers(kind, lambda call: call == "addresses.find")

    page = ann.opens()

    assert page.status == 200
    assert "The cloud answered so." in page.text


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("path", ["application/shop/", "application/shop/switch/"])
def test_a_page_that_cannot_be_read_leads_to_the_list_with_the_reason(
    ann: Visitor, project: FakeProject, kind: type[CloudError], path: str
) -> None:
    """There is nothing to show."""
    project.fault = answers(kind, lambda call: call == "addresses.find")

    page = ann.opens(path)
    project.fault = lambda moment, call: None

    assert (page.status, page.location) == (302, "/project/bluegreen/")
    assert "The cloud answered so." in ann.opens().text


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("action", ["switch", "rollback", "retire", "pause"])
def test_an_action_that_meets_an_error_says_so_in_its_dialog(
    ann: Visitor, project: FakeProject, kind: type[CloudError], action: str
) -> None:
    """Nothing is changed; the form stays, to be sent again."""
    writes = ("POST ports", "addresses.set_paused True")
    project.fault = answers(kind, lambda call: call in writes)

    page = ann.presses(action)

    assert page.status == 200
    assert "X-Horizon-Location" not in page.headers
    assert "answered so" in page.text or "is being changed" in page.text


def test_an_action_that_meets_a_cloud_that_answers_nothing_says_so_on_the_list(
    ann: Visitor, project: FakeProject
) -> None:
    """Why the order failed, and why its dialog cannot be shown again."""
    form = {"proof": "probe", "saw_live": "blue", "saw_release": "r2"}

    def fault(moment: str, call: str) -> None:
        raise AnswerLost(f"no answer to {call}")

    project.fault = fault
    page = ann.sends("application/shop/switch/", form, **AJAX)
    project.fault = lambda moment, call: None

    assert page.headers["X-Horizon-Location"] == "/project/bluegreen/"
    text = ann.opens().text
    assert "No answer to GET networks." in text
    assert "No answer to addresses.find." in text


@pytest.mark.parametrize(
    "read", ["stacks.outputs", "stacks.resources", "balancers.connections", "software_configs"]
)
def test_what_is_nice_to_know_keeps_nobody_from_the_page(
    ann: Visitor, project: FakeProject, read: str
) -> None:
    """Networks, servers, connections, history: the rest is shown."""
    project.fault = answers(CloudError, lambda call: read in call)

    page = ann.opens("application/shop/")

    assert page.status == 200
    assert "live: production" in page.text


def test_a_project_that_cannot_be_connected_to_is_reported(
    ann: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A token that has run out, for example."""

    def refuse(who: object) -> None:
        raise CloudError("no connection to the cloud: HTTP 401", "sign in again")

    monkeypatch.setattr("bluegreen_dashboard.cloud.connect_as", refuse)

    page = ann.opens()

    assert "No connection to the cloud: HTTP 401. Next: sign in again" in page.text
    assert ann.opens("application/shop/switch/", **AJAX).status in (200, 302)
