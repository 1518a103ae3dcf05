# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The table of services holds together."""

import shlex
from graphlib import TopologicalSorter

import pytest
from openstack_lab.engine.rendering import render, render_file, write_configuration
from openstack_lab.engine.supervision import Supervisor
from openstack_lab.engine.unit import Step
from openstack_lab.host import user
from openstack_lab.lab import LOOPBACK, PORTS, Lab
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
        if word.startswith(f"{lab.paths.configuration}/"):
            assert word.removeprefix(f"{lab.paths.configuration}/") in service.configuration


@pytest.mark.parametrize("name", SERVICES)
def test_no_password_is_on_a_command_line(name: str, lab: Lab) -> None:
    """Every user of the machine can read command lines."""
    command = render(lab, SERVICES[name].command)

    assert not [one for one in ("admin", "rabbitmq", "nova") if lab.secret(one) in command]


def test_what_root_writes_only_the_services_can_read(lab: Lab) -> None:
    """Configuration files hold passwords."""
    for service in SERVICES.values():
        for template in service.configuration:
            write_configuration(lab, template)
    paths = [path for path in lab.paths.configuration.rglob("*") if path.is_file()]

    assert {path.stat().st_mode & 0o777 for path in paths} <= {0o600, 0o640}
    assert {path.stat().st_gid for path in paths} <= {0, user.group()}
    assert lab.paths.configuration.stat().st_mode & 0o777 == 0o700


ROOT = {
    "ovsdb",
    "ovs-vswitchd",
    "guest-watch",
    "libvirtd",
    "nova-compute",
    "neutron-openvswitch-agent",
    "neutron-l3-agent",
    "neutron-dhcp-agent",
    "neutron-metadata-agent",
    "octavia-driver-agent",
}
"""They make network devices, namespaces and servers."""


def test_only_what_changes_the_machine_is_root() -> None:
    """No API, no database, no cache and no dashboard is."""
    assert {name for name, service in SERVICES.items() if service.as_root} == ROOT


def test_the_supervisor_starts_the_others_as_the_labs_own_user(lab: Lab) -> None:
    """With nothing that root has, and no way to become root again."""
    programs = {name: Supervisor(lab).program(service) for name, service in SERVICES.items()}

    for name, program in programs.items():
        is_user = "--reuid=openstack-lab" in program["command"]
        assert is_user is (name not in ROOT)
        assert is_user is ("PYTHONPYCACHEPREFIX" in program["environment"])
        assert is_user is ("--no-new-privs" in program["command"])


def test_nothing_reaches_memcached_or_the_databases_by_a_port(lab: Lab) -> None:
    """Who may write to the cache can become its clients: a session of Horizon's is a pickle."""
    assert not {"memcached", "mariadb"} & set(PORTS)
    clients = ("keystone/keystone.conf", "nova/nova.conf", "horizon/local_settings.py")
    for name in clients:
        assert f"unix:{lab.paths.service_sockets}/memcached.sock" in render_file(lab, name)


def test_keystone_has_one_thread(lab: Lab) -> None:
    """With more, a request is judged by the token of another one (keystone 30)."""
    text = render_file(lab, "keystone/uwsgi.ini")

    assert "\nthreads = 1\n" in text
    assert "keystone/uwsgi.ini" in render(lab, SERVICES["keystone"].command)


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


CHECKED_BY_ITS_PROGRAMS = {"bridges", "horizon-plugins"}
"""Done at every `lab up`, by calls that each fail when they do nothing."""


def test_every_step_looks_at_its_result() -> None:
    """Else its stamp is believed, whatever has become of what it made."""
    steps = {name: unit for name, unit in UNITS.items() if isinstance(unit, Step)}
    trusting = {name for name, step in steps.items() if step.lacks is Step.lacks}

    assert trusting == CHECKED_BY_ITS_PROGRAMS
