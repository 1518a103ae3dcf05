# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Ends and removes what a lab left on the machine: processes, devices, namespaces."""

import json
import shutil
import signal
import subprocess
from collections.abc import Sequence
from contextlib import suppress

import psutil
from pyroute2 import netns

from openstack_lab.host.external_network import DATAPATH_DEVICE
from openstack_lab.lab import MARK, STEP_MARK, Lab

END_SECONDS = 10.0


def remove(lab: Lab) -> None:
    """Remove everything of a lab without a supervisor, but not its data."""
    # Guests last: Nova must not see them end, or it takes that for their owner's wish.
    end([process for process in processes(lab) if not is_guest(lab, process)])
    end(processes(lab))
    remove_namespaces(lab)
    remove_devices(lab)
    shutil.rmtree(lab.paths.sockets, ignore_errors=True)


def processes(lab: Lab) -> list[psutil.Process]:
    """Return the processes of this lab, also those whose parent has ended."""
    return [
        process
        for process in psutil.process_iter()
        if _environment(process).get(MARK) == str(lab.directory) or is_guest(lab, process)
    ]


def is_guest(lab: Lab, process: psutil.Process) -> bool:
    """Tell whether it is a server of the lab; libvirt gives those an environment of its own."""
    try:
        disks = str(lab.paths.data / "nova/instances")
        return process.name().startswith("qemu") and disks in " ".join(process.cmdline())
    except psutil.Error:
        return False


def steps_under_way(lab: Lab) -> list[psutil.Process]:
    """Return the programs of one-time steps; without their `lab` command they are orphans."""
    return [process for process in processes(lab) if STEP_MARK in _environment(process)]


def end(found: Sequence[psutil.Process]) -> None:
    """End processes: first kindly, after ten seconds by force."""
    ask_to_end(found)
    _, stubborn = psutil.wait_procs(found, timeout=END_SECONDS)
    ask_to_end(stubborn, by_force=True)
    psutil.wait_procs(stubborn, timeout=END_SECONDS)


def ask_to_end(found: Sequence[psutil.Process], *, by_force: bool = False) -> None:
    """Send SIGTERM, or SIGKILL, and return at once."""
    for process in found:
        with suppress(psutil.NoSuchProcess):
            process.send_signal(signal.SIGKILL if by_force else signal.SIGTERM)


def namespaces(lab: Lab) -> set[str]:
    """Return the names of the network namespaces that the agents' own records tell of."""
    neutron = lab.paths.data / "neutron"
    return (
        {f"qdhcp-{path.name}" for path in neutron.glob("dhcp/*")}
        | {f"qrouter-{path.stem}" for path in neutron.glob("ns-metadata-proxy/*.conf")}
        | {f"lb-{path.name}" for path in lab.paths.data.glob("octavia/load-balancers/*")}
    )


def remove_namespaces(lab: Lab) -> None:
    """Remove the lab's network namespaces; those of others stay."""
    for name in namespaces(lab) & set(netns.listnetns()):
        netns.remove(name)


def remove_devices(lab: Lab) -> None:
    """Remove the network devices that the lab's Open vSwitch made."""
    for name in recorded_devices(lab) & set(psutil.net_if_addrs()):
        subprocess.run(["ip", "link", "delete", name], check=False, capture_output=True)


def recorded_devices(lab: Lab) -> set[str]:
    """Return the names of the network devices in the database of the lab's Open vSwitch."""
    database = lab.paths.data / "openvswitch.db"
    if not database.exists():
        return set()
    query = [
        "Open_vSwitch",
        {"op": "select", "table": "Interface", "where": [], "columns": ["name"]},
    ]
    answer = subprocess.run(
        ["ovsdb-tool", "query", database, json.dumps(query)],
        capture_output=True,
        text=True,
        check=True,
    )
    return {row["name"] for row in json.loads(answer.stdout)[0]["rows"]} | {DATAPATH_DEVICE}


def _environment(process: psutil.Process) -> dict[str, str]:
    try:
        return dict(process.environ())
    except psutil.Error:
        return {}
