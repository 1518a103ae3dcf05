# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What speaks against a lab on this machine is reported before anything starts."""

from pathlib import Path
from types import SimpleNamespace

import pytest
from openstack_lab.host.preflight import (
    full_directories,
    network_findings,
    port_findings,
    size_findings,
    system_findings,
)
from openstack_lab.lab import Lab

GIB = 1024**3
DEBIAN = 'ID=debian\nPRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\n'
UBUNTU = 'ID=ubuntu\nID_LIKE=debian\nPRETTY_NAME="Ubuntu 24.04 LTS"\n'
FEDORA = 'ID=fedora\nPRETTY_NAME="Fedora Linux 42"\n'


@pytest.mark.parametrize("release", [DEBIAN, UBUNTU])
def test_debian_and_ubuntu_are_fine(release: str, tmp_path: Path) -> None:
    """Whatever calls itself Debian or like it."""
    file = tmp_path / "os-release"
    file.write_text(release)

    assert list(system_findings(file)) == []


def test_another_system_is_named(tmp_path: Path) -> None:
    """The sentence says what is needed and what is there."""
    file = tmp_path / "os-release"
    file.write_text(FEDORA)

    assert list(system_findings(file)) == [
        "It needs Debian or Ubuntu; this system is Fedora Linux 42."
    ]


def test_a_system_without_a_name_is_no_reason_to_crash(tmp_path: Path) -> None:
    """No release file: it says so."""
    [finding] = system_findings(tmp_path / "os-release")

    assert "not named in /etc/os-release" in finding


def test_eight_gigabytes_as_sold_are_enough() -> None:
    """The kernel keeps a little for itself: 7.75 GiB of 8 are left on a usual machine."""
    assert list(size_findings(int(7.75 * GIB), 20 * GIB, disk_needed=6)) == []


def test_too_little_memory_and_disk_are_both_named() -> None:
    """One look names every problem."""
    memory, disk = size_findings(4 * GIB, 3 * GIB, disk_needed=6)

    assert "8 GiB of memory; there are 4.0" in memory
    assert "6 GiB of disk; 3.0 are free" in disk


def test_a_busy_port_is_named_with_its_service_and_its_process() -> None:
    """Others' ports do not matter."""
    findings = list(port_findings({5000: "registry (process 12)", 80: "nginx (process 7)"}))

    assert findings == ["Port 5000 (keystone) is taken by registry (process 12): stop that first."]


def test_a_bridge_of_another_open_vswitch_is_named() -> None:
    """The lab does not take over a bridge that it has not made."""
    addresses: dict[str, set[str]] = {"lo": {"127.0.0.1"}, "br-int": set()}

    [finding] = network_findings(addresses, made_here=set())

    assert "br-int that this lab has not made" in finding


def test_an_address_in_the_external_network_is_named() -> None:
    """Floating IPs could not be reached."""
    [finding] = network_findings({"eth1": {"172.24.4.20"}}, made_here=set())

    assert "eth1 has the address 172.24.4.20" in finding


def test_what_a_killed_lab_left_is_no_obstacle() -> None:
    """Its devices are recorded: they are removed, not complained about."""
    addresses = {"br-ex": {"172.24.4.1"}, "br-int": set[str](), "ovs-netdev": set[str]()}

    assert list(network_findings(addresses, made_here=set(addresses))) == []


def test_a_directory_of_the_lab_with_hardly_any_disk_left_is_named(
    lab: Lab, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once for each disk, with the command that shows it."""
    (lab.paths.data / "prometheus").mkdir()

    monkeypatch.setattr("psutil.disk_usage", lambda _path: SimpleNamespace(free=3_000_000))
    where = lab.directory
    assert full_directories(lab) == [f"Only 3 MB of disk are left in {where}: see `df -h {where}`."]

    monkeypatch.setattr("psutil.disk_usage", lambda _path: SimpleNamespace(free=50 * GIB))
    assert full_directories(lab) == []
