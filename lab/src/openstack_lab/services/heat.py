# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Heat: stacks."""

from openstack_lab.engine.readiness import reports_to_heat
from openstack_lab.engine.running import run_manager
from openstack_lab.engine.unit import Service, Unit
from openstack_lab.lab import Lab
from openstack_lab.services.api import api
from openstack_lab.services.databases import tables

_FILES = ("heat/heat.conf",)
_OPTIONS = "--config-file {{ etc }}/heat/heat.conf"
_NEEDS = ("heat-database", "identities", "rabbitmq")


def _make_tables(lab: Lab) -> None:
    run_manager(lab, "heat-database", "heat-manage", *_FILES, "db_sync")


UNITS: tuple[Unit, ...] = (
    tables("heat", "openstack-heat", _make_tables, _FILES, migrations="heat/db/migrations"),
    api(
        "heat",
        "heat.wsgi.api",
        port="heat",
        needs=_NEEDS,
        configuration=_FILES,
        arguments=f'--pyargv "{_OPTIONS}"',
    ),
    Service(
        "heat-engine",
        command="{{ bin }}/heat-engine " + _OPTIONS,
        ready=reports_to_heat("heat-engine"),
        needs=("heat", *_NEEDS),
        configuration=_FILES,
        stop_seconds=30,
    ),
)
