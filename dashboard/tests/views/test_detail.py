# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The page of one application."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from conftest import AJAX, Page, Visitor
from django.test import override_settings
from support.fake_cloud import FakeProject
from support.faults import heat_is_down, no_clock
from support.operator import Operator
from support.strangers import balancer
from support.worlds import run_in, set_size

from bluegreen.cloud.errors import NotFound
from bluegreen.cloud.observe import observe
from bluegreen.model.address import Role
from bluegreen.model.adoption import FoundAddress
from bluegreen.model.journal import Entry, Phase, body_of, name_of, new_run
from bluegreen.operations.executor import carry_out
from bluegreen.operations.switch.plan import plan_switch

SHOP = "application/shop/"


def refresh(ann: Visitor, table: str, row: str) -> Page:
    """Do what Horizon's script does for a row of the page."""
    return ann.opens(f"{SHOP}?action=row_update&table={table}&obj_id={row}", **AJAX)


def begun(message: str = "") -> Entry:
    """Return the entry of a switch that was begun by somebody else."""
    return Entry(
        "shop", new_run(), datetime.now(UTC), "switch", Phase.INTENDED, "bob@desk", message
    )


def test_the_table_of_addresses_says_which_leads_where(ann: Visitor) -> None:
    """Network, subnet, floating IP, fixed IP and role of each side."""
    page = ann.opens(SHOP)

    assert "shop-blue 10.20.1.0/24 203.0.113.2 10.20.1.10 live: production" in page.text
    assert "shop-green 10.20.2.0/24 203.0.113.3 10.20.2.10 idle: preview" in page.text


def test_of_an_adopted_application_it_says_the_same(
    ann: Visitor, project: FakeProject, tmp_path: Path
) -> None:
    """Its networks are read where the load balancers are, since no stack tells of them."""
    for name in ("web-blue", "web-green"):
        project.found_balancers[f"lb-{name}"] = balancer(name)
    address = FoundAddress("fip-1", "198.51.100.1", "vip-web-blue", "public")
    project.found_addresses = {address.floating_ip: address}
    project.unmarked = {address.floating_ip}
    words = ("--blue", "web-blue", "--green", "web-green", "--production", address.floating_ip)
    Operator(project, tmp_path).types("adopt", "web", *words, "--yes", expect=0)
    project.calls.clear()

    page = ann.opens("application/web/")

    assert "net-web-blue 10.0.0.0/24 198.51.100.1 10.0.0.5 live: production" in page.text
    assert 'href="/project/networks/net-web-blue/detail"' in page.html
    asked = [call for call in project.calls if call.startswith("balancers.network")]
    assert sorted(asked) == ["balancers.network blue", "balancers.network green"]


def test_a_network_that_cannot_be_read_keeps_nobody_from_the_page(
    ann: Visitor, project: FakeProject
) -> None:
    """An adopted load balancer may stand in another project's."""

    def hidden(moment: str, call: str) -> None:
        if call.startswith("balancers.network"):
            raise NotFound("no network")

    project.fault = hidden

    assert "- - 203.0.113.2 10.20.1.10 live: production" in ann.opens(SHOP).text


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


def test_both_sides_stand_beside_each_other_and_the_live_one_is_marked(
    ann: Visitor, project: FakeProject
) -> None:
    """Version, servers, connections, load balancer: the same facts of both."""
    project.connected["lb-shop-green"] = 7

    page = ann.opens(SHOP)

    assert "Blue LIVE Version 1.0 (r1) Healthy servers 2 of 2 wanted" in page.text
    assert "Green idle Version 1.0 (r2) Healthy servers 2 of 2 wanted" in page.text
    assert "Open connections 7" in page.text
    assert page.html.count("bluegreen-live") == 1


def test_servers_and_networks_lead_to_their_pages(ann: Visitor) -> None:
    """Stacks and load balancers do as well where their plugins are installed."""
    page = ann.opens(SHOP)

    assert 'href="/project/instances/stack-5/"' in page.html
    assert 'href="/project/networks/network_id-shop-blue/detail"' in page.html


@pytest.mark.parametrize(("table", "row"), [("sides", "shop"), ("addresses", "green")])
def test_what_can_change_refreshes_itself(
    ann: Visitor, project: FakeProject, table: str, row: str
) -> None:
    """Both sides in one row, read at the same moment; each side's addresses in one."""
    lease = project.cloud().leases.take("shop", "bob@desk", "", timedelta(minutes=2))
    assert "warning" in refresh(ann, table, row).html
    run = run_in(project)
    carry_out(plan_switch(observe(run.cloud, "shop"), demand=None), run)
    project.cloud().leases.release(lease)

    page = refresh(ann, table, row)

    assert "status_up" in page.html
    assert "warning" not in page.html
    assert ("Green LIVE" if table == "sides" else "live: production") in page.text


def test_a_refresh_that_meets_trouble_leaves_the_page_as_it_is(
    ann: Visitor, project: FakeProject
) -> None:
    """Not a whole page in the place of a row."""
    project.fault = lambda moment, call: heat_is_down(moment, "stacks.")
    project.addresses.clear()

    page = refresh(ann, "sides", "shop")

    assert (page.status, page.html) == (503, "")


