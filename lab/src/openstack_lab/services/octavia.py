# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Octavia: load balancers, through the lab's namespace provider."""

from openstack_lab.lab import Lab
from openstack_lab.locked import version_of
from openstack_lab.readiness import listens
from openstack_lab.running import run_manager
from openstack_lab.services.api import api
from openstack_lab.unit import Service, Step, Unit

_FILES = ("octavia/octavia.conf",)
_OPTIONS = "--config-file {{ etc }}/octavia/octavia.conf"


def _make_tables(lab: Lab) -> None:
    run_manager(lab, "octavia-database", "octavia-db-manage", *_FILES, "upgrade", "head")


UNITS: tuple[Unit, ...] = (
    Step(
        "octavia-database",
        _make_tables,
        needs=("virtualenv", "databases"),
        configuration=_FILES,
        inputs=lambda _lab: version_of("octavia"),
    ),
    api(
        "octavia",
        "octavia.wsgi.api",
        port="octavia",
        needs=("octavia-database", "identities", "rabbitmq"),
        configuration=_FILES,
        arguments=f'--pyargv "{_OPTIONS}"',
    ),
    Service(
        "octavia-driver-agent",
        command="{{ bin }}/octavia-driver-agent " + _OPTIONS,
        ready=listens(lambda lab: lab.sockets / "octavia-status.sock"),
        needs=("octavia", "neutron", "bridges"),
        configuration=_FILES,
        stop_seconds=30,
    ),
)
