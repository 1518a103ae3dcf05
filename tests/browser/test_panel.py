# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The panel as its users meet it: a browser, the lab's Horizon, a real application.

The pictures in docs/images are taken here:
`PANEL_PICTURES=docs/images .venv/bin/pytest -m lab tests/browser/test_panel.py`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from support.panel import (
    LISTING,
    NAME,
    ONLY_OURS,
    PLACE,
    SEVERAL_STEPS,
    TOP,
    answers,
    broken_words,
    card,
    fits,
    kill_workers_of_horizon,
    opened,
    openstack_of_the_lab,
    press,
    switches,
    take_whole,
)

from bluegreen.clock import SteadyClock, wait_until
from bluegreen.cloud import from_connection
from bluegreen.model.lease import DEFAULT_TTL
from bluegreen.probe import Prober, Target
from tests.lab.conftest import Operator, lab_environment, operator_of

__all__ = ["lab_environment"]

pytestmark = [pytest.mark.lab, pytest.mark.usefixtures("operator")]

SignIn = Callable[..., None]


@pytest.fixture(scope="module")
def operator(
    tmp_path_factory: pytest.TempPathFactory, lab_environment: dict[str, str]
) -> Iterator[Operator]:
    """Somebody at a terminal, whose application has 1.0 live on blue and 2.0 on green.

    Its history begins here: that of earlier runs would be in the pictures.
    """
    operator = operator_of(tmp_path_factory.mktemp("panel"), lab_environment, NAME)
    file = operator.folder / "bluegreen.yaml"
    file.write_text(file.read_text().replace("count: 2", "count: 1"))
    from_connection(openstack_of_the_lab("demo")).journal.prune(NAME, keep=0)
    operator.types("up", "1.0", "--sides", "blue", "--yes", "-m", "first version")
    operator.types("up", "2.0", "--sides", "green", "--yes", "-m", "for the autumn sale")
    yield operator
    operator.types("down", NAME, "--live", NAME, "--yes")


@pytest.fixture
def blue_live(operator: Operator) -> None:
    """A test that moves production begins with blue live, whatever happened to the one before."""
    if operator.live(NAME) != "blue":
        operator.types("rollback", NAME, "--from", "green", "--drain", "none", "--yes")


@pytest.mark.usefixtures("blue_live")
def test_switch_and_rollback_from_the_panel(
    page: Page, sign_in: SignIn, operator: Operator, pictures: Path
) -> None:
    """Sign in, find the application, switch, meet the other side on the address, go back."""
    sign_in(page)
    sidebar = page.locator("#sidebar")
    sidebar.get_by_text("Blue-Green", exact=True).click()
    sidebar.get_by_text("Applications", exact=True).click()
    row = page.locator("#applications").get_by_role("row", name=re.compile(NAME))
    expect(row).to_contain_text("1.0 (1/1)")
    expect(row).to_contain_text("2.0 (1/1)")
    floating_ips = page.locator("#floating_ips")
    live = floating_ips.get_by_role("row", name=re.compile(f"{NAME}.*Production.*Blue"))
    expect(live).to_contain_text(operator.sides(NAME)["blue"]["Floating IP"])
    style = page.add_style_tag(content=ONLY_OURS)
    page.screenshot(path=pictures / "panel-applications.png", clip=TOP)
    style.evaluate("style => style.remove()")

    row.get_by_role("link", name=NAME).click()
    expect(card(page, "blue")).to_contain_text("LIVE")
    expect(card(page, "green")).to_contain_text("idle")
    take_whole(page, pictures / "panel-application.png")
    assert "side=blue version=1.0" in answers(operator)

    dialog = opened(page, "Switch")
    expect(dialog).to_contain_text("Move the production address")
    dialog.get_by_label("Message for the journal").fill("the autumn sale")
    page.screenshot(path=pictures / "panel-switch.png")
    press(dialog, "Switch")
    expect(page.locator(".alert-success")).to_contain_text(
        "Green is live on", timeout=SEVERAL_STEPS
    )
    expect(card(page, "green")).to_contain_text("LIVE")
    addresses = page.locator("#addresses").get_by_role("row", name=f"{NAME}-green")
    expect(addresses).to_contain_text("live: production")
    expect(page.locator("#history")).to_contain_text("the autumn sale")
    assert "side=green version=2.0" in answers(operator)
    assert operator.live(NAME) == "green"

    press(opened(page, "Rollback"), "Rollback")
    expect(page.locator(".alert-success")).to_contain_text("Blue is live on", timeout=SEVERAL_STEPS)
    assert "side=blue version=1.0" in answers(operator)


