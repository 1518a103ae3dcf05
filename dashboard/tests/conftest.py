# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Somebody who is signed in to Horizon, in a project of the fake cloud."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))
os.environ["DJANGO_SETTINGS_MODULE"] = "horizon_settings"

import django

django.setup()

from bluegreen_dashboard import cloud as panel_cloud
from django.test import Client
from django.test.utils import setup_test_environment, teardown_test_environment
from openstack_auth import utils as auth_utils
from openstack_auth.user import User
from openstack_dashboard.api import keystone
from support.fake_clock import FakeClock
from support.fake_cloud import FakeProject
from support.worlds import shop, shop_that_is_up

from bluegreen.cloud import SignedIn
from bluegreen.model.tags import Colour

PANEL = "/project/bluegreen/"
SERVICES = ("identity", "network", "load-balancer", "orchestration", "compute")
SHOP = f"{PANEL}application/shop/"
AJAX = {"HTTP_X_REQUESTED_WITH": "XMLHttpRequest"}


def catalogue() -> list[dict[str, Any]]:
    """Return what Keystone says of the services."""
    return [
        {
            "type": service,
            "name": service,
            "endpoints": [
                {"interface": "public", "region": "RegionOne", "url": f"http://cloud/{service}"}
            ],
        }
        for service in SERVICES
    ]


def user(role: str = "member", name: str = "ann") -> User:
    """Return a user as openstack_auth makes one from Keystone's answer."""
    token = SimpleNamespace(
        id="scoped-token",
        project={"id": "project"},
        domain={},
        expires=datetime.now(UTC) + timedelta(hours=1),
        roles=[role],
    )
    return User(
        id=name,
        token=token,
        user=name,
        user_domain_id="default",
        project_id="project",
        project_name="demo",
        enabled=True,
        service_catalog=catalogue(),
        roles=[{"name": "reader"}, *([] if role == "reader" else [{"name": role}])],
        endpoint="http://cloud/identity",
        services_region="RegionOne",
        unscoped_token="unscoped-token",
        authorized_tenants=[
            SimpleNamespace(id="project", name="demo", domain_id="default", enabled=True)
        ],
    )


@dataclass
class Page:
    """An answer of Horizon."""

    status: int
    html: str
    location: str
    headers: dict[str, str]

    @property
    def text(self) -> str:
        """What a person reads, messages first that the page's script would show."""
        told = unescape(self.headers.get("X-Horizon-Messages", ""))
        body = re.search(r"(?s)<div id=.main_content.>.*<div id=.footer.>", self.html)
        html = body[0] if body else self.html
        return " ".join((told + " " + unescape(re.sub(r"<[^>]+>", " ", html))).split())

    def field(self, name: str) -> str:
        """Return the value of a hidden field."""
        found = re.search(rf'<input[^>]*name="{name}"[^>]*>', self.html)
        assert found, f"no field {name}"
        value = re.search(r'value="([^"]*)"', found[0])
        return unescape(value[1]) if value else ""


@dataclass
class Visitor:
    """Somebody with a browser, signed in."""

    project: FakeProject
    who: User
    client: Client = field(default_factory=Client)

    def opens(self, path: str = "", **headers: str) -> Page:
        """Follow a link of the panel."""
        return self._page(self.client.get(self._path(path), **self._as_me(), **headers))

    def sends(self, path: str, values: dict[str, str], **headers: str) -> Page:
        """Press the button of a form."""
        return self._page(self.client.post(self._path(path), values, **self._as_me(), **headers))

    def presses(self, action: str, application: str = "shop", **values: str) -> Page:
        """Open a dialog, fill in what differs, and press its button."""
        path = f"application/{application}/{action}/"
        dialog = self.opens(path, **AJAX)
        seen = {name: dialog.field(name) for name in ("saw_live", "saw_release")}
        return self.sends(path, {"proof": "probe", "to": "warm", **seen, **values}, **AJAX)

    def _path(self, path: str) -> str:
        return path if path.startswith("/") else PANEL + path

    def _as_me(self) -> dict[str, str]:
        return {"REMOTE_USER": self.who.id}

    @staticmethod
    def _page(answer: Any) -> Page:
        return Page(
            answer.status_code,
            answer.content.decode(),
            answer.headers.get("Location", ""),
            dict(answer.headers),
        )


def live(project: FakeProject) -> Colour | None:
    """Return the live side."""
    side = shop(project).live
    return side.colour if side else None


def went_through(page: Page) -> bool:
    """Whether the dialog closes and the page of the application follows."""
    return page.headers.get("X-Horizon-Location") == SHOP


@pytest.fixture(scope="session", autouse=True)
def horizon() -> Iterator[None]:
    """Horizon as Django's tests run it."""
    setup_test_environment()
    yield
    teardown_test_environment()


@pytest.fixture
def project(tmp_path: Path) -> FakeProject:
    """A project in which blue is live with 1.0, green idle with 1.0, two servers each."""
    return shop_that_is_up(tmp_path)


@pytest.fixture
def people(monkeypatch: pytest.MonkeyPatch) -> dict[str, User]:
    """Who may sign in, by name; requests say who sends them."""
    known: dict[str, User] = {}
    monkeypatch.setattr(keystone, "get_identity_api_version", lambda request: (3, 14))
    monkeypatch.setattr(auth_utils, "get_user", lambda request: known[request.META["REMOTE_USER"]])
    return known


@pytest.fixture
def connected(project: FakeProject, monkeypatch: pytest.MonkeyPatch) -> list[SignedIn]:
    """Whose tokens the panel has connected with; all of them reach the fake project."""
    seen: list[SignedIn] = []

    def connect(who: SignedIn) -> Any:
        seen.append(who)
        return project.cloud()

    monkeypatch.setattr(panel_cloud, "connect_as", connect)
    monkeypatch.setattr("bluegreen_dashboard.cloud.clock", lambda: FakeClock(project.tick))
    return seen


@pytest.fixture
def ann(project: FakeProject, people: dict[str, User], connected: list[SignedIn]) -> Visitor:
    """A member of the project."""
    people["ann"] = user()
    return Visitor(project, people["ann"])


@pytest.fixture
def bob(project: FakeProject, people: dict[str, User], connected: list[SignedIn]) -> Visitor:
    """Another member of the project."""
    people["bob"] = user(name="bob")
    return Visitor(project, people["bob"])


@pytest.fixture
def rita(project: FakeProject, people: dict[str, User], connected: list[SignedIn]) -> Visitor:
    """A reader of the project."""
    people["rita"] = user("reader", "rita")
    return Visitor(project, people["rita"])
