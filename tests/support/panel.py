# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The panel in a browser: what is pressed, what is seen, and what is true in the cloud."""

from __future__ import annotations

import os
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING

import openstack
import psutil
from openstack_lab.engine.supervision import Supervisor
from openstack_lab.lab import Lab
from playwright.sync_api import FloatRect, Locator, Page, expect

if TYPE_CHECKING:
    from tests.lab.conftest import Operator


NAME = "webshop"
LISTING = "/project/bluegreen/"
PLACE = f"{LISTING}application/{NAME}/"
SEVERAL_STEPS = 180_000
"""Milliseconds for an act of several steps; it may have to wait for a busy cloud."""

ONLY_OURS = f"""
#applications tbody tr:not([data-object-id="{NAME}"]) {{ display: none }}
#applications .table_count {{ display: none }}
#floating_ips tbody tr:not(:has(a[href$="/{NAME}/"])) {{ display: none }}
"""
"""For the picture: what else is on this lab is nobody's business."""

TOP: FloatRect = {"x": 0, "y": 0, "width": 1280, "height": 560}


def answers(operator: Operator) -> str:
    """Return what the application itself says through the production address."""
    sides = operator.sides(NAME).values()
    address = next(row["Floating IP"] for row in sides if row["Role"] == "live")
    with urllib.request.urlopen(f"http://{address}/version", timeout=30) as answer:
        return str(answer.read().decode())


def switches(operator: Operator) -> int:
    """Return how many switches the journal knows that succeeded."""
    runs = operator.types("-q", "history", NAME, "--limit", "50", "-f", "json").json()
    return sum((run["Event"], run["Phase"]) == ("switch", "succeeded") for run in runs)


def card(page: Page, colour: str) -> Locator:
    """Return one of the two sides."""
    return page.locator(f".bluegreen-{colour}")


def opened(page: Page, action: str) -> Locator:
    """Press an action of the page, and return its dialog."""
    page.get_by_role("link", name=action, exact=True).click()
    dialog = page.locator("#bluegreen_dialog")
    expect(dialog.get_by_role("button", name=action)).to_be_visible()
    return dialog


def press(dialog: Locator, action: str) -> None:
    """Press the button of a dialog, without waiting for what follows."""
    dialog.get_by_role("button", name=action).click(no_wait_after=True)


def take_whole(page: Page, picture: Path) -> None:
    """Take a picture of the whole page, in a window as high as it is.

    Beyond the window the menu's background ends.
    """
    window = page.viewport_size
    assert window is not None
    height = int(page.evaluate("document.documentElement.scrollHeight"))
    page.set_viewport_size({"width": window["width"], "height": height})
    page.screenshot(path=picture)
    page.set_viewport_size(window)


def fits(page: Page) -> bool:
    """Whether nothing sticks out of the window to the right, or out of a table's place."""
    return bool(
        page.evaluate(
            "document.documentElement.scrollWidth <= window.innerWidth"
            " && [...document.querySelectorAll('.table_wrapper')]"
            ".every((place) => place.scrollWidth <= place.clientWidth)"
        )
    )


def broken_words(page: Page) -> list[str]:
    """Return the words in tables and on buttons that begin on one line and end on another."""
    found: list[str] = page.evaluate(
        r"""() => {
          const broken = [];
          const places = ".bluegreen td, .bluegreen th, .bluegreen .btn";
          for (const place of document.querySelectorAll(places)) {
            const texts = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
            for (let text; (text = texts.nextNode()); ) {
              for (const word of text.data.matchAll(/[^\s、。]+/g)) {
                const range = document.createRange();
                range.setStart(text, word.index);
                range.setEnd(text, word.index + word[0].length);
                const lines = [...range.getClientRects()].map((line) => Math.round(line.top));
                if (new Set(lines).size > 1) broken.push(word[0]);
              }
            }
          }
          return broken;
        }"""
    )
    return found


def kill_workers_of_horizon() -> None:
    """Kill the processes that answer requests, as a machine that is out of memory does.

    Which of them has a request is not seen from outside. Their parent starts others.
    """
    horizon = Supervisor(Lab.from_environment()).processes()["horizon"]
    workers = psutil.Process(horizon.pid).children()
    assert workers
    for worker in workers:
        worker.kill()
    psutil.wait_procs(workers)


def openstack_of_the_lab(name: str) -> openstack.connection.Connection:
    """Return a connection by an entry of the lab's clouds.yaml."""
    file = os.environ.get("OS_CLIENT_CONFIG_FILE", "/var/lib/openstack-lab/clouds.yaml")
    config = openstack.config.OpenStackConfig(config_files=[file])
    return openstack.connection.Connection(config=config.get_one(name))
