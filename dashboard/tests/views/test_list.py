# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The list: every application of the project in a line, refreshed while something is at work."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

from conftest import AJAX, PANEL, Page, Visitor
from support.fake_cloud import FakeProject
from support.faults import silence

from bluegreen.cloud import SignedIn
from bluegreen.cloud.errors import AnswerLost
from bluegreen.model.stack import StackState


def row(page: Page) -> str:
    """Return the opening tag of the application's row."""
    found = re.search(r"<tr[^>]*applications__row__shop[^>]*>", page.html)
    assert found
    return found[0]


def update(ann: Visitor, name: str = "shop") -> Page:
    """Do what Horizon's script does for a row."""
    return ann.opens(f"{PANEL}?action=row_update&table=applications&obj_id={name}", **AJAX)


def test_each_application_is_a_line_with_what_matters_most(ann: Visitor) -> None:
    """Name, live side, versions with healthy and wanted servers, both addresses, state."""
    page = ann.opens()

    assert "shop Blue 1.0 (2/2) 1.0 (2/2) 203.0.113.2 203.0.113.3 healthy" in page.text


def test_the_name_leads_to_the_page_of_the_application(ann: Visitor) -> None:
    """An application is known by its name."""
    assert 'href="/project/bluegreen/application/shop/"' in ann.opens().html


def test_the_cloud_is_reached_with_the_token_of_who_is_signed_in(
    ann: Visitor, connected: list[SignedIn]
) -> None:
    """The unscoped token, the project that the user works in, and the region that was chosen."""
    ann.opens()

    assert [(who.token, who.project_id, who.region, who.interface) for who in connected] == [
        ("unscoped-token", "project", "RegionOne", "public")
    ]


def test_the_list_costs_as_many_requests_for_many_as_for_one(
    ann: Visitor, project: FakeProject
) -> None:
    """Three listings, one of the leases, and one of all floating IPs with their networks."""
    ann.opens()

    assert sorted(project.calls) == [
        "GET ports",
        "addresses.find",
        "addresses.of_project",
        "balancers.find",
        "stacks.find",
    ]


def test_an_empty_project_says_how_one_begins(ann: Visitor, project: FakeProject) -> None:
    """The panel builds nothing; the command does."""
    project.addresses.clear()
    project.stacks.clear()

    assert "bluegreen up VERSION" in ann.opens().text


def test_each_floating_ip_of_the_project_is_a_line_with_what_it_points_at(
    ann: Visitor, project: FakeProject
) -> None:
    """Ours with application, role and side; one that points at nothing as UNKNOWN, of nobody."""
    project.unmarked = {"203.0.113.133"}

    page = ann.opens()

    live = "203.0.113.2 fixed-vip-shop-blue shop Production Blue"
    idle = "203.0.113.3 fixed-vip-shop-green shop Preview Green"
    assert f"shop-blue 10.20.0.0/16 {live}" in page.text
    assert f"shop-green 10.20.0.0/16 {idle}" in page.text
    assert "UNKNOWN - 203.0.113.133 - - - -" in page.text


def test_floating_ips_that_cannot_be_read_take_no_application_away(
    ann: Visitor, project: FakeProject
) -> None:
    """The list stands, with a sentence, and no table says that there is none."""
    silence(project, "addresses.of_project")

    page = ann.opens()

    assert "Error: No answer." in page.text
    assert "shop Blue 1.0 (2/2)" in page.text
    assert "This project has no floating IP." not in page.text


def test_applications_that_cannot_be_read_are_not_called_none(
    ann: Visitor, project: FakeProject
) -> None:
    """Their floating IPs are still there, at a side that is not known."""
    silence(project, "stacks.find")

    page = ann.opens()

    assert "This project has no application." not in page.text
    assert "shop-blue 10.20.0.0/16 203.0.113.2 fixed-vip-shop-blue shop Production -" in page.text


def test_a_row_has_the_action_that_opens_the_dialog_of_a_switch(ann: Visitor) -> None:
    """As the application's page has it; the dialog says what refuses it."""
    link = re.search(r"<a[^>]*ajax-modal[^>]*>\s*Switch", ann.opens().html)

    assert link
    assert 'href="/project/bluegreen/application/shop/switch/"' in link[0]
    assert "ajax-modal" in update(ann).html


def test_who_may_only_read_has_no_action_in_the_list(rita: Visitor) -> None:
    """The application's page says why."""
    page = rita.opens()

    assert "shop Blue 1.0 (2/2)" in page.text
    assert "shop/switch/" not in page.html


def test_a_row_without_another_side_has_no_action(ann: Visitor, project: FakeProject) -> None:
    """There is nothing to switch to."""
    del project.stacks["shop-green-r2"], project.stacks["shop-green"]

    assert "shop/switch/" not in ann.opens().html


def test_a_row_at_rest_is_not_asked_for_again(ann: Visitor) -> None:
    """Horizon's script looks again at rows of the class `warning` only."""
    assert "status_up" in row(ann.opens())


def test_a_row_refreshes_itself_while_somebody_holds_the_lease(
    ann: Visitor, project: FakeProject
) -> None:
    """It says who, and stops when the work is done."""
    cloud = project.cloud()
    lease = cloud.leases.take("shop", "bob@desk", "release 2.0", timedelta(minutes=2))

    page = ann.opens()

    assert "warning" in row(page)
    assert 'data-update-url="/project/bluegreen/?action=row_update' in row(page)
    assert "healthy; bob@desk (release 2.0) is changing it." in page.text
    assert "warning" in update(ann).html
    cloud.leases.release(lease)
    assert "status_up" in row(update(ann))


def test_a_row_refreshes_itself_while_heat_is_at_work(ann: Visitor, project: FakeProject) -> None:
    """A deploy by the command shows here too."""
    stack = project.stacks["shop-green-r2"]
    project.stacks[stack.name] = replace(
        stack, state=StackState.IN_PROGRESS, status="UPDATE_IN_PROGRESS"
    )

    assert "warning" in row(ann.opens())


def test_a_lease_that_has_run_out_does_not_count_as_work(
    ann: Visitor, project: FakeProject
) -> None:
    """A process that was killed renews nothing."""
    project.cloud().leases.take("shop", "bob@desk", "", timedelta(seconds=1))
    project.seconds = 60

    assert "status_up" in row(ann.opens())


def test_a_row_whose_application_is_gone_is_taken_away(ann: Visitor, project: FakeProject) -> None:
    """Horizon's script removes a row at a 404."""
    project.addresses.clear()
    project.stacks.clear()

    assert update(ann).status == 404


def test_a_row_that_cannot_be_read_says_so_and_is_asked_for_again(
    ann: Visitor, project: FakeProject
) -> None:
    """A cloud that does not answer now may answer later."""

    def lost(moment: str, call: str) -> None:
        raise AnswerLost("no answer from the network service")

    project.fault = lost
    page = update(ann)

    assert "No answer from the network service." in page.text
    assert "warning" in row(page)