def test_the_history_tells_who_did_what_and_why(ann: Visitor) -> None:
    """A row for each run of the journal, as `bluegreen history` shows it."""
    ann.presses("switch", message="the new prices")

    text = ann.opens(SHOP).text

    assert "switch Green 1.0 succeeded ann in Horizon the new prices" in text
    assert "switch of shop to green is done. The move took" in text


def test_an_entry_that_somebody_wrote_by_hand_breaks_no_page(
    ann: Visitor, project: FakeProject
) -> None:
    """Whoever may write to the journal may not take the panel away from the others."""
    project.cloud().journal.write(begun("by the program"))
    for details in (["a", "list"], {"cutover_seconds": "soon", "requests": 1}):
        entry = replace(begun("by hand"), phase=Phase.SUCCEEDED)
        body = json.dumps({**json.loads(body_of(entry)), "details": details})
        record = {"name": name_of(entry), "group": "bluegreen", "config": body}
        project.api.post("orchestration", "/software_configs", record)

    page = ann.opens(SHOP)

    assert page.status == 200
    assert "by the program" in page.text
    assert "by hand" not in page.text


def test_nothing_can_be_answered_while_no_release_is_at_work(ann: Visitor) -> None:
    """A release that waits for an answer has the lease."""
    page = ann.opens(SHOP)

    assert disabled(page) == {"approve", "reject"}
    assert "Approve: No release holds the lease, so none waits for an answer." in page.text
    assert "bluegreen approve shop" in page.text


def test_who_holds_the_lease_is_named_and_what_it_keeps_from_is_disabled(
    ann: Visitor, project: FakeProject
) -> None:
    """An answer and a pause are for a release that is at work, so they are not kept back."""
    project.cloud().leases.take("shop", "bob@desk", "release 2.0", timedelta(minutes=2))

    page = ann.opens(SHOP)

    assert "It is being changed by bob@desk (release 2.0)." in page.text
    assert disabled(page) == {"switch", "rollback", "retire"}


def test_a_holder_whose_time_is_unknown_is_named_and_not_called_alive(
    ann: Visitor, project: FakeProject
) -> None:
    """Who may not read the cloud's clock cannot tell a run that is dead from one at work."""
    project.cloud().leases.take("shop", "bob@desk", "release 2.0", timedelta(minutes=2))
    project.seconds += 3600
    no_clock(project)

    page = ann.opens(SHOP)

    told = "It is being changed by bob@desk (release 2.0), unless that run is dead."
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
    assert "changed by bob\\u202e" in page.text


def test_a_run_that_was_killed_is_shown_with_the_command_that_ends_it(
    ann: Visitor, project: FakeProject
) -> None:
    """The journal has its beginning and no end, and nobody holds the lease."""
    project.cloud().journal.write(begun())

    page = ann.opens(SHOP)

    assert "The last run (switch by bob@desk) has not ended, and nobody is at work." in page.text
    assert "bluegreen resume shop" in page.text


def test_a_run_that_is_at_work_is_not_taken_for_killed(ann: Visitor, project: FakeProject) -> None:
    """It holds the lease."""
    project.cloud().leases.take("shop", "bob@desk", "", timedelta(minutes=2))
    project.cloud().journal.write(begun())

    assert "bluegreen resume" not in ann.opens(SHOP).text


def disabled(page: Page) -> set[str]:
    """Return the actions that cannot be pressed."""
    return set(re.findall(r'disabled id="action_(\w+)"', page.html))


def test_an_action_that_a_guard_refuses_is_disabled_with_the_reason(
    ann: Visitor, project: FakeProject
) -> None:
    """Nobody opens a dialog to learn that it cannot be."""
    project.unhealthy |= {"shop-green-r2/0", "shop-green-r2/1"}

    page = ann.opens(SHOP)

    assert {"switch", "rollback"} <= disabled(page)
    assert "Switch: green's load balancer is ACTIVE/ERROR; green has 0 healthy servers" in page.text
    assert 'href="/project/bluegreen/application/shop/switch/"' not in page.html


def test_a_side_that_scaled_out_is_what_the_other_is_measured_by(
    ann: Visitor, project: FakeProject
) -> None:
    """The guards are the library's own."""
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

    assert "Paused: nothing is done by itself." in page.text
    assert "action_unpause" in page.html
    assert 'id="action_pause"' not in page.html
    assert "paused" in ann.opens().text


def test_an_application_that_is_not_there_is_told_on_the_list(ann: Visitor) -> None:
    """A sentence, and no page of an error."""
    page = ann.opens("application/nowhere/")

    assert (page.status, page.location) == (302, "/project/bluegreen/")
    assert "The project has no application nowhere." in ann.opens().text


def test_without_heat_only_a_rollback_is_offered(ann: Visitor, project: FakeProject) -> None:
    """What runs is told by the members of the load balancers; the way back needs no more."""
    project.fault = heat_is_down

    page = ann.opens(SHOP)

    assert "The stacks could not be read" in page.text
    assert {"switch", "retire"} <= disabled(page)
    assert "rollback" not in disabled(page)
