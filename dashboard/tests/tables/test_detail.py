# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The tables of one application, and how their rows refresh themselves."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path

import pytest
from conftest import AJAX, Page, Visitor
from support.fake_cloud import FakeProject
from support.faults import heat_is_down
from support.operator import Operator
from support.strangers import balancer
from support.worlds import context_in

from bluegreen.cloud.errors import NotFound
from bluegreen.cloud.observe import observe
from bluegreen.model.adoption import FoundAddress
from bluegreen.model.journal import Entry, Phase, body_of, name_of, new_run
from bluegreen.operations.executor import execute
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


@pytest.mark.parametrize("row", ["addresses__row__blue", "releases__row__r1", "history__row__"])
def test_each_cell_has_the_heading_of_its_column(ann: Visitor, row: str) -> None:
    """In a narrow window a row is a list of its cells, and the headings stand beside them."""
    page = ann.opens(SHOP)
    headings = [
        unescape(re.sub("<[^>]+>", "", heading)).strip()
        for heading in re.findall(r"(?s)<th .*?</th>", table_of(page, row))
    ]

    cells = re.search(rf'(?s)<tr[^>]*id="{row}.*?</tr>', page.html)
    assert cells
    assert re.findall(r'data-label="([^"]*)"', cells[0]) == headings


def table_of(page: Page, row: str) -> str:
    """Return the table that has the row."""
    name = row.partition("__")[0]
    found = re.search(rf'(?s)<table id="{name}".*?</table>', page.html)
    assert found
    return found[0]


@pytest.mark.parametrize(("table", "row"), [("sides", "shop"), ("addresses", "green")])
def test_what_can_change_refreshes_itself(
    ann: Visitor, project: FakeProject, table: str, row: str
) -> None:
    """Both sides in one row, read at the same moment; each side's addresses in one."""
    lease = project.cloud().leases.take("shop", "bob@desk", "", timedelta(minutes=2))
    assert "warning" in refresh(ann, table, row).html
    run = context_in(project)
    execute(plan_switch(observe(run.cloud, "shop"), proof=None), run)
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
    """Write access to the journal must not take the panel away from the others."""
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
