# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Looks at the machine before anything starts, and names every problem at once."""

import socket
from collections.abc import Iterator, Mapping
from ipaddress import ip_address, ip_network
from pathlib import Path

import psutil

from openstack_lab.errors import LabError
from openstack_lab.host import leftovers
from openstack_lab.host.external_network import BRIDGES, DATAPATH_DEVICE, SUBNET
from openstack_lab.lab import MARK, PORTS, TELEMETRY, Lab, was_ever_done

MEMORY_GIB = 8
DISK_GIB = 6
"""For a new lab; one that is installed already needs less."""
DISK_GIB_INSTALLED = 2
_GIB = 1024**3
_HARDLY_ANY = 200e6
"""Bytes; RabbitMQ takes no messages from there on (`disk_free_limit`)."""


def check_machine(lab: Lab, *, telemetry: bool = False) -> None:
    """Raise LabError with all that speaks against a lab on this machine."""
    findings = list(_findings(lab, telemetry=telemetry or lab.has_telemetry))
    if findings:
        raise LabError(
            "This machine cannot run the lab now:\n"
            + "\n".join(f"  - {finding}" for finding in findings),
            "Nothing was started or changed. Fix this, then run `lab up` again.",
        )


def _findings(lab: Lab, *, telemetry: bool) -> Iterator[str]:
    yield from system_findings(Path("/etc/os-release"))
    disk_needed = DISK_GIB_INSTALLED if was_ever_done(lab, "virtualenv") else DISK_GIB
    memory, free = psutil.virtual_memory().total, _free_space(lab.directory)
    yield from size_findings(memory, free, disk_needed)
    yield from port_findings(_listeners(lab), telemetry=telemetry)
    yield from network_findings(_addresses(), made_here=leftovers.recorded_devices(lab))


def system_findings(release_file: Path) -> Iterator[str]:
    """Say what is wrong with the operating system."""
    text = release_file.read_text() if release_file.exists() else ""
    release = dict(line.split("=", 1) for line in text.splitlines() if "=" in line)
    names = f"{release.get('ID', '')} {release.get('ID_LIKE', '')}".replace('"', "").split()
    if "debian" not in names:
        name = release.get("PRETTY_NAME", "not named in /etc/os-release").strip('"')
        yield f"It needs Debian or Ubuntu; this system is {name}."


def size_findings(memory: int, disk: int, disk_needed: int) -> Iterator[str]:
    """Say what is wrong with the memory and the free disk space in bytes; the need is in GiB."""
    # A machine sold as 8 GB has a little less: the kernel keeps some for itself.
    if memory < MEMORY_GIB * _GIB * 0.95:
        yield (
            f"It needs {MEMORY_GIB} GiB of memory; there are {memory / _GIB:.1f}. Use a larger"
            " machine."
        )
    if disk < disk_needed * _GIB:
        yield (
            f"It needs {disk_needed} GiB of disk; {disk / _GIB:.1f} are free. Free some, or choose"
            " another directory with --directory."
        )


def full_directories(lab: Lab) -> list[str]:
    """Name the lab's directories with hardly any disk left, each with how to see it."""
    places = (*lab.paths.data.iterdir(), lab.paths.sockets, lab.paths.logs, lab.directory)
    # Of places on the same disk, the last is named.
    left = {path.stat().st_dev: (psutil.disk_usage(str(path)).free, path) for path in places}
    return [
        f"Only {free / 1e6:.0f} MB of disk are left in {path}: see `df -h {path}`."
        for free, path in left.values()
        if free < _HARDLY_ANY
    ]


def port_findings(listeners: dict[int, str], *, telemetry: bool = False) -> Iterator[str]:
    """Say which of the lab's ports others listen on."""
    for service, port in sorted(PORTS.items(), key=lambda item: item[1]):
        if port in listeners and (telemetry or service not in TELEMETRY):
            yield f"Port {port} ({service}) is taken by {listeners[port]}: stop that first."


def network_findings(addresses: Mapping[str, set[str]], made_here: set[str]) -> Iterator[str]:
    """Say which of the lab's devices and addresses others use; `addresses` is by device."""
    for device in sorted({*BRIDGES, DATAPATH_DEVICE} & (set(addresses) - made_here)):
        yield (
            f"There is a network device {device} that this lab has not made. If nothing needs it,"
            f" remove it with `ip link delete {device}`."
        )
    external = ip_network(SUBNET)
    for device, texts in sorted(addresses.items()):
        inside = sorted(text for text in texts if ip_address(text) in external)
        if inside and device not in made_here:
            yield (
                f"{device} has the address {inside[0]}, which is in the lab's external network"
                f" {SUBNET}: remove it."
            )


def _addresses() -> dict[str, set[str]]:
    return {
        device: {one.address for one in known if one.family == socket.AF_INET}
        for device, known in psutil.net_if_addrs().items()
    }


def _listeners(lab: Lab) -> dict[int, str]:
    """Return each listening port and its process, without those of this lab."""
    found = {}
    for connection in psutil.net_connections(kind="tcp"):
        if connection.status != psutil.CONN_LISTEN or not connection.laddr:
            continue
        listener = _name_unless_ours(lab, connection.pid)
        if listener:
            found[connection.laddr.port] = listener
    return found


def _name_unless_ours(lab: Lab, pid: int | None) -> str | None:
    if pid is None:
        return "a process that cannot be seen from here"
    try:
        process = psutil.Process(pid)
        other = process.environ().get(MARK)
        if other == str(lab.directory):
            return None
        name = f"{process.name()} (process {process.pid})"
        return f"{name} of the lab in {other}" if other else name
    except psutil.Error:
        return f"process {pid}, which has just ended"


def _free_space(directory: Path) -> int:
    while not directory.exists():
        directory = directory.parent
    return int(psutil.disk_usage(str(directory)).free)
