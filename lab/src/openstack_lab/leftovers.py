# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Ends and removes what a lab left on the machine: processes, devices, namespaces."""

import json
import shutil
import subprocess
from contextlib import suppress

import psutil
from pyroute2 import netns

from openstack_lab.lab import MARK, Lab

END_SECONDS = 10.0


def remove(lab: Lab) -> None:
    """Remove everything of a lab without a supervisor, but not its data."""
    end_processes(lab)
    remove_namespaces(lab)
    remove_devices(lab)
    shutil.rmtree(lab.sockets, ignore_errors=True)


def processes(lab: Lab) -> list[psutil.Process]:
    """Return the processes of this lab, whoever their parent is now."""
    return [process for process in psutil.process_iter() if _is_ours(lab, process)]


def end_processes(lab: Lab) -> None:
    """End all of them: first kindly, after ten seconds by force."""
    found = processes(lab)
    for process in found:
        with suppress(psutil.NoSuchProcess):
            process.terminate()
    _, stubborn = psutil.wait_procs(found, timeout=END_SECONDS)
    for process in stubborn:
        with suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(stubborn, timeout=END_SECONDS)


def namespaces(lab: Lab) -> set[str]:
    """Return the names of the network namespaces that the agents' own records tell of."""
    neutron = lab.data / "neutron"
    return (
        {f"qdhcp-{path.name}" for path in neutron.glob("dhcp/*")}
        | {f"qrouter-{path.stem}" for path in neutron.glob("ns-metadata-proxy/*.conf")}
        | {f"lb-{path.name}" for path in lab.data.glob("octavia/load-balancers/*")}
    )


def remove_namespaces(lab: Lab) -> None:
    """Remove the lab's network namespaces; those of others stay."""
    for name in namespaces(lab) & set(netns.listnetns()):
        netns.remove(name)


def remove_devices(lab: Lab) -> None:
    """Remove the network devices that the lab's Open vSwitch made."""
    database = lab.data / "openvswitch.db"
    if not database.exists():
        return
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
    recorded = {row["name"] for row in json.loads(answer.stdout)[0]["rows"]} | {"ovs-netdev"}
    for name in recorded & set(psutil.net_if_addrs()):
        subprocess.run(["ip", "link", "delete", name], check=False, capture_output=True)


def _is_ours(lab: Lab, process: psutil.Process) -> bool:
    try:
        if process.environ().get(MARK) == str(lab.directory):
            return True
        # libvirt starts guests with an environment of its own.
        guests = str(lab.data / "nova/instances")
        return process.name().startswith("qemu") and guests in " ".join(process.cmdline())
    except psutil.Error:
        return False
