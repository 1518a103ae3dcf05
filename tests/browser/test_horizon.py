# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The lab's Horizon is the one that users know."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Response, expect

pytestmark = pytest.mark.lab


def test_who_signs_in_sees_the_overview_of_the_project_styled(
    page: Page, sign_in: Callable[[Page], None]
) -> None:
    """Everything that the page asks for is there, and its style sheet is in force."""
    missing: list[str] = []

    def note(response: Response) -> None:
        if response.status >= 400:
            missing.append(f"{response.status} {response.url}")

    page.on("response", note)

    sign_in(page)

    expect(page.get_by_role("heading", name="Overview")).to_be_visible()
    expect(page.get_by_role("heading", name="Limit Summary")).to_be_visible()
    # Without its style sheet the list would stand above the page, and icons would be empty boxes.
    assert page.locator("#sidebar").bounding_box()["width"] < 300
    assert page.evaluate("document.fonts.check('900 1em \"Font Awesome 6 Free\"')")
    assert missing == []


@pytest.mark.parametrize(
    ("address", "heading"),
    [("/project/stacks/", "Stacks"), ("/project/load_balancer/", "Load Balancers")],
)
def test_stacks_and_load_balancers_have_pages_to_link_to(
    page: Page, sign_in: Callable[[Page], None], address: str, heading: str
) -> None:
    """They come from Heat's and Octavia's own plugins."""
    sign_in(page)

    page.goto(address)

    expect(page.get_by_role("heading", name=heading, exact=True)).to_be_visible()


def test_a_reader_of_japanese_can_have_it_in_japanese(
    page: Page, sign_in: Callable[[Page], None]
) -> None:
    """The lab compiles Horizon's own translation."""
    sign_in(page)
    page.goto("/settings/")

    page.get_by_label("Language").select_option("ja")
    page.get_by_role("button", name="Save").click()

    expect(page.get_by_role("heading", name="ユーザー設定", level=1)).to_be_visible()
