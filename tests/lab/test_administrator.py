# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""An administrator of another project neither sees nor touches an application that is live.

The lab's administrator is shown every project's stacks, load balancers and addresses, and may
delete them; the tests ask each service itself, and what each is asked for by id.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import openstack
import pytest

from bluegreen.cloud import SignedIn, connect_as, from_connection
from bluegreen.cloud.errors import Foreign
from bluegreen.cloud.observe import observe, observe_project
from bluegreen.cloud.protocols import Cloud
from bluegreen.model.application import Application
from bluegreen.model.stack import Size
from bluegreen.model.tags import Colour
from lab.conftest import STANDING, Operator, answering

pytestmark = pytest.mark.lab

NAME = STANDING
CLOUDS = Path(os.environ.get("OS_CLIENT_CONFIG_FILE", "/var/lib/openstack-lab/clouds.yaml"))


def connection(name: str) -> openstack.connection.Connection:
    """Return a connection by an entry of the lab's clouds.yaml."""
    config = openstack.config.OpenStackConfig(config_files=[str(CLOUDS)])
    return openstack.connection.Connection(config=config.get_one(name))


@pytest.fixture(scope="module")
def operator(standing: Operator) -> Operator:
    """A plain member of another project, whose application is up."""
    return standing


@pytest.fixture(scope="module")
def theirs(operator: Operator) -> Application:
    """The application that is live in the demo project, as its member sees it."""
    return observe(from_connection(connection("demo")), NAME)


@pytest.fixture(scope="module")
def administrator(operator: Operator) -> Operator:
    """The lab's administrator, in the project `admin`, in the folder of the application."""
    return replace(operator, environment=operator.environment | {"OS_CLOUD": "admin"})


def test_no_service_shows_an_administrator_another_projects_things(theirs: Application) -> None:
    """Stacks, addresses, load balancers, leases, servers, the journal: Heat and Octavia list all
    of them to this token.
    """
    admin = connection("admin")
    cloud = from_connection(admin)
    listed = admin.orchestration.request("/stacks", "GET").json()["stacks"]
    assert NAME in {stack["stack_name"] for stack in listed}

    assert observe_project(cloud) == []
    assert not observe(cloud, NAME).exists
    assert cloud.journal.entries(NAME, limit=5) == []
    assert cloud.leases.holders() == []
    assert cloud.servers.find(NAME) == []
    assert cloud.adoption.balancers() == []
    assert cloud.adoption.addresses() == []
    assert cloud.stacks.get(NAME) is None


def test_a_dashboards_administrator_sees_none_either() -> None:
    """The panel works with the token of its user, in the project that is chosen there."""
    admin = connection("admin")
    user = SignedIn(
        admin.config.get_auth_args()["auth_url"],
        admin.session.get_token(),
        admin.current_project_id,
    )
    assert observe_project(connect_as(user)) == []


def test_each_service_refuses_what_an_administrator_asks_by_id(theirs: Application) -> None:
    """Heat, Neutron and Octavia would have done it; nothing is changed."""
    cloud = from_connection(connection("admin"))
    for write in _writes(cloud, theirs):
        with pytest.raises(Foreign):
            write()

    assert cloud.journal.prune(NAME, keep=0) == 0
    assert cloud.leases.break_lease(NAME) is None
    assert observe(from_connection(connection("demo")), NAME) == theirs


def _writes(cloud: Cloud, theirs: Application) -> list[Callable[[], object]]:
    production, side = theirs.production, theirs.blue
    assert production
    assert side.balancer
    assert side.release
    port, balancer = production.port_id, side.balancer
    stack, network = side.release.stack, balancer.network_id
    return [
        partial(cloud.addresses.point, production, port),
        partial(cloud.addresses.set_paused, production, paused=True),
        partial(cloud.addresses.delete_or_unmark, production),
        partial(cloud.stacks.delete, stack),
        partial(cloud.stacks.resize, stack, Size(1, 1, 1)),
        partial(cloud.balancers.set_admin_state, balancer, up=False),
        partial(cloud.balancers.reload, balancer),
        partial(cloud.adoption.mark_balancer, balancer.id, NAME, Colour.BLUE),
        partial(cloud.adoption.unmark_balancer, balancer.id),
        partial(cloud.adoption.mark_network, network, NAME),
        partial(cloud.adoption.unmark_network, network),
    ]


@pytest.mark.parametrize(
    "words",
    [
        ("down", NAME, "--yes"),
        ("down", NAME, "--live", NAME, "--yes"),
        ("switch", NAME, "--to", "green", "--yes"),
        ("rollback", NAME, "--yes"),
        ("retire", NAME, "--to", "remove", "--yes", "--ignore-connections"),
        ("deploy", "2.0", "--yes"),
        ("resume", NAME, "--yes"),
        ("repair", "blue", NAME, "--yes"),
        ("adopt", NAME, "--unadopt", "--yes"),
    ],
    ids=lambda words: " ".join(words),
)
def test_no_command_of_an_administrator_touches_it(
    administrator: Operator, operator: Operator, words: tuple[str, ...]
) -> None:
    """`down` without --live said "production points at no side", and deleted what was live."""
    before = operator.sides(NAME)

    done = administrator.types(*words, expect=None)

    assert done.code == 1, done.err
    assert operator.sides(NAME) == before


def test_it_goes_on_serving_and_both_clients_list_nothing(
    administrator: Operator, theirs: Application
) -> None:
    """The command of its own, and the plugin of `openstack`."""
    assert administrator.types("-q", "list", "-f", "json").json() == []
    plugin = subprocess.run(
        [Path(sys.executable).parent / "openstack", "bluegreen", "list", "-f", "json"],
        env=administrator.environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(plugin.stdout) == []
    assert theirs.production
    assert len(answering(theirs.production.floating_ip)) >= 1
