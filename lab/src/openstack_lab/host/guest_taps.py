# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Sets up again the taps of servers that Open vSwitch and libvirt have left down between them.

libvirt sets a server's tap up, and Open vSwitch's datapath in user space sets its promiscuous mode.
Both read the device's flags and then write all of them (SIOCGIFFLAGS, SIOCSIFFLAGS): when libvirt
writes between the other's two calls, its UP is written away. The server then boots and never gets
an address, while Nova, Neutron and Open vSwitch call its port active.
"""

import re
import subprocess
from pathlib import Path

from openstack_lab.host.external_network import INTEGRATION_BRIDGE

_DEVICES = Path("/sys/class/net")
_TAP = re.compile(r"tap[0-9a-f]{8}-[0-9a-f]{2}")
"""How Nova and Neutron name a port's tap: by the first eleven characters of the port's id."""
_UP = 0x1
"""IFF_UP (netdevice(7))."""


def set_up() -> list[str]:
    """Set up every server's tap that is down; return their names.

    Raises subprocess.SubprocessError. Open vSwitch is asked only if a tap is down.
    """
    found = down(_DEVICES)
    names = sorted(found & _of_servers()) if found else []
    for name in names:
        # Over netlink, which changes the one flag and leaves the others.
        _run("ip", "link", "set", "dev", name, "up")
    return names


def down(devices: Path) -> set[str]:
    """Return the taps of this network namespace, by its folder in sysfs, that are down."""
    return {
        path.name
        for path in devices.iterdir()
        if _TAP.fullmatch(path.name) and _is_down(path / "flags")
    }


def _is_down(flags: Path) -> bool:
    try:
        return not int(flags.read_text(), 16) & _UP
    except OSError:  # it has just gone
        return False


def _of_servers() -> set[str]:
    """Return the devices on the integration bridge that are not Open vSwitch's own.

    Its own, of type `internal`, are those of DHCP, routers and load balancers: the agent that asked
    for one moves it into a namespace and sets it up there.
    """
    ports = _run("ovs-vsctl", "--timeout=10", "list-ports", INTEGRATION_BRIDGE)
    plain = ("--bare", "--no-headings", "--columns=name", "find", "Interface", 'type=""')
    return set(ports.split()) & set(_run("ovs-vsctl", "--timeout=10", *plain).split())


def _run(*command: str) -> str:
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=60)
    return done.stdout
