# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Glance: images."""

from openstack_lab.engine.running import run_manager
from openstack_lab.engine.unit import Unit
from openstack_lab.lab import Lab
from openstack_lab.services.api import api
from openstack_lab.services.databases import tables

_FILES = ("glance/glance-api.conf",)


def _make_tables(lab: Lab) -> None:
    run_manager(lab, "glance-database", "glance-manage", *_FILES, "db", "sync")


UNITS: tuple[Unit, ...] = (
    tables(
        "glance",
        "glance",
        _make_tables,
        _FILES,
        migrations="glance/db/sqlalchemy/alembic_migrations",
    ),
    api(
        "glance",
        "glance.wsgi.api",
        port="glance",
        needs=("glance-database", "identities"),
        configuration=_FILES,
        environment={"OS_GLANCE_CONFIG_DIR": "{{ etc }}/glance"},
    ),
)
