# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Nova: servers, on libvirt and QEMU."""

from openstack_lab.engine.readiness import listens, offers_resources, reports_to_nova
from openstack_lab.engine.running import run_manager
from openstack_lab.engine.unit import Service, Step, Unit
from openstack_lab.errors import LabError
from openstack_lab.lab import Lab
from openstack_lab.services.api import api
from openstack_lab.services.databases import ask_mariadb, tables

_FILES = ("nova/nova.conf", "nova/policy.yaml")
_LIBVIRT = ("libvirt/start.sh", "libvirt/libvirtd.conf", "libvirt/qemu.conf")
_CONTROL = ("nova-database", "nova-cell", "nova-cell0-database", "identities", "rabbitmq")
_API_ENVIRONMENT = {
    "OS_NOVA_CONFIG_DIR": "{{ etc }}/nova",
    "OS_NOVA_CONFIG_FILES": "{{ paths.virtualenv }}/etc/nova/api-paste.ini;nova.conf",
}


def _manage(lab: Lab, log: str, *words: str, file: str = "nova.conf") -> None:
    run_manager(lab, log, "nova-manage", f"nova/{file}", *words)


def _make_cell(lab: Lab) -> None:
    _manage(lab, "nova-cell", "cell_v2", "map_cell0")
    try:
        _manage(lab, "nova-cell", "cell_v2", "create_cell", "--name", "lab")
    except LabError:
        # An interrupted run made it already: then this lists it.
        _manage(lab, "nova-cell", "cell_v2", "list_cells")


def _lacks_cell(lab: Lab) -> str | None:
    known = set(ask_mariadb(lab, "SELECT name FROM nova_api.cell_mappings").split())
    return None if {"cell0", "lab"} <= known else "Nova does not know the lab's cell"


def _lacks_host(lab: Lab) -> str | None:
    known = ask_mariadb(lab, "SELECT host FROM nova_api.host_mappings").split()
    return None if known else "no compute host is in a cell: no server can be placed"


def _tables(database: str, kind: str, *words: str, file: str = "nova.conf") -> Step:
    def make(lab: Lab) -> None:
        _manage(lab, f"{database}-database", *words, file=file)

    files = (*_FILES, "nova/cell0.conf")
    return tables(database, "nova", make, files, migrations=f"nova/db/{kind}/migrations")


def _worker(name: str) -> Service:
    return Service(
        name,
        command=f"{{{{ bin }}}}/{name} --config-file {{{{ etc }}}}/nova/nova.conf",
        ready=reports_to_nova(name),
        needs=("nova", "placement", *_CONTROL),
        configuration=_FILES,
        stop_seconds=30,
    )


UNITS: tuple[Unit, ...] = (
    _tables("nova_api", "api", "api_db", "sync"),
    _tables("nova", "main", "db", "sync", "--local_cell"),
    _tables("nova_cell0", "main", "db", "sync", "--local_cell", file="cell0.conf"),
    Step(
        "nova-cell",
        _make_cell,
        needs=("nova-api-database",),
        configuration=_FILES,
        lacks=_lacks_cell,
    ),
    api(
        "nova",
        "nova.wsgi.osapi_compute",
        port="nova",
        needs=_CONTROL,
        configuration=_FILES,
        environment=_API_ENVIRONMENT,
    ),
    api(
        "nova-metadata",
        "nova.wsgi.metadata",
        port="nova-metadata",
        needs=_CONTROL,
        configuration=_FILES,
        environment=_API_ENVIRONMENT,
    ),
    _worker("nova-conductor"),
    _worker("nova-scheduler"),
    Service(
        "libvirtd",
        command="/bin/sh {{ etc }}/libvirt/start.sh",
        ready=listens(lambda lab: lab.paths.sockets / "libvirt/libvirt-sock"),
        needs=("debian-packages",),
        configuration=_LIBVIRT,
        as_root=True,
    ),
    Service(
        "nova-compute",
        command="{{ bin }}/nova-compute --config-file {{ etc }}/nova/compute.conf",
        ready=offers_resources(),
        # Servers that come back ask for an address and their metadata as soon as they boot.
        needs=(
            "libvirtd",
            "bridges",
            "nova-conductor",
            "neutron",
            "neutron-dhcp-agent",
            "neutron-metadata-agent",
            "glance",
        ),
        # When libvirtd is started again, so must this be: it disables itself without it.
        configuration=("nova/compute.conf", "nova/policy.yaml", *_LIBVIRT),
        stop_seconds=30,
        as_root=True,
    ),
    # Until then no server can be placed on it. Nova looks on its own only half a minute later.
    Step(
        "nova-compute-host",
        lambda lab: _manage(lab, "nova-compute-host", "cell_v2", "discover_hosts"),
        needs=("nova-compute",),
        lacks=_lacks_host,
    ),
)