@pytest.mark.usefixtures("blue_live")
def test_of_two_who_press_switch_at_once_one_wins_and_the_other_reads_why(
    new_context: Callable[[], BrowserContext], sign_in: SignIn, operator: Operator
) -> None:
    """Both saw blue live; production moves once."""
    before = switches(operator)
    pages = [new_context().new_page() for _ in range(2)]
    for page in pages:
        sign_in(page)
        page.goto(PLACE)
    dialogs = [opened(page, "Switch") for page in pages]

    for dialog in dialogs:
        press(dialog, "Switch")
    ended = [page.locator(".alert-success, #bluegreen_dialog .alert-danger") for page in pages]
    for end in ended:
        expect(end.first).to_be_visible(timeout=SEVERAL_STEPS)
    said = sorted(end.first.inner_text() for end in ended)

    won = [text for text in said if "Green is live on" in text]
    told = [text for text in said if "is changing" in text or "as shown to you" in text]
    assert (len(won), len(told)) == (1, 1), said
    assert operator.live(NAME) == "green"
    assert switches(operator) == before + 1


@pytest.mark.usefixtures("blue_live")
def test_a_switch_whose_web_server_is_killed_serves_on_and_is_ended_by_resume(
    page: Page, sign_in: SignIn, operator: Operator
) -> None:
    """No request fails while the worker dies, nor while `resume` goes on.

    The page says whose lease it is; that it names `resume` once the lease has ended is seen in
    dashboard/tests.
    """
    journal = from_connection(openstack_of_the_lab("demo")).journal
    sign_in(page)
    page.goto(PLACE)
    production = operator.sides(NAME)["blue"]["Floating IP"]
    with Prober(Target.of(f"http://{production}"), rate=20.0) as load:
        dialog = opened(page, "Switch")
        dialog.get_by_label("Message for the journal").fill("to be killed")
        press(dialog, "Switch")
        begun = wait_until(
            lambda: [entry.message for entry in journal.entries(NAME, 1)] == ["to be killed"],
            limit=timedelta(milliseconds=SEVERAL_STEPS),
            every=timedelta(seconds=0.1),
            clock=SteadyClock(),
        )
        kill_workers_of_horizon()
        newest = operator.types("-q", "history", NAME, "--limit", "1", "-f", "json").json()[0]

        page.goto(PLACE)
        expect(page.locator(".alert-info")).to_contain_text(
            "demo in Horizon (to be killed) is changing it."
        )
        operator.types("resume", NAME, "--yes", "--break-lease")
        report = load.stop()

    assert begun
    assert (newest["Message"], newest["Phase"]) == ("to be killed", "unfinished")
    roles = {row["Role"]: row for row in operator.sides(NAME).values()}
    assert {row["State"] for row in roles.values()} == {"healthy"}
    assert roles.keys() == {"live", "idle"}
    assert f"side={roles['live']['Side']}" in answers(operator)
    assert report.failed == 0, report.as_dict()


def test_a_row_follows_what_somebody_does_elsewhere(page: Page, sign_in: SignIn) -> None:
    """The list refreshes itself by Horizon's own script while the lease is held."""
    sign_in(page)
    leases = from_connection(openstack_of_the_lab("demo")).leases
    lease = leases.take(NAME, "ann@desk", "by hand", DEFAULT_TTL)
    try:
        page.goto(LISTING)
        state = page.locator("#applications").get_by_role("row", name=re.compile(NAME))
        expect(state).to_contain_text("ann@desk (by hand) is changing it.")
    finally:
        leases.release(lease)
    expect(state).not_to_contain_text("is changing it")


def test_the_list_opens_the_same_dialog(page: Page, sign_in: SignIn, operator: Operator) -> None:
    """And closes it without a change."""
    live = operator.live(NAME)
    sign_in(page)
    page.goto(LISTING)
    row = page.locator("#applications").get_by_role("row", name=re.compile(NAME))

    row.get_by_role("link", name="Switch", exact=True).click()
    expect(page.locator("#bluegreen_dialog")).to_contain_text("Move the production address")
    page.locator("#bluegreen_dialog").get_by_role("link", name="Cancel").click()

    expect(page.locator("#bluegreen_dialog")).to_have_count(0)
    assert operator.live(NAME) == live


@pytest.mark.usefixtures("blue_live")
def test_the_dialog_is_used_by_keyboard_alone(
    page: Page, sign_in: SignIn, operator: Operator
) -> None:
    """Enter opens it, what is typed goes into the message, Escape closes it and changes nothing."""
    sign_in(page)
    page.goto(PLACE)
    page.get_by_role("link", name="Switch", exact=True).focus()

    page.keyboard.press("Enter")
    message = page.locator("#bluegreen_dialog").get_by_label("Message for the journal")
    expect(message).to_be_focused()
    page.keyboard.type("typed")
    expect(message).to_have_value("typed")
    page.keyboard.press("Escape")

    expect(page.locator("#bluegreen_dialog")).to_have_count(0)
    assert operator.live(NAME) == "blue"


