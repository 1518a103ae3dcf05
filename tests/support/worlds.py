# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Small worlds to begin a test in, built with the product's own plans."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from bluegreen.cloud.observe import observe
from bluegreen.model.application import Application
from bluegreen.model.stack import Server
from bluegreen.model.tags import Colour
from bluegreen.operations.build.plan import plan_up
from bluegreen.operations.context import ExecutionContext
from bluegreen.operations.executor import execute
from bluegreen.spec import Specification, load
from support.fake_clock import FakeClock
from support.fake_cloud import FakeProject, no_fault
from support.permits import ALONE

SHOP = """\
application: shop
external_network: public
servers: {image: web, flavor: small, count: 2}
"""

SCALED_SHOP = """\
application: shop
external_network: public
servers: {image: web, flavor: small, count: {min: 2, max: 4, wanted: 2}}
scaling: {source: prometheus, window: 1m}
"""


def specification(folder: Path, text: str = SHOP) -> Specification:
    """Return the specification that the text says, written to a folder."""
    file = folder / "bluegreen.yaml"
    file.write_text(text)
    return load(file)


def context_in(project: FakeProject, **more: Any) -> ExecutionContext:
    """Return a context whose clock lets the project go on, with `more` of its own."""
    usual = {"say": lambda sentence: None, "clock": FakeClock(project.tick), "lease": ALONE}
    return ExecutionContext(cloud=project.cloud(), **usual | more)


def shop(project: FakeProject) -> Application:
    """Return the application as it is now."""
    return observe(project.cloud(), "shop")


def live(project: FakeProject) -> Colour | None:
    """Return the live side."""
    side = shop(project).live
    return side.colour if side else None


def live_once_reachable(project: FakeProject) -> Colour | None:
    """Return the live side, once the cloud answers again."""
    project.fault = no_fault
    return live(project)


def set_size(project: FakeProject, release_stack: str, servers: int) -> None:
    """Let scaling have made a release this large, unknown to its tags."""
    request = project.requests[release_stack]
    project.requests[release_stack] = replace(
        request, parameters={**request.parameters, "wanted": servers}
    )


def stop_server(project: FakeProject, address: str, status: str = "SHUTOFF") -> None:
    """Let a server have died: its health check fails, and Nova shows it in that state."""
    project.unhealthy.add(address)
    sick = Server(f"server {address}", frozenset({address}), status, id=address)
    project.servers_in_error.append(sick)


def shop_that_is_up(folder: Path, text: str = SHOP) -> FakeProject:
    """Return a project in which blue is live with 1.0, green idle with 1.0, two servers each."""
    project = FakeProject()
    execute(plan_up(specification(folder, text), "1.0", shop(project)), context_in(project))
    project.calls.clear()
    return project
