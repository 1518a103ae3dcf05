# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The page of one application."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html import unescape

from conftest import Page, Visitor
from django.test import override_settings
from support.fake_cloud import FakeProject, made
from support.faults import heat_is_down, no_clock
from support.releases import asks
from support.worlds import set_size

from bluegreen.model.address import Role
from bluegreen.model.journal import Entry, Phase, new_run

SHOP = "application/shop/"


def begun(message: str = "") -> Entry:
    """Return the entry of a switch that was begun by somebody else."""
    return Entry(
        "shop", new_run(), datetime.now(UTC), "switch", Phase.INTENDED, "bob@desk", message
    )


def test_the_page_says_whether_both_sides_are_behind_one_router(
    ann: Visitor, project: FakeProject
) -> None:
    """What it costs when they are not; and nothing while one side has no address."""
    one, two = "Both sides are behind one router.", "The sides are behind two routers"
    assert one in ann.opens(SHOP).text

    preview = next(a for a in project.addresses.values() if a.role is Role.PREVIEW)
    project.addresses[preview.id] = replace(preview, router_id="another")
    text = ann.opens(SHOP).text
    assert two in text
    assert one not in text

    project.addresses[preview.id] = replace(preview, router_id=None, port_id=None)
    text = ann.opens(SHOP).text
    assert two not in text
    assert one not in text


def test_drift_is_listed_with_the_command_that_mends_it(ann: Visitor, project: FakeProject) -> None:
    """Each difference; nothing where there is none."""
    assert "is missing" not in ann.opens(SHOP).text

    made.delete(project, "health_monitor", "shop-green")
    assert "Green's health monitor is missing: bluegreen up" in ann.opens(SHOP).text


def test_nothing_can_be_answered_while_no_release_asks(ann: Visitor) -> None:
    """A release that waits for an answer has asked in the journal."""
    page = ann.opens(SHOP)

    assert disabled(page) == {"approve", "reject"}
    assert why_not(page, "approve") == "No release waits for an answer."


def test_who_holds_the_lease_is_named_and_what_it_keeps_from_is_disabled(
    ann: Visitor, project: FakeProject
) -> None:
    """An answer and a pause are for a release that is at work, so they are not kept back."""
    lease = project.cloud().leases.take("shop", "bob@desk", "release 2.0", timedelta(minutes=2))
    asks(project, lease=lease.id)

    page = ann.opens(SHOP)

    assert "bob@desk (release 2.0) is changing it." in page.text
    assert disabled(page) == {"switch", "rollback", "retire"}


def test_a_holder_whose_time_is_unknown_is_named_and_not_called_alive(
    ann: Visitor, project: FakeProject
) -> None:
    """Who may not read the cloud's clock cannot tell a run that is dead from one at work."""
    lease = project.cloud().leases.take("shop", "bob@desk", "release 2.0", timedelta(minutes=2))
    asks(project, lease=lease.id)
    project.seconds += 3600
    no_clock(project)

    page = ann.opens(SHOP)

    told = "bob@desk (release 2.0) is changing it, unless that run is dead."
    assert told in page.text
    assert told in ann.opens().text
    assert "None" not in page.text
    assert disabled(page) == {"switch", "rollback", "retire"}


def test_text_that_others_wrote_is_shown_as_it_reads(ann: Visitor, project: FakeProject) -> None:
    """What changes the direction of writing would show another name than is there."""
    entry = replace(begun("all is\u202e well\n"), operator="bob\u2066\x1b", phase=Phase.SUCCEEDED)
    project.cloud().journal.write(replace(entry, details={"sentence": "done\u202e"}))
    lease = project.cloud().leases.take("shop", "bob", "", timedelta(minutes=2))
    said = json.dumps({"owner": "bob\u202e", "message": "", "ttl": 120, "token": "t"})
    project.api.put("network", f"/ports/{lease.id}", {"port": {"description": said}})

    page = ann.opens(SHOP)

    assert not {"\u202e", "\u2066", "\x1b"} & set(page.text)
    assert "bob\\u2066\\x1b all is\\u202e well\\n done\\u202e" in page.text
    assert "bob\\u202e is changing it" in page.text


