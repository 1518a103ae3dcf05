# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Who may see and do what; and what is written by others is shown as text."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from bluegreen_dashboard.actions import ACTIONS
from conftest import AJAX, PANEL, Visitor
from django.test import Client
from openstack_auth.user import User
from support.fake_cloud import FakeProject
from support.worlds import shop

from bluegreen.cloud.errors import Forbidden
from bluegreen.model.tags import Colour

SCRIPT = "<script>alert(1)</script>"


def rename(project: FakeProject, name: str) -> None:
    """Let somebody have tagged everything with another name, by hand."""
    for key, address in project.addresses.items():
        project.addresses[key] = replace(address, application=name)
    for key, stack in project.stacks.items():
        project.stacks[key] = replace(stack, facts={**stack.facts, "application": name})


def test_a_reader_sees_and_every_action_is_disabled(rita: Visitor) -> None:
    """With the reason."""
    page = rita.opens("application/shop/")

    assert "live: production" in page.text
    assert 'ajax-modal" id="action_' not in page.html
    assert page.text.count("Your role in this project may read but not change.") == 6


@pytest.mark.parametrize("action", ACTIONS)
def test_a_reader_who_sends_the_form_all_the_same_changes_nothing(
    rita: Visitor, project: FakeProject, action: str
) -> None:
    """The button is not what keeps it."""
    project.calls.clear()

    told = rita.presses(action)

    assert "Your role in this project may read but not change." in told.text
    assert not [call for call in project.calls if "point" in call or "POST" in call]


def test_a_refusal_by_the_cloud_is_a_sentence_in_the_dialog(
    ann: Visitor, project: FakeProject
) -> None:
    """Horizon's policy files may be more generous than the services are."""

    def forbid(moment: str, call: str) -> None:
        if call == "POST ports":
            raise Forbidden("POST /ports of the network service answered 403: not allowed")

    project.fault = forbid
    told = ann.presses("switch")

    assert told.status == 200
    assert "POST /ports of the network service answered 403: not allowed." in told.text


def test_a_form_without_the_token_of_the_page_is_refused(
    ann: Visitor, project: FakeProject
) -> None:
    """Another site cannot press the button for who is signed in (CSRF)."""
    ann.client = Client(enforce_csrf_checks=True)
    form = {"proof": "probe", "saw_live": "blue", "saw_release": "r2"}

    assert ann.sends("application/shop/switch/", form).status == 403
    live = shop(project).live
    assert live is not None
    assert live.colour is Colour.BLUE


def test_who_is_not_signed_in_is_asked_to_be(people: dict[str, User]) -> None:
    """As on every page of Horizon."""
    nobody = User()
    people["nobody"] = nobody

    answer = Client().get(PANEL, REMOTE_USER="nobody")

    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("http://testserver/auth/login/")


def test_a_name_that_is_a_script_is_shown_as_text_everywhere(
    ann: Visitor, project: FakeProject
) -> None:
    """Tags can be set by anybody in the project."""
    rename(project, SCRIPT)
    page = ann.opens()
    link = page.html.partition('href="/project/bluegreen/application/')[2].partition('"')[0]
    ajax = f"{PANEL}?action=row_update&table=applications&obj_id={SCRIPT}"

    pages = [
        page,
        ann.opens(ajax, **AJAX),
        ann.opens(f"application/{link}"),
        ann.opens(f"application/{link}switch/", **AJAX),
        ann.opens(f"application/{link}switch/"),
    ]

    assert [page.status for page in pages] == [200] * 5
    assert [page.html.count(SCRIPT) for page in pages] == [0] * 5
    assert all("&lt;script&gt;alert(1)" in page.html for page in pages)


def test_a_name_that_is_a_template_is_shown_as_text(ann: Visitor, project: FakeProject) -> None:
    """Horizon renders page titles as templates."""
    rename(project, "{{ 7|add:7 }}")
    link = "application/%7B%7B%207%7Cadd:7%20%7D%7D/"

    pages = [ann.opens(), ann.opens(link), ann.opens(f"{link}switch/")]

    assert [page.status for page in pages] == [200] * 3
    assert all("{{ 7|add:7 }}" in page.text for page in pages)


def test_a_message_that_is_a_script_is_shown_as_text(ann: Visitor, project: FakeProject) -> None:
    """In the history, beside a lease, and in the answer to who comes second."""
    ann.presses("switch", message=SCRIPT)
    first = ann.opens("application/shop/")
    project.cloud().leases.take("shop", "bob", SCRIPT, timedelta(minutes=2))
    second = ann.opens("application/shop/")
    third = ann.presses("rollback")

    for page in (first, second, third):
        assert SCRIPT not in page.html
        assert "&lt;script&gt;alert(1)" in page.html


def test_a_name_that_can_be_in_no_address_breaks_no_page(
    ann: Visitor, project: FakeProject
) -> None:
    """It has no link, and is in the list all the same."""
    rename(project, "a/b\nc")

    page = ann.opens()

    assert page.status == 200
    assert "a/b" in page.text
