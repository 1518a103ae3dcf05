# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What a lab left behind is recognised, and nothing else is."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
from openstack_lab.host import leftovers
from openstack_lab.lab import MARK, STEP_MARK, Lab

Start = Callable[..., int]


@pytest.fixture
def start() -> Iterator[Start]:
    """Start programs that only wait; end them after the test."""
    children = []

    def one(program: list[str] | None = None, **environment: str) -> int:
        waiting = [sys.executable, "-c", "print(flush=True); input()"]
        child = subprocess.Popen(
            program or waiting,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        children.append(child)
        assert child.stdout is not None
        child.stdout.readline()  # its environment can be read once it speaks
        return child.pid

    yield one
    for child in children:
        child.kill()
        child.wait()


def _ids(found: list[psutil.Process]) -> set[int]:
    return {process.pid for process in found}


def test_a_process_is_known_by_its_mark_and_not_by_its_parent(lab: Lab, start: Start) -> None:
    """The processes of another lab, and those of nobody, stay alone."""
    ours = start(**{MARK: str(lab.directory)})
    start(**{MARK: "/somewhere/else"})
    start()

    assert _ids(leftovers.processes(lab)) == {ours}


def test_a_guest_is_known_by_its_disk(lab: Lab, start: Start, tmp_path: Path) -> None:
    """libvirt starts guests without the lab's mark."""
    program = tmp_path / "qemu-system-x86_64"
    program.write_text("#!/bin/sh\necho\nread -r line\n")
    program.chmod(0o755)
    guest = start([str(program), f"file={lab.paths.data}/nova/instances/1/disk"])
    start([str(program), "file=/home/somebody/disk"])

    assert _ids(leftovers.processes(lab)) == {guest}


def test_the_program_of_a_step_is_distinguished_from_a_service(lab: Lab, start: Start) -> None:
    """Only the former is an orphan when its `lab` command has gone."""
    start(**{MARK: str(lab.directory)})
    step = start(**{MARK: str(lab.directory), STEP_MARK: "nova-database"})

    assert _ids(leftovers.steps_under_way(lab)) == {step}


def test_ended_processes_are_gone(lab: Lab, start: Start) -> None:
    """After `end` none of them is left, not even as a zombie of somebody else."""
    start(**{MARK: str(lab.directory)})

    leftovers.end(leftovers.processes(lab))

    assert leftovers.processes(lab) == []


def test_namespaces_are_those_that_the_agents_recorded(lab: Lab) -> None:
    """DHCP and L3 agent and the load balancers' provider keep a file or folder for each."""
    (lab.paths.data / "neutron/dhcp/net-1").mkdir(parents=True)
    proxies = lab.paths.data / "neutron/ns-metadata-proxy"
    proxies.mkdir()
    (proxies / "router-1.conf").touch()
    (lab.paths.data / "octavia/load-balancers/lb-1").mkdir(parents=True)

    assert leftovers.namespaces(lab) == {"qdhcp-net-1", "qrouter-router-1", "lb-lb-1"}


def test_a_lab_without_a_database_of_its_switch_made_no_device(lab: Lab) -> None:
    """Then whatever is there is others'."""
    assert leftovers.recorded_devices(lab) == set()
