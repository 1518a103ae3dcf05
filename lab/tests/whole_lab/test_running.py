# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What holds while a lab runs."""

import psutil
import pytest
from openstack_lab.cli.status import look_at
from openstack_lab.engine.supervision import Supervisor
from openstack_lab.host import leftovers
from openstack_lab.lab import Lab

pytestmark = [pytest.mark.lab, pytest.mark.long]


@pytest.fixture
def running() -> Lab:
    """Return the lab of this machine."""
    return Lab.from_environment()


def test_every_service_serves_and_every_step_is_done(running: Lab) -> None:
    """As `lab status` says."""
    status = look_at(running)

    assert status.is_well, status.as_text()


def test_every_process_of_every_service_would_be_found_without_the_supervisor(
    running: Lab,
) -> None:
    """So a killed lab leaves nothing that the next `lab up` does not end."""
    found = {process.pid for process in leftovers.processes(running)}
    services = {name: process.pid for name, process in Supervisor(running).processes().items()}
    missed = {
        (name, child.pid)
        for name, pid in services.items()
        for child in [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]
        if child.pid not in found and child.is_running()
    }

    assert missed == set()
