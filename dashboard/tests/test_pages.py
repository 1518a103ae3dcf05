# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What the pages show."""

from __future__ import annotations

from conftest import AJAX, Visitor

from bluegreen.cloud import SignedIn


def test_the_list_shows_each_application_in_a_line(ann: Visitor) -> None:
    """Name, live side, versions with healthy and wanted servers, both addresses, state."""
    page = ann.opens()

    assert "shop Blue 1.0 (2/2) 1.0 (2/2) 203.0.113.2 203.0.113.3 healthy" in page.text


def test_the_page_of_an_application_shows_the_table_of_both_sides(ann: Visitor) -> None:
    """Network, subnet, floating IP, fixed IP, role: what the side is, and how it is reached."""
    page = ann.opens("application/shop/")

    assert "shop-blue cidr-shop-blue 203.0.113.2 10.20.1.10 live: production" in page.text
    assert "shop-green cidr-shop-green 203.0.113.3 10.20.2.10 idle: preview" in page.text


def test_the_panel_acts_with_the_token_of_who_is_signed_in(
    ann: Visitor, connected: list[SignedIn]
) -> None:
    """The unscoped token, the project that the user works in, and the region that was chosen."""
    ann.opens()

    assert [(who.token, who.project_id, who.region) for who in connected] == [
        ("unscoped-token", "project", "RegionOne")
    ]


def test_a_switch_moves_production_and_tells_it(ann: Visitor) -> None:
    """The dialog shows the plan, the button carries it out."""
    dialog = ann.opens("application/shop/switch/", **AJAX)
    done = ann.presses("switch", message="because")

    assert "Move the production address 203.0.113.2 to green." in dialog.text
    assert done.headers["X-Horizon-Location"] == "/project/bluegreen/application/shop/"
    assert "Green is live on 203.0.113.2" in ann.opens("application/shop/").text