def test_a_run_that_was_killed_is_shown_with_the_command_that_ends_it(
    ann: Visitor, project: FakeProject
) -> None:
    """The journal has its beginning and no end, and nobody holds the lease."""
    project.cloud().journal.write(begun())

    page = ann.opens(SHOP)

    assert "The last run (switch by bob@desk) did not finish, and nobody is at work." in page.text
    assert "bluegreen resume shop" in page.text


def test_a_run_that_is_at_work_is_not_taken_for_killed(ann: Visitor, project: FakeProject) -> None:
    """It holds the lease."""
    project.cloud().leases.take("shop", "bob@desk", "", timedelta(minutes=2))
    project.cloud().journal.write(begun())

    assert "bluegreen resume" not in ann.opens(SHOP).text


def disabled(page: Page) -> set[str]:
    """Return the actions that cannot be pressed."""
    return set(re.findall(r'aria-disabled="true" id="action_(\w+)"', page.html))


def why_not(page: Page, action: str) -> str:
    """Return the reason that who points at the disabled action, or comes to it by Tab, reads."""
    assert f'aria-describedby="why_{action}"' in page.html
    found = re.search(rf'role="tooltip" id="why_{action}">([^<]*)<', page.html)
    assert found
    return unescape(found[1])


def test_an_action_that_a_guard_refuses_is_disabled_with_the_reason(
    ann: Visitor, project: FakeProject
) -> None:
    """Nobody opens a dialog to learn that it cannot be."""
    project.unhealthy |= {"shop-green-r2/0", "shop-green-r2/1"}

    page = ann.opens(SHOP)

    assert {"switch", "rollback"} <= disabled(page)
    assert why_not(page, "switch").startswith(
        "green's load balancer is ACTIVE/ERROR; green has 0 healthy servers"
    )
    assert 'href="/project/bluegreen/application/shop/switch/"' not in page.html


def test_a_disabled_action_can_be_come_to_by_keyboard(ann: Visitor) -> None:
    """Its reason is shown then, and on hover; nothing stands on the page all the time.

    What has the attribute `disabled` itself gets no focus.
    """
    page = ann.opens(SHOP)

    assert not re.search(r"<button[^>]* disabled[ >]", page.html)
    assert "Approve:" not in page.text


def test_a_side_that_scaled_out_is_what_the_other_is_measured_by(
    ann: Visitor, project: FakeProject
) -> None:
    """The prechecks are the library's own."""
    set_size(project, "shop-blue-r1", 4)

    assert "green has 2 healthy servers, blue has 4" in ann.opens(SHOP).text


def test_a_release_is_ordered_elsewhere_and_the_page_says_where(ann: Visitor) -> None:
    """It takes minutes, and a request to a web server is no place for that."""
    assert "bluegreen release VERSION" in ann.opens(SHOP).text
    with override_settings(BLUEGREEN_RELEASE_URL="https://ci.example/job/{application}/build"):
        assert 'href="https://ci.example/job/shop/build"' in ann.opens(SHOP).html


def test_a_paused_application_says_so_and_offers_to_go_on(ann: Visitor) -> None:
    """In place of Pause."""
    ann.presses("pause", message="incident 7")

    page = ann.opens(SHOP)

    assert "Paused: automatic actions are suspended." in page.text
    assert "action_unpause" in page.html
    assert 'id="action_pause"' not in page.html
    assert "paused" in ann.opens().text


def test_an_application_that_is_not_there_is_reported_on_the_list(ann: Visitor) -> None:
    """A sentence, and no page of an error."""
    page = ann.opens("application/nowhere/")

    assert (page.status, page.location) == (302, "/project/bluegreen/")
    assert "The project has no application nowhere." in ann.opens().text


def test_without_heat_only_a_rollback_is_offered(ann: Visitor, project: FakeProject) -> None:
    """The members of the load balancers say what runs; a rollback needs no more."""
    project.fault = heat_is_down

    page = ann.opens(SHOP)

    assert "The stacks could not be read" in page.text
    assert {"switch", "retire"} <= disabled(page)
    assert "rollback" not in disabled(page)
