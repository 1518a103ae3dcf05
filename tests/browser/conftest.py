# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""A person at a browser: Debian's Chromium, driven by Playwright, on the lab's Horizon.

`page` and `new_context` are pytest-playwright's: a page, and another session beside it.
"""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from openstack_lab.lab import Lab, url
from playwright.sync_api import Page, expect
from support.panel import openstack_of_the_lab

CHROMIUM = "/usr/bin/chromium"
AS_ROOT_AND_WITHOUT_TALK = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PATIENCE = 60_000
"""Milliseconds. A page of Horizon asks several services, and the machine may be busy."""
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Start the system's browser: Playwright's own is not installed."""
    arguments = list(AS_ROOT_AND_WITHOUT_TALK)
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": arguments}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """See the pages in English, in a window of a common size, at addresses relative to Horizon."""
    window = {"width": 1280, "height": 900}
    return {**browser_context_args, "base_url": url("horizon"), "locale": "en", "viewport": window}


@pytest.fixture
def enter() -> Callable[..., None]:
    """Return what signs a user in on a page that shows the sign-in; by default a lab's user."""
    lab = Lab.from_environment()

    def enter(page: Page, user: str = "demo", password: str | None = None) -> None:
        page.get_by_label("User Name").fill(user)
        page.get_by_label("Password").fill(password or lab.secret(user))
        page.get_by_role("button", name="Sign In").click()
        expect(page).to_have_url(re.compile("^[^?]*/project/"))

    return enter


@pytest.fixture
def sign_in(enter: Callable[..., None]) -> Callable[..., None]:
    """Return what goes to the sign-in, signs a user in and waits for the page that follows."""

    def go_and_enter(page: Page, user: str = "demo", password: str | None = None) -> None:
        page.set_default_timeout(PATIENCE)
        page.goto("/auth/login/")
        enter(page, user, password)

    return go_and_enter


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    """Where pictures go: among the docs when they are to be taken again."""
    return Path(os.environ.get("PANEL_PICTURES", tmp_path))


@pytest.fixture
def reader() -> Iterator[tuple[str, str]]:
    """A user who may only read in the project: name and password."""
    admin = openstack_of_the_lab("admin")
    name, password = f"reader-{secrets.token_hex(3)}", secrets.token_urlsafe(12)
    project = admin.identity.find_project("demo", ignore_missing=False)
    role = admin.identity.find_role("reader", ignore_missing=False)
    user = admin.identity.create_user(
        name=name, password=password, default_project_id=project.id, domain_id=project.domain_id
    )
    try:
        admin.identity.assign_project_role_to_user(project, user, role)
        yield name, password
    finally:
        admin.identity.delete_user(user)
