# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The network namespace of a load balancer and its links into Open vSwitch."""

import json
import os
import signal
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from openstack_lab.octavia_provider.commands import run, wait_until

_PREFIX = "lb-"


@dataclass(frozen=True)
class Attachment:
    """How a Neutron port becomes an interface: `address` is in CIDR notation.

    `routes` are pairs of destination and next hop; the destination may be `default`.
    """

    port_id: str
    mac_address: str
    mtu: int
    address: str
    routes: tuple[tuple[str, str], ...] = ()

    @property
    def link(self) -> str:
        """The interface's name, within the kernel's 15 characters."""
        return f"{_PREFIX}{self.port_id[:11]}"


class Namespace:
    """The network namespace `lb-<load balancer id>`."""

    def __init__(self, load_balancer_id: str, ovsdb_connection: str) -> None:
        self.name = f"{_PREFIX}{load_balancer_id}"
        self.path = Path("/run/netns") / self.name
        self._ovsdb = ovsdb_connection

    def exists(self) -> bool:
        """Whether the namespace is there; it is lost with a restart of the machine."""
        return os.path.ismount(self.path)  # Path.is_mount knows folders only

    def ensure(self) -> None:
        """Create the namespace if it is missing."""
        if not self.exists():
            self.path.unlink(missing_ok=True)
            run("ip", "netns", "add", self.name)
        run("ip", "-n", self.name, "link", "set", "lo", "up")
        # Health checks ping as HAProxy's own user, which has no raw sockets.
        self.run("sysctl", "-qw", "net.ipv4.ping_group_range=0 2147483647")

    def run(self, *command: str) -> str:
        """Run a program inside the namespace, on the machine's own file systems."""
        return run("nsenter", f"--net={self.path}", *command)

    def has(self, links: Sequence[str]) -> bool:
        """Whether all the links are in the namespace and Open vSwitch is at their other end.

        A link whose Open vSwitch has ended stays behind without carrier.
        """
        return self.exists() and set(links) <= {
            name for name, flags in self._links().items() if "LOWER_UP" in flags
        }

    def attach(self, attachment: Attachment) -> bool:
        """Bring the port's interface into the namespace, up and with its address and routes.

        Return whether it had to be made; everything else may be repeated without harm.
        """
        link = attachment.link
        is_new = not self.has([link])
        if is_new:
            self._make_link(attachment)
            wait_until(lambda: Path("/sys/class/net", link).exists(), f"link {link}", seconds=10)
            run("ip", "link", "set", link, "netns", self.name)
        ip = ("ip", "-n", self.name)
        run(*ip, "link", "set", link, "address", attachment.mac_address)
        run(*ip, "link", "set", link, "mtu", str(attachment.mtu), "up")
        run(*ip, "address", "replace", attachment.address, "dev", link)
        for destination, next_hop in attachment.routes:
            run(*ip, "route", "replace", destination, "via", next_hop, "dev", link, "onlink")
        return is_new

    def detach(self, link: str) -> None:
        """Take an interface away, whether or not it is still there."""
        self._ovs("--if-exists", "del-port", "br-int", link)

    def links(self) -> list[str]:
        """Return the provider's links in the namespace."""
        return [name for name in self._links() if name.startswith(_PREFIX)]

    def end_processes(self) -> None:
        """End every process in the namespace, by force if asking does not help."""
        for demand in (signal.SIGTERM, signal.SIGKILL):
            for pid in self._pids():
                with suppress(ProcessLookupError):
                    os.kill(pid, demand)
            with suppress(Exception):
                wait_until(lambda: not self._pids(), f"end of {self.name}", seconds=5)
                return

    def remove(self) -> None:
        """Remove processes, interfaces and the namespace."""
        if not self.exists():
            return
        self.end_processes()
        for link in self.links():
            self.detach(link)
        run("ip", "netns", "delete", self.name)

    def _make_link(self, attachment: Attachment) -> None:
        link = attachment.link
        self.detach(link)  # a record without a live link is left over from before a restart
        if link in self._links():
            run("ip", "-n", self.name, "link", "delete", link)
        self._ovs(
            *("add-port", "br-int", link, "--", "set", "Interface", link, "type=internal"),
            f"external_ids:iface-id={attachment.port_id}",
            f'external_ids:attached-mac="{attachment.mac_address}"',
            "external_ids:iface-status=active",
        )

    def _links(self) -> dict[str, list[str]]:
        rows = json.loads(run("ip", "-j", "-n", self.name, "link", "show") or "[]")
        return {row["ifname"]: row["flags"] for row in rows}

    def _pids(self) -> list[int]:
        return [int(pid) for pid in run("ip", "netns", "pids", self.name).split()]

    def _ovs(self, *arguments: str) -> None:
        run("ovs-vsctl", f"--db={self._ovsdb}", "--timeout=10", *arguments)
