# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The table of services holds together."""

import shlex
from graphlib import TopologicalSorter

import pytest
from openstack_lab.lab import LOOPBACK, PORTS, Lab
from openstack_lab.rendering import render, render_file, write_configuration
from openstack_lab.services import SERVICES, UNITS
from openstack_lab.services.databases import DATABASES


def test_every_need_is_in_the_table_and_none_is_circular() -> None:
    """An order exists in which everything can come up."""
    order = list(TopologicalSorter({n: u.needs for n, u in UNITS.items()}).static_order())

    assert set(order) == set(UNITS)


def test_every_database_has_the_step_that_makes_its_tables() -> None:
    """Users and databases are named in one place, tables in another."""
    assert {f"{name.replace('_', '-')}-database" for name in DATABASES} <= set(UNITS)


@pytest.mark.parametrize("name", SERVICES)
def test_the_command_and_configuration_of_every_service_can_be_rendered(
    name: str, lab: Lab
) -> None:
    """Nothing is left undefined, and the configuration lands where the command looks for it."""
    service = SERVICES[name]
    files = [write_configuration(lab, template) for template in service.configuration]
    command = render(lab, service.command)
    environment = [render(lab, text) for text in service.environment.values()]

    assert not [text for text in (*files, command, *environment) if "{{" in text]
    for word in shlex.split(command.replace('"', "")):
        if word.startswith(f"{lab.configuration}/"):
            assert word.removeprefix(f"{lab.configuration}/") in service.configuration


@pytest.mark.parametrize("name", SERVICES)
def test_no_password_is_on_a_command_line(name: str, lab: Lab) -> None:
    """Every user of the machine can read command lines."""
    command = render(lab, SERVICES[name].command)

    assert not [one for one in ("admin", "rabbitmq", "nova") if lab.secret(one) in command]


def test_what_root_writes_nobody_else_can_read(lab: Lab) -> None:
    """Configuration files hold passwords."""
    for service in SERVICES.values():
        for template in service.configuration:
            write_configuration(lab, template)
    paths = [path for path in lab.configuration.rglob("*") if path.is_file()]

    assert {path.stat().st_mode & 0o777 for path in paths} == {0o600}
    assert lab.configuration.stat().st_mode & 0o777 == 0o700


def test_every_port_is_its_services_alone_and_on_loopback(lab: Lab) -> None:
    """Two services cannot share a port, and no API can be reached from outside."""
    assert len(set(PORTS.values())) == len(PORTS)
    sockets = [
        word
        for service in SERVICES.values()
        for word in render(lab, service.command).split()
        if word.rpartition(":")[1:] in [(":", str(port)) for port in PORTS.values()]
    ]

    assert sockets
    assert [word for word in sockets if not word.startswith(f"{LOOPBACK}:")] == []


def test_the_users_file_has_the_administrator_and_two_ordinary_users(lab: Lab) -> None:
    """Each with a project and a password of their own."""
    text = render_file(lab, "clouds.yaml", users=("admin", "demo"), auth_url="http://x/v3")

    assert "project_name: demo" in text
    assert lab.secret("demo") in text
    assert lab.secret("other") not in text
