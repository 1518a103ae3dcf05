# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Taps of servers that are down are set up, and nothing else is."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from openstack_lab.engine.unit import Process
from openstack_lab.host import guest_taps, guest_watch
from openstack_lab.lab import Lab
from openstack_lab.octavia_provider.commands import wait_until
from openstack_lab.services import SERVICES
from pyroute2 import netns

UP, DOWN = "0x1103\n", "0x1102\n"
"""Both with BROADCAST, PROMISC and MULTICAST, as seen on servers' taps."""
SERVERS, DHCPS, STRANGERS = "tap0a1b2c3d-4e", "tap1a1b2c3d-4e", "tap2a1b2c3d-4e"
LIMIT = 60.0


def test_a_tap_that_is_promiscuous_and_not_up_is_found(tmp_path: Path) -> None:
    """By its flags in sysfs; those that are up, and devices of other names, are left out."""
    for name, flags in {
        SERVERS: DOWN,
        DHCPS: UP,
        "tap0": DOWN,
        "tap2a1b2c3d-4e5": DOWN,
        "br-int": DOWN,
        "lo": UP,
    }.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "flags").write_text(flags)

    assert guest_taps.down(tmp_path) == {SERVERS}


def test_a_tap_that_goes_meanwhile_is_not_down(tmp_path: Path) -> None:
    """Servers are deleted at any time: the folder is listed, and its file cannot be read."""
    (tmp_path / SERVERS).mkdir()

    assert guest_taps.down(tmp_path) == set()


@dataclass(frozen=True)
class Switch:
    """An Open vSwitch like the lab's, with all of its devices in a namespace of the test's own."""

    namespace: str
    environment: Mapping[str, str]

    def start(self, *command: str | Path, log: Path | None = None) -> subprocess.Popen[bytes]:
        """Start a program inside; /sys is the namespace's own there."""
        inside = ("ip", "netns", "exec", self.namespace, *map(str, command))
        with (log or Path(os.devnull)).open("ab") as output:
            return subprocess.Popen(inside, env=self.environment, stdout=output, stderr=output)

    def run(self, *command: str) -> str:
        """Run a program inside to its end."""
        inside = ("ip", "netns", "exec", self.namespace, *command)
        done = subprocess.run(inside, env=self.environment, check=True, capture_output=True)
        return done.stdout.decode()

    def add_tap(self, name: str) -> None:
        """Make a device as libvirt does for a server; it is down."""
        self.run("ip", "tuntap", "add", "dev", name, "mode", "tap")

    def flags(self, name: str) -> set[str]:
        """Return the flags of a device."""
        return set(json.loads(self.run("ip", "-j", "link", "show", "dev", name))[0]["flags"])

    def is_promiscuous(self, name: str) -> bool:
        """Whether Open vSwitch has taken the device in."""
        return "PROMISC" in self.flags(name)


@pytest.fixture
def switch(tmp_path: Path) -> Iterator[Switch]:
    """An Open vSwitch with its datapath in user space and one bridge."""
    name = f"test-of-taps-{os.getpid()}"
    one = Switch(name, {**os.environ, "OVS_RUNDIR": str(tmp_path)})
    database, socket = tmp_path / "db", tmp_path / "db.sock"
    netns.create(name)
    programs = []
    try:
        one.run("ovsdb-tool", "create", str(database), "/usr/share/openvswitch/vswitch.ovsschema")
        programs.append(
            one.start("ovsdb-server", database, f"--remote=punix:{socket}", "--no-chdir")
        )
        wait_until(socket.exists, "the socket of the database", seconds=LIMIT)
        programs.append(one.start("ovs-vswitchd", f"unix:{socket}", "--no-chdir"))
        bridge = ("br-int", "--", "set", "bridge", "br-int", "datapath_type=netdev")
        one.run("ovs-vsctl", "--timeout=60", "add-br", *bridge)
        yield one
    finally:
        for program in reversed(programs):
            program.terminate()
            program.wait(LIMIT)
        netns.remove(name)


@pytest.mark.lab
def test_the_tap_of_a_server_comes_up_and_those_of_others_stay_down(
    switch: Switch, lab: Lab
) -> None:
    """An agent's own port and a device that is not on the bridge are not the lab's to set up."""
    service = SERVICES["guest-watch"]
    log = lab.paths.logs / f"{service.name}.log"
    switch.add_tap(SERVERS)
    switch.add_tap(STRANGERS)
    switch.run("ovs-vsctl", "--timeout=60", "add-port", "br-int", SERVERS)
    internal = ("--", "set", "Interface", DHCPS, "type=internal")
    switch.run("ovs-vsctl", "--timeout=60", "add-port", "br-int", DHCPS, *internal)
    wait_until(lambda: switch.is_promiscuous(SERVERS), "its taking in", seconds=LIMIT)
    assert "UP" not in switch.flags(SERVERS)

    program = switch.start(sys.executable, "-m", guest_watch.__name__, log=log)
    me = Process("RUNNING", program.pid, datetime.now(UTC))
    try:
        wait_until(lambda: service.ready(lab, me) is None, "being ready", seconds=LIMIT)
        wait_until(lambda: "UP" in switch.flags(SERVERS), "setting up", seconds=LIMIT)
        # Again, as when a busy machine loses the race twice.
        switch.run("ip", "link", "set", "dev", SERVERS, "down")
        told = f"{SERVERS} was down; it is up again\n"
        wait_until(lambda: log.read_text().count(told) == 2, "setting up again", seconds=LIMIT)
    finally:
        program.terminate()
        program.wait(LIMIT)

    assert {"UP", "PROMISC"} <= switch.flags(SERVERS)
    assert "UP" not in switch.flags(DHCPS)
    assert "UP" not in switch.flags(STRANGERS)
