# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Placement: how much of the compute host is free."""

from openstack_lab.engine.running import run_manager
from openstack_lab.engine.unit import Unit
from openstack_lab.lab import Lab
from openstack_lab.services.api import api
from openstack_lab.services.databases import tables

_FILES = ("placement/placement.conf",)


def _make_tables(lab: Lab) -> None:
    run_manager(lab, "placement-database", "placement-manage", *_FILES, "db", "sync")


UNITS: tuple[Unit, ...] = (
    tables(
        "placement",
        "openstack-placement",
        _make_tables,
        _FILES,
        migrations="placement/db/sqlalchemy/alembic",
    ),
    api(
        "placement",
        "placement.wsgi.api",
        port="placement",
        needs=("placement-database", "identities"),
        configuration=_FILES,
        environment={"OS_PLACEMENT_CONFIG_DIR": "{{ etc }}/placement"},
    ),
)
