# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""`lab up` repairs a real lab that somebody has broken, or says why it cannot."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest
from openstack_lab.cli.status import look_at
from openstack_lab.engine.cloud import new_connection
from openstack_lab.engine.supervision import Supervisor
from openstack_lab.host import user
from openstack_lab.lab import Lab
from openstack_lab.services.horizon import lacks_static
from openstack_lab.services.installation import packages

pytestmark = [pytest.mark.lab, pytest.mark.alone]

BIN = Path(sys.executable).parent
Break = Callable[[Lab], None]


@pytest.fixture
def running() -> Iterator[Lab]:
    """Return the lab of this machine; afterwards it is well again, whatever a test has done."""
    lab = Lab.from_environment()
    yield lab
    if not look_at(lab).is_well:
        _mended(lab)


def _lab_up() -> subprocess.CompletedProcess[str]:
    return subprocess.run([BIN / "lab", "up"], capture_output=True, text=True, check=False)


def _mended(lab: Lab) -> str:
    """Return what `lab up` has said; everything serves after it, and every step is done."""
    done = _lab_up()
    assert done.returncode == 0, done.stderr
    status = look_at(lab)
    assert status.is_well, status.as_text()
    return done.stderr


def _send(lab: Lab, service: str, number: signal.Signals) -> None:
    process = psutil.Process(Supervisor(lab).processes()[service].pid)
    for one in (process, *process.children(recursive=True)):
        one.send_signal(number)


def _lacks(lab: Lab, service: str) -> str | None:
    return next(line.lacks for line in look_at(lab).services if line.service == service)


@pytest.mark.parametrize("service", ["memcached", "glance", "neutron-l3-agent"])
def test_a_killed_service_serves_again(running: Lab, service: str) -> None:
    """With all its workers at once, as by a machine that is out of memory."""
    _send(running, service, signal.SIGKILL)

    _mended(running)


@pytest.mark.parametrize(
    ("service", "spoil"),
    [
        ("prometheus", lambda lab: os.chown(lab.paths.data / "prometheus", 0, 0)),
        ("prometheus", lambda lab: (lab.paths.data / "prometheus").chmod(0)),
        ("keystone", lambda lab: os.chown(lab.paths.data / "keystone/fernet-keys/0", 0, 0)),
        ("rabbitmq", lambda lab: lab.paths.data.chmod(0o700)),
    ],
    ids=["owner", "mode", "owner of a key", "mode of all data"],
)
def test_a_service_gets_back_what_it_may_no_longer_read(
    running: Lab, service: str, spoil: Break
) -> None:
    """As after root has run one of the services' own programs, or `chmod` on the wrong path."""
    spoil(running)
    Supervisor(running).stop(service)

    _mended(running)


def test_a_socket_that_only_root_can_use_is_no_service(running: Lab) -> None:
    """`lab status` asks as root, and does not take its own rights for those of Keystone."""
    socket = running.paths.service_sockets / "memcached.sock"
    socket.chmod(0)
    assert _lacks(running, "memcached") == f"socket memcached.sock closed to the user {user.NAME}"

    _mended(running)

    assert user.can_use(socket)


def test_static_files_of_horizon_that_were_spoiled_are_made_again(running: Lab) -> None:
    """Horizon itself answers 200 with them, and its pages do not work."""
    static = running.paths.data / "horizon/static/dashboard"
    next(static.glob("js/output.*.js")).write_text("spoiled")

    told = _mended(running)

    assert "horizon-static: only 6 of 7 blocks in Horizon's templates are compressed" in told
    assert lacks_static(running) is None


def _limit_service_project(lab: Lab) -> None:
    cloud = new_connection(lab)
    project = cloud.identity.find_project("service").id
    cloud.network.update_quota(project, security_groups=100)


@pytest.mark.parametrize(
    ("step", "spoil"),
    [
        ("provider", lambda lab: shutil.rmtree(packages(lab) / "openstack_lab/octavia_provider")),
        ("service-quotas", _limit_service_project),
        ("guest-image", lambda lab: (lab.paths.data / "guest-image/ramdisk").unlink()),
        (
            "balancer-flavors",
            lambda lab: (lab.paths.stamps / "balancer-flavors").write_text("stale"),
        ),
    ],
    ids=["provider", "service-quotas", "guest-image", "balancer-flavors"],
)
def test_a_stamp_is_not_believed(running: Lab, step: str, spoil: Break) -> None:
    """What a step has made is looked at; a stamp for other inputs has the step done again."""
    spoil(running)

    told = _mended(running)

    assert any(line.split()[1:3] == [step, "done"] for line in told.splitlines()), told


def _fill(directory: Path) -> None:
    with (directory / "filler").open("wb", buffering=0) as filler, suppress(OSError):
        while True:
            filler.write(bytes(4096))


def test_a_full_disk_is_named_with_the_last_error_and_the_way_to_see_it(running: Lab) -> None:
    """Prometheus, which maps its files into memory, knows only of a fault. When there is room
    again, the next `lab up` continues.
    """
    state = running.paths.data / "prometheus"
    Supervisor(running).stop("prometheus")
    small = f"size=64k,mode=0700,uid={state.stat().st_uid},gid={state.stat().st_gid}"
    subprocess.run(["mount", "-t", "tmpfs", "-o", small, "test", state], check=True)
    try:
        _fill(state)
        refused = _lab_up()
    finally:
        Supervisor(running).stop("prometheus")
        subprocess.run(["umount", state], check=True)

    assert refused.returncode == 1
    assert "prometheus does not serve" in refused.stderr
    assert "fatal error: fault" in refused.stderr
    assert f"Only 0 MB of disk are left in {state}: see `df -h {state}`." in refused.stderr
    assert refused.stderr.endswith("\n  Free some, then run `lab up` again.\n")
    _mended(running)


@pytest.mark.long
def test_a_service_that_hangs_is_started_again(running: Lab) -> None:
    """It runs, its port is open, and nobody answers: a minute is given to it first."""
    _send(running, "glance", signal.SIGSTOP)

    told = _mended(running)

    assert "glance does not serve (no HTTP answer on port 9292): restarting it" in told


@pytest.mark.long
def test_all_is_started_again_when_open_vswitch_has_ended(running: Lab) -> None:
    """The devices of all networks have ended with it."""
    _send(running, "ovs-vswitchd", signal.SIGKILL)

    assert "ovs-vswitchd has ended, and others with it: restarting everything" in _mended(running)
