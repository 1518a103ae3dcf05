# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The history of an application: page by page, and of one kind of act."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from conftest import Page, Visitor
from support.fake_cloud import FakeProject, no_fault
from support.faults import silence

from bluegreen.model.journal import Entry, Phase, new_run

SHOP = "application/shop/"
EVENTS = ("switch", "rollback", "deploy")


@pytest.fixture
def used(project: FakeProject) -> FakeProject:
    """A project in which 25 runs have been written since `up`, in turn of each event."""
    for number in range(25):
        project.seconds += 1
        project.cloud().journal.write(
            Entry(
                "shop",
                new_run(),
                datetime.now(UTC),
                EVENTS[number % 3],
                Phase.SUCCEEDED,
                "bob@desk",
                f"run-{number:02}",
            )
        )
    return project


def runs(page: Page) -> list[int]:
    """Return the numbers of the runs that are shown, in their order."""
    return [int(number) for number in re.findall(r"run-(\d\d)", page.text)]


def links(page: Page) -> dict[str, str]:
    """Return where the links to newer and older runs lead."""
    found = re.findall(r'href="(\?[^"]*)#history">(\w+)<', page.html)
    return {word: address.replace("&amp;", "&") for address, word in found}


@pytest.mark.usefixtures("used")
def test_ten_runs_are_shown_with_a_way_to_the_older_ones(ann: Visitor) -> None:
    """The newest first; the last page has the beginning, and no older one."""
    first = ann.opens(SHOP)
    assert runs(first) == list(range(24, 14, -1))
    assert links(first).keys() == {"Older"}

    second = ann.opens(f"{SHOP}{links(first)['Older']}")
    assert runs(second) == list(range(14, 4, -1))

    third = ann.opens(f"{SHOP}{links(second)['Older']}")
    assert runs(third) == [4, 3, 2, 1, 0]
    assert links(third).keys() == {"Newer"}
    assert runs(ann.opens(f"{SHOP}{links(third)['Newer']}")) == runs(second)


@pytest.mark.usefixtures("used")
def test_only_what_was_asked_for_is_shown_on_every_page_of_it(ann: Visitor) -> None:
    """Switches alone are a shorter history, and its pages stay of switches."""
    page = ann.opens(f"{SHOP}?what=rollback")

    assert runs(page) == [22, 19, 16, 13, 10, 7, 4, 1]
    assert '<option value="rollback" selected>' in page.html
    assert links(page) == {}

    switches = ann.opens(f"{SHOP}?what=switch&page=1")
    assert len(runs(switches)) == 9
    assert links(switches) == {}


def test_pages_of_one_kind_lead_to_pages_of_that_kind(ann: Visitor, used: FakeProject) -> None:
    """The choice is kept in the link."""
    for number in range(25, 30):
        entry = Entry(
            "shop",
            new_run(),
            datetime.now(UTC),
            "switch",
            Phase.SUCCEEDED,
            "bob@desk",
            f"run-{number}",
        )
        used.seconds += 1
        used.cloud().journal.write(entry)

    older = links(ann.opens(f"{SHOP}?what=switch"))["Older"]

    assert older == "?what=switch&page=2"
    assert runs(ann.opens(SHOP + older)) == [9, 6, 3, 0]


@pytest.mark.usefixtures("used")
@pytest.mark.parametrize(
    "asked", ["?page=0", "?page=-1", "?page=x", "?what=nothing", "?page=%C2%B2"]
)
def test_an_address_that_asks_for_what_is_not_there_shows_the_newest(
    ann: Visitor, asked: str
) -> None:
    """Somebody may have typed it."""
    assert runs(ann.opens(SHOP + asked))[0] == 24


def test_a_journal_that_cannot_be_read_is_not_shown_as_empty(
    ann: Visitor, used: FakeProject
) -> None:
    """The rest of the page stands, with a sentence, whether all is asked for or one kind."""
    silence(used, "GET software_configs")
    for asked in ("", "?what=switch"):
        page = ann.opens(SHOP + asked)

        assert "Warning: No answer" in page.text
        assert 'id="history"' not in page.html
        assert "Blue LIVE" in page.text
    used.fault = no_fault
    assert 'id="history"' in ann.opens(SHOP).html
