# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Looks at the machine before anything starts, and names every problem at once."""

import os
from collections.abc import Iterator
from pathlib import Path

import psutil

from openstack_lab.errors import LabError
from openstack_lab.lab import MARK, PORTS, Lab

MEMORY_GIB = 8
DISK_GIB = 6
_GIB = 1024**3


def check_machine(lab: Lab) -> None:
    """Raise LabError with all that speaks against a lab on this machine."""
    findings = list(_findings(lab))
    if findings:
        raise LabError(
            "This machine cannot run the lab now:\n"
            + "\n".join(f"  - {finding}" for finding in findings),
            "Nothing was started or changed. Then run `lab up` again.",
        )


def _findings(lab: Lab) -> Iterator[str]:
    yield from system_findings(os.geteuid(), Path("/etc/os-release"))
    yield from size_findings(psutil.virtual_memory().total, _free_space(lab.directory))
    yield from port_findings(_listeners(lab))


def system_findings(user_id: int, release_file: Path) -> Iterator[str]:
    """Say what is wrong with the user and the operating system."""
    if user_id != 0:
        yield "It needs root: run it with sudo."
    text = release_file.read_text() if release_file.exists() else ""
    release = dict(line.split("=", 1) for line in text.splitlines() if "=" in line)
    names = f"{release.get('ID', '')} {release.get('ID_LIKE', '')}".replace('"', "").split()
    if "debian" not in names:
        name = release.get("PRETTY_NAME", "not named in /etc/os-release").strip('"')
        yield f"It needs Debian or Ubuntu; this system is {name}."


def size_findings(memory: int, disk: int) -> Iterator[str]:
    """Say what is wrong with the memory and the free disk space, both in bytes."""
    # A machine sold as 8 GB has a little less: the kernel keeps some for itself.
    if memory < MEMORY_GIB * _GIB * 0.95:
        yield f"It needs {MEMORY_GIB} GiB of memory; there are {memory / _GIB:.1f}."
    if disk < DISK_GIB * _GIB:
        yield (
            f"It needs {DISK_GIB} GiB of disk; {disk / _GIB:.1f} are free. Free some, or choose"
            " another directory with --directory."
        )


def port_findings(listeners: dict[int, str]) -> Iterator[str]:
    """Say which of the lab's ports others listen on."""
    for service, port in sorted(PORTS.items(), key=lambda item: item[1]):
        if port in listeners:
            yield f"Port {port} ({service}) is taken by {listeners[port]}: stop that first."


def _listeners(lab: Lab) -> dict[int, str]:
    """Return each listening port and its process, without those of this lab."""
    found = {}
    for connection in psutil.net_connections(kind="tcp"):
        if connection.status != psutil.CONN_LISTEN:
            continue
        try:
            process = psutil.Process(connection.pid)
            if process.environ().get(MARK) != str(lab.directory):
                found[connection.laddr.port] = f"{process.name()} (process {process.pid})"
        except psutil.Error:
            found[connection.laddr.port] = "a process that cannot be read"
    return found


def _free_space(directory: Path) -> int:
    while not directory.exists():
        directory = directory.parent
    return psutil.disk_usage(str(directory)).free
