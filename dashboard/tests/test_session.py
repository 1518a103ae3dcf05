# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Somebody whose session expires while a dialog is open signs in, and comes back to it."""

from __future__ import annotations

from pathlib import Path

from conftest import AJAX, Visitor
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.staticfiles import finders
from openstack_auth.user import User
from support.fake_cloud import FakeProject

SCRIPT = "bluegreen_dashboard/session.js"
SWITCH = "/project/bluegreen/application/shop/switch/"


def test_a_form_that_is_sent_without_a_session_is_answered_with_the_sign_in_and_the_way_back(
    ann: Visitor, people: dict[str, User], project: FakeProject
) -> None:
    """Nothing is changed. The script reads the address from that header, as Horizon sends it."""
    people["ann"] = AnonymousUser()
    project.calls.clear()

    answer = ann.sends(SWITCH, {"proof": "probe", "saw_live": "blue", "saw_release": "r2"}, **AJAX)

    assert answer.status == 401
    assert answer.headers["X-Horizon-Location"].endswith(f"/auth/login/?next={SWITCH}")
    assert project.calls == []


def test_what_follows_that_address_is_part_of_every_page() -> None:
    """Horizon's own script for dialogs waits for ever; tests/browser sees this one at work."""
    assert SCRIPT in settings.HORIZON_CONFIG["js_files"]
    script = finders.find(SCRIPT)
    assert isinstance(script, str)
    assert "X-Horizon-Location" in Path(script).read_text(encoding="utf-8")
