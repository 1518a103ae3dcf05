# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The dialog of an action."""

from __future__ import annotations

from conftest import AJAX, Visitor, live
from django.test import override_settings
from support.fake_cloud import FakeProject

from bluegreen.model.tags import Colour


def test_the_dialog_of_a_switch_shows_guards_steps_and_what_clients_notice(
    ann: Visitor, project: FakeProject
) -> None:
    """Before anything is done."""
    project.connected["lb-shop-blue"] = 3

    text = ann.opens("application/shop/switch/", **AJAX).text

    assert "passed: Wanted servers are healthy green has 2 healthy servers of 2 wanted" in text
    assert "Move the production address 203.0.113.2 to green." in text
    assert "Blue has 3 open connections; they stay there until they end." in text
    assert live(project) is Colour.BLUE


def test_the_proof_that_the_administrator_has_set_is_what_the_dialog_proposes(
    ann: Visitor,
) -> None:
    """A server that has no route to the addresses does not say so in every dialog."""
    with override_settings(BLUEGREEN_PROOF="statistics"):
        dialog = ann.opens("application/shop/switch/", **AJAX)

    assert '<option value="statistics" selected>' in dialog.html
    assert "new connections to" not in dialog.text


def test_a_dialog_works_as_a_page_of_its_own(ann: Visitor) -> None:
    """Without the script that makes a dialog of it: the same form."""
    page = ann.opens("application/shop/switch/")

    assert page.status == 200
    assert 'action="/project/bluegreen/application/shop/switch/"' in page.html
    assert page.field("saw_live") == "blue"
