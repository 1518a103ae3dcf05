# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The two clouds that the contract suite is run against: the one in memory and the lab."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import openstack
import pytest
from contract.ground import Ground
from contract.ground import in_memory as ground_in_memory
from contract.ground import on_lab as ground_on_lab
from support.fake_clock import FakeClock
from support.fake_cloud import FakeProject
from support.permits import ALONE

from bluegreen.clock import Clock, SteadyClock
from bluegreen.cloud import from_connection
from bluegreen.cloud.api import Api
from bluegreen.cloud.protocols import Cloud
from bluegreen.model.stack import Stack, StackState
from bluegreen.model.tags import facts_in, tags_for

CLOUDS = Path(os.environ.get("OS_CLIENT_CONFIG_FILE", "/var/lib/openstack-lab/clouds.yaml"))


@dataclass(frozen=True)
class World:
    """A cloud with one application that has a network for its lease, and the cloud's own time."""

    cloud: Cloud
    application: str
    clock: Clock


def connect(name: str) -> openstack.connection.Connection:
    """Connect to the lab as one of its users."""
    if not CLOUDS.exists():
        pytest.fail(f"{CLOUDS} does not exist. Run `lab up`, or set OS_CLIENT_CONFIG_FILE.")
    config = openstack.config.OpenStackConfig(config_files=[str(CLOUDS)])
    return openstack.connection.Connection(config=config.get_one(name))


@pytest.fixture(scope="session")
def connection() -> openstack.connection.Connection:
    """A connection to the lab as a plain member of a project."""
    return connect("demo")


@pytest.fixture(scope="session", params=["fake", pytest.param("lab", marks=pytest.mark.lab)])
def ground(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Ground]:
    """Each of the two clouds in turn, with an application that has one side and no servers."""
    folder = tmp_path_factory.mktemp("ground")
    if request.param == "fake":
        yield from ground_in_memory(folder)
    else:
        yield from ground_on_lab(connect, folder)


@pytest.fixture(params=["fake", pytest.param("lab", marks=pytest.mark.lab)])
def world(request: pytest.FixtureRequest) -> Iterator[World]:
    """Each of the two clouds in turn, with an application of its own for the test."""
    if request.param == "fake":
        yield in_memory("shop")
    else:
        yield from on_lab(request.getfixturevalue("connection"))


def in_memory(application: str) -> World:
    """Return a world whose time passes by sleeping."""
    project = FakeProject()
    facts = facts_in(tags_for(application))
    project.stacks[application] = Stack(
        application, "stack-0", StackState.COMPLETE, "CREATE_COMPLETE", "", facts
    )
    clock = FakeClock(lambda: setattr(project, "seconds", clock.now()))
    return World(project.cloud().under(ALONE, clock), application, clock)


def on_lab(connection: openstack.connection.Connection) -> Iterator[World]:
    """Yield a world on the lab, and remove what the test has left in it."""
    application = f"contract-{secrets.token_hex(4)}"
    api = Api(connection, ALONE)
    made = api.post("network", "/networks", {"network": {"name": f"{application}-lease"}})
    network = f"/networks/{made['network']['id']}"
    cloud = from_connection(connection).under(ALONE, SteadyClock())
    try:
        tags = tags_for(application, role="lease")
        api.put("network", f"{network}/tags", {"tags": tags})
        yield World(cloud, application, SteadyClock())
    finally:
        cloud.journal.prune(application, keep=0)
        cloud.leases.break_lease(application)
        api.delete("network", network)
