# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Neutron: networks, routers, floating IPs and security groups."""

from openstack_lab.engine.readiness import connects_to, reports_to_neutron
from openstack_lab.engine.running import run_manager
from openstack_lab.engine.unit import Service, Unit
from openstack_lab.lab import Lab
from openstack_lab.services.api import api
from openstack_lab.services.databases import tables

_FILES = ("neutron/neutron.conf",)
_API = ("neutron-database", "identities", "rabbitmq")


def _make_tables(lab: Lab) -> None:
    run_manager(lab, "neutron-database", "neutron-db-manage", *_FILES, "upgrade", "heads")


def _command(program: str) -> str:
    return f"{{{{ bin }}}}/{program} --config-file {{{{ etc }}}}/neutron/neutron.conf"


def _agent(program: str, *needs: str, stop_seconds: int = 30) -> Service:
    return Service(
        program,
        command=_command(program),
        ready=reports_to_neutron(program),
        needs=("neutron", "neutron-rpc-server", "bridges", *needs),
        configuration=_FILES,
        stop_seconds=stop_seconds,
        as_root=True,
    )


UNITS: tuple[Unit, ...] = (
    tables(
        "neutron",
        "neutron",
        _make_tables,
        _FILES,
        migrations="neutron/db/migration/alembic_migrations",
    ),
    api(
        "neutron",
        "neutron.wsgi.api",
        port="neutron",
        needs=_API,
        configuration=_FILES,
        environment={
            "OS_NEUTRON_CONFIG_DIR": "{{ etc }}/neutron",
            "OS_NEUTRON_CONFIG_FILES": "neutron.conf",
        },
    ),
    Service(
        "neutron-rpc-server",
        command=_command("neutron-rpc-server"),
        ready=connects_to("rabbitmq"),
        needs=_API,
        configuration=_FILES,
    ),
    Service(
        "neutron-periodic-workers",
        command=_command("neutron-periodic-workers"),
        ready=connects_to("rabbitmq"),
        needs=_API,
        configuration=_FILES,
    ),
    # It leaves its loop at once, and then takes half a minute to say good-bye to RabbitMQ.
    _agent("neutron-openvswitch-agent", stop_seconds=5),
    _agent("neutron-l3-agent"),
    _agent("neutron-dhcp-agent"),
    _agent("neutron-metadata-agent", "nova-metadata"),
)
