# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Octavia: load balancers, through the lab's namespace provider."""

from openstack_lab.engine.readiness import replies
from openstack_lab.engine.running import run_manager
from openstack_lab.engine.unit import Service, Unit
from openstack_lab.lab import Lab
from openstack_lab.services.api import api
from openstack_lab.services.databases import tables

_FILES = ("octavia/octavia.conf",)
_OPTIONS = "--config-file {{ etc }}/octavia/octavia.conf"
_EMPTY_STATUS = b"2\n{}"
"""Length and text of a status message that changes nothing (octavia-lib, `driver_lib`)."""


def _make_tables(lab: Lab) -> None:
    run_manager(lab, "octavia-database", "octavia-db-manage", *_FILES, "upgrade", "head")


UNITS: tuple[Unit, ...] = (
    tables(
        "octavia",
        "octavia",
        _make_tables,
        _FILES,
        migrations="octavia/db/migration/alembic_migrations",
    ),
    api(
        "octavia",
        "octavia.wsgi.api",
        port="octavia",
        needs=("octavia-database", "identities", "rabbitmq", "provider"),
        configuration=_FILES,
        arguments=f'--pyargv "{_OPTIONS}"',
    ),
    Service(
        "octavia-driver-agent",
        command="{{ bin }}/octavia-driver-agent " + _OPTIONS,
        ready=replies(lambda lab: lab.paths.sockets / "octavia-status.sock", _EMPTY_STATUS),
        needs=("octavia", "neutron", "bridges"),
        configuration=_FILES,
        stop_seconds=30,
        # Its first process tells the others through an event, and waits for those that wait for it:
        # had a signal ended them, it would wait for ever.
        stop_children=False,
        as_root=True,
    ),
)
