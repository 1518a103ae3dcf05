# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Open vSwitch in user space: the network's wires, without a kernel module."""

import subprocess
import time

from openstack_lab.engine.readiness import listens, says
from openstack_lab.engine.running import run_logged
from openstack_lab.engine.unit import Service, Step, Unit
from openstack_lab.host import guest_watch
from openstack_lab.host.external_network import BRIDGES, EXTERNAL_BRIDGE, HOST_ADDRESS
from openstack_lab.lab import Lab

_SCHEMA = "/usr/share/openvswitch/vswitch.ovsschema"


def _make_database(lab: Lab) -> None:
    database = lab.paths.data / "openvswitch.db"
    database.unlink(missing_ok=True)
    run_logged(lab, "openvswitch-database", ["ovsdb-tool", "create", database, _SCHEMA])


def _lacks_database(lab: Lab) -> str | None:
    """What was in it, the networks' wiring, the agents make again."""
    database = lab.paths.data / "openvswitch.db"
    words = ["ovsdb-tool", "db-version", str(database)]
    is_one = subprocess.run(words, capture_output=True, check=False).returncode == 0
    return None if is_one else f"{database} is not an Open vSwitch database"


def _make_bridges(lab: Lab) -> None:
    def run(*words: str) -> None:
        run_logged(lab, "bridges", words)

    for bridge in BRIDGES:
        netdev = ("--", "set", "bridge", bridge, "datapath_type=netdev")
        run("ovs-vsctl", "--may-exist", "add-br", bridge, *netdev)
    # ovs-vsctl waits for ovs-vswitchd only if it changes something; the bridges may be known.
    changed = f"external_ids:lab-started={time.time_ns()}"
    run("ovs-vsctl", "--timeout=60", "set", "Open_vSwitch", ".", changed)
    run("ip", "address", "replace", HOST_ADDRESS, "dev", EXTERNAL_BRIDGE)
    run("ip", "link", "set", EXTERNAL_BRIDGE, "up")


UNITS: tuple[Unit, ...] = (
    Step(
        "openvswitch-database",
        _make_database,
        needs=("debian-packages",),
        lacks=_lacks_database,
    ),
    Service(
        "ovsdb",
        command="/usr/sbin/ovsdb-server {{ data }}/openvswitch.db --remote=punix:{{ run }}/db.sock"
        " --pidfile={{ run }}/ovsdb-server.pid --unixctl={{ run }}/ovsdb-server.ctl --no-chdir",
        ready=listens(lambda lab: lab.paths.sockets / "db.sock"),
        needs=("openvswitch-database",),
        as_root=True,
    ),
    Service(
        "ovs-vswitchd",
        command="/usr/sbin/ovs-vswitchd unix:{{ run }}/db.sock --no-chdir"
        " --pidfile={{ run }}/ovs-vswitchd.pid --unixctl={{ run }}/ovs-vswitchd.ctl",
        ready=listens(lambda lab: lab.paths.sockets / "ovs-vswitchd.ctl"),
        needs=("ovsdb",),
        # The devices in the networks' namespaces are its open files: they break when it ends.
        start_again=False,
        as_root=True,
    ),
    Step("bridges", _make_bridges, needs=("ovs-vswitchd",), always=True),
    Service(
        "guest-watch",
        command="{{ bin }}/python -m openstack_lab.host.guest_watch"
        " '{{ data }}/nova/instances/*/console.log' '{{ log }}/libvirt/qemu/*.log'",
        ready=says("guest-watch", guest_watch.BEGINS),
        # The provider's package is the lab's own, which this is a part of.
        needs=("bridges", "provider"),
        as_root=True,
    ),
)
