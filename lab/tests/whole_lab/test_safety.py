# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""A lab that runs gives the other users of its machine nothing."""

import subprocess
import sys
from pathlib import Path

import psutil
import pytest
from openstack_lab.engine.supervision import Supervisor
from openstack_lab.host import user
from openstack_lab.lab import Lab
from openstack_lab.services import SERVICES

pytestmark = pytest.mark.lab


@pytest.fixture
def running() -> Lab:
    """Return the lab of this machine."""
    return Lab.from_environment()


def _as_nobody(program: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", program, *arguments],
        user="nobody",
        group="nogroup",
        extra_groups=[],
        cwd="/",
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("name", ["services/memcached.sock", "services/mariadb.sock", "db.sock"])
def test_no_other_user_can_connect(running: Lab, name: str) -> None:
    """Who writes a session to Horizon's cache has Horizon run what he likes."""
    program = "import socket, sys; socket.socket(socket.AF_UNIX).connect(sys.argv[1])"

    answer = _as_nobody(program, running.paths.sockets / name)

    assert "PermissionError" in answer.stderr


@pytest.mark.parametrize(
    "name", ["secrets.json", "clouds.yaml", "etc/nova/nova.conf", "log", "home"]
)
def test_no_other_user_can_read_secrets(running: Lab, name: str) -> None:
    """Passwords, configuration and logs."""
    program = "import os, sys; p = sys.argv[1]; os.listdir(p) if os.path.isdir(p) else open(p)"

    answer = _as_nobody(program, running.directory / name)

    assert "PermissionError" in answer.stderr


def test_services_that_need_no_root_are_not_root(running: Lab) -> None:
    """With all their workers, and the epmd that RabbitMQ leaves behind."""
    processes = Supervisor(running).processes()
    of_root = {
        (name, child.name())
        for name, process in processes.items()
        if not SERVICES[name].as_root
        for child in [
            psutil.Process(process.pid),
            *psutil.Process(process.pid).children(recursive=True),
        ]
        if child.username() != user.NAME
    }

    assert processes
    assert of_root == set()