@pytest.mark.usefixtures("blue_live")
def test_a_session_that_expires_while_the_dialog_is_open_leads_to_the_sign_in_and_back(
    page: Page, sign_in: SignIn, enter: SignIn, operator: Operator
) -> None:
    """Nothing is switched; who has signed in again finds the same dialog, as a page of its own."""
    sign_in(page)
    page.goto(PLACE)
    dialog = opened(page, "Switch")
    page.context.clear_cookies(name="sessionid")

    press(dialog, "Switch")

    expect(page).to_have_url(re.compile(rf"/auth/login/\?next={PLACE}switch/$"))
    enter(page)
    expect(page).to_have_url(re.compile(f"{PLACE}switch/$"))
    expect(page.get_by_role("button", name="Switch", exact=True)).to_be_visible()
    assert operator.live(NAME) == "blue"


@pytest.mark.parametrize("width", [1280, 800, 400])
def test_the_pages_fit_the_window(page: Page, sign_in: SignIn, width: int, pictures: Path) -> None:
    """No column is outside, no word broken; the sides are beside each other if there is room."""
    page.set_viewport_size({"width": width, "height": 900})
    sign_in(page)
    page.goto(LISTING)
    assert fits(page)
    assert broken_words(page) == []
    page.goto(PLACE)
    blue, green = (card(page, colour).bounding_box() for colour in ("blue", "green"))
    assert blue is not None
    assert green is not None
    if width >= 600:
        assert blue["x"] + blue["width"] <= green["x"]
        assert abs(blue["y"] - green["y"]) < 2
    else:
        assert blue["y"] + blue["height"] <= green["y"]
    assert fits(page)
    assert broken_words(page) == []
    if width == 800:
        page.screenshot(path=pictures / "panel-narrow.png")


@pytest.mark.parametrize("width", [400, 1280])
def test_who_reads_japanese_has_the_page_in_japanese(
    page: Page, sign_in: SignIn, width: int, pictures: Path
) -> None:
    """Horizon's own texts too: the language is chosen in its settings, or by the browser."""
    page.set_viewport_size({"width": width, "height": 900})
    sign_in(page)
    page.context.add_cookies([{"name": "horizon_language", "value": "ja", "url": page.url}])

    page.goto(PLACE)

    expect(page.get_by_role("link", name="切り替え", exact=True)).to_be_visible()
    expect(card(page, "blue")).to_contain_text("正常なサーバー")
    assert fits(page)
    assert broken_words(page) == []
    if width == 1280:
        page.screenshot(path=pictures / "panel-japanese.png")


def test_links_lead_to_the_pages_of_stacks_servers_networks_and_load_balancers(
    page: Page, sign_in: SignIn
) -> None:
    """Horizon's own, and its plugins'."""
    sign_in(page)
    page.goto(PLACE)
    hrefs = [
        link.get_attribute("href") or ""
        for link in (
            card(page, "blue").get_by_role("link", name=f"{NAME}-blue"),
            card(page, "blue").get_by_role("row", name="Servers").get_by_role("link").first,
            page.locator("#addresses").get_by_role("link", name=f"{NAME}-blue"),
            card(page, "blue").get_by_role("link", name="ONLINE"),
        )
    ]

    for href, kind in zip(hrefs, ("stacks", "instances", "networks", "load_balancer"), strict=True):
        assert href.startswith(f"/project/{kind}"), href
        answer = page.goto(href)
        assert answer is not None
        assert answer.status == 200
        expect(page.get_by_text(re.compile(f"{NAME}-blue")).first).to_be_visible()


def test_another_projects_user_sees_nothing_of_it(
    page: Page, sign_in: SignIn, operator: Operator
) -> None:
    """Neither in the list nor by its address."""
    addresses = [row["Floating IP"] for row in operator.sides(NAME).values()]
    sign_in(page, "other")

    page.goto(LISTING)
    expect(page.locator("#applications")).to_contain_text("This project has no application")
    page.goto(PLACE)
    expect(page.locator(".alert-danger")).to_contain_text(f"The project has no application {NAME}.")
    shown = page.locator("#main_content").inner_text().split()
    assert not set(addresses) & set(shown)
    page.goto(f"{PLACE}switch/")
    expect(page.locator(".alert-danger")).to_contain_text(f"The project has no application {NAME}.")


def test_a_reader_sees_it_all_and_can_press_nothing(
    page: Page, sign_in: SignIn, reader: tuple[str, str]
) -> None:
    """With the reason, and with who holds the lease, though a reader may not ask for the time."""
    sign_in(page, *reader)
    page.goto(PLACE)

    expect(page.locator(".bluegreen-live")).to_have_count(1)
    expect(page.locator("#history")).to_contain_text("first version")
    why = page.locator("#why_switch")
    expect(why).to_be_hidden()
    page.get_by_role("button", name="Switch", exact=True).focus()
    expect(why).to_be_visible()
    expect(why).to_have_text("Your role in this project may read but not change.")
    for action in ("Switch", "Rollback", "Approve", "Reject", "Pause", "Retire"):
        expect(page.get_by_role("button", name=action, exact=True)).to_be_disabled()
