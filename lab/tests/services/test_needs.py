# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Every unit needs what its command and configuration speak to.

An undeclared need shows only on the machine where one thing takes longer than another.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from openstack_lab.engine.rendering import render, render_file
from openstack_lab.engine.unit import Service, Unit
from openstack_lab.lab import LOOPBACK, PORTS, Lab
from openstack_lab.services import UNITS

OWNERS = {
    "ceilometer": "ceilometer-polling",
    "epmd": "rabbitmq",
    "rabbitmq-distribution": "rabbitmq",
    "openflow": "neutron-openvswitch-agent",
}
"""Whose a port is, where it has not the service's name."""

SOCKETS = {
    r"services/mariadb\.sock": "mariadb",
    r"services/memcached\.sock": "memcached",
    r"run/db\.sock": "ovsdb",
    r"libvirt/libvirt-sock": "libvirtd",
    r"/wakeup\b": "octavia-driver-agent",
}

PROGRAMS = {
    "/venv/bin/": "wheels",
    "/venv-horizon/bin/": "horizon-packages",
    "/venv-telemetry/bin/": "telemetry-packages",
    "/usr/sbin/(?!policy)": "debian-packages",
    "/usr/bin/(?!prometheus|setpriv)": "debian-packages",
    "/usr/lib/rabbitmq": "debian-packages",
    "/usr/bin/prometheus": "telemetry-debian-packages",
}

_AGENTS_PART = "an agent's part of the file that all of Neutron reads"
NOT_USED = {
    ("keystone-keys", "keystone-database"): "writes files only",
    ("keystone-keys", "mariadb"): "the same",
    ("keystone-keys", "memcached"): "the same",
    ("horizon-static", "keystone"): "compresses files only",
    ("nova-cell", "keystone"): "writes one row only",
    ("nova-cell", "memcached"): "the same",
    ("nova-cell", "nova-database"): "the same",
    ("nova-cell", "rabbitmq"): "the same",
    **{
        (name, other): _AGENTS_PART
        for name in ("neutron", "neutron-rpc-server", "neutron-periodic-workers")
        for other in ("ovsdb", "nova-metadata", "neutron-openvswitch-agent")
    },
    **{
        (f"neutron-{name}-agent", "nova-metadata"): _AGENTS_PART
        for name in ("openvswitch", "l3", "dhcp")
    },
    **{
        (f"neutron-{name}-agent", "neutron-openvswitch-agent"): _AGENTS_PART
        for name in ("l3", "dhcp", "metadata")
    },
    ("octavia", "ovsdb"): "the provider's agent's part of the file",
    ("prometheus", "ceilometer-polling"): "asks again every five seconds",
}
"""What is in a file that a unit reads, and what it does not need in order to come up."""


def _texts(unit: Unit, lab: Lab) -> Iterator[str]:
    for name in unit.configuration:
        yield render_file(lab, name)
    if isinstance(unit, Service):
        yield render(lab, unit.command)
        yield from (render(lab, text) for text in unit.environment.values())


def _spoken_to(text: str) -> Iterator[str]:
    for name, port in PORTS.items():
        if re.search(rf"{re.escape(LOOPBACK)}:{port}\b|= ?{port}$", text, re.MULTILINE):
            yield OWNERS.get(name, name)
    for pattern, owner in (SOCKETS | PROGRAMS).items():
        if re.search(pattern, text):
            yield owner
    for database in re.findall(r"@localhost/(\w+)\?", text):
        yield f"{database.replace('_', '-')}-database"


def _missing(name: str, lab: Lab) -> set[str]:
    spoken = {owner for text in _texts(UNITS[name], lab) for owner in _spoken_to(text)}
    if name.endswith("-database"):
        # What makes tables reads the service's file, and speaks to the database alone.
        spoken &= {"mariadb", *PROGRAMS.values()}
    return spoken - _needs(name) - {name}


def _needs(name: str) -> set[str]:
    direct = set(UNITS[name].needs)
    return direct.union(*(_needs(one) for one in direct))


@pytest.mark.parametrize("name", UNITS)
def test_a_unit_needs_all_that_it_speaks_to(name: str, lab: Lab) -> None:
    """Ports, sockets, databases, and the packages that bring its program."""
    assert _missing(name, lab) - {other for one, other in NOT_USED if one == name} == set()


def test_every_exception_is_one(lab: Lab) -> None:
    """What is declared, or no longer spoken to, needs no reason."""
    assert [(name, other) for name, other in NOT_USED if other not in _missing(name, lab)] == []


def test_an_undeclared_need_is_found(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    """Horizon's files were once compressed before memcached served."""
    undeclared = replace(UNITS["horizon-static"], needs=("horizon-plugins",))
    monkeypatch.setitem(UNITS, "horizon-static", undeclared)

    assert "memcached" in _missing("horizon-static", lab)
