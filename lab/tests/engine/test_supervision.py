# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The real supervisord, with services that behave badly."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from openstack_lab.engine.supervision import Supervisor
from openstack_lab.engine.unit import Process, Service
from openstack_lab.errors import LabError
from openstack_lab.lab import Lab
from openstack_lab.octavia_provider.commands import wait_until

MANY = 30_000_000
"""Bytes that a service logged in four minutes, a page of an error at each look at it."""
MOST = 11_000_000
"""Two logs of 5 MB, and what supervisord reads at once."""


def _ready(_lab: Lab, _process: Process) -> str | None:
    return None


@pytest.fixture
def supervise(tmp_path: Path) -> Iterator[Callable[[str], Lab]]:
    """Have a supervisord that knows one service, `door`, with the given command."""
    lab = Lab(tmp_path / "lab")
    lab.prepare()
    supervisor = Supervisor(lab)

    def begin(command: str) -> Lab:
        supervisor.start_with([Service("door", command, _ready, stop_seconds=2, as_root=True)])
        return lab

    yield begin
    supervisor.shut_down()


def test_what_a_service_logs_in_a_rush_does_not_fill_the_disk(
    supervise: Callable[[str], Lab], tmp_path: Path
) -> None:
    """The newest is kept, and one older log."""
    done = tmp_path / "done"
    line = "hinges.errors.RustError: too old"
    lab = supervise(
        f"/bin/sh -c \"yes '{line}' | head -c {MANY}; echo; echo last; touch {done}; sleep 600\""
    )

    Supervisor(lab).start("door")
    log = lab.paths.logs / "door.log"
    wait_until(lambda: done.exists() and "last" in log.read_text(), "its last line", seconds=120)

    logs = sorted(path.name for path in lab.paths.logs.glob("door*"))
    assert logs == ["door.log", "door.log.1"]
    assert sum((lab.paths.logs / name).stat().st_size for name in logs) < MOST


def test_a_service_whose_program_is_missing_is_named(supervise: Callable[[str], Lab]) -> None:
    """And where to read on: no trace of Python's."""
    lab = supervise("/nowhere/door")

    with pytest.raises(LabError, match=r"door cannot be started: .*/nowhere/door") as failure:
        Supervisor(lab).start("door")

    assert "supervisord.log" in failure.value.remedy


def test_a_supervisord_that_is_shutting_down_is_waited_for(
    supervise: Callable[[str], Lab],
) -> None:
    """It refuses every question meanwhile; `lab wipe` once took that for a defect of its own."""
    lab = supervise("/bin/sh -c \"trap '' TERM; sleep 600\"")
    supervisor = Supervisor(lab)
    supervisor.start("door")
    wait_until(lambda: supervisor.processes()["door"].state == "RUNNING", "it", seconds=30)

    supervisor._calls().shutdown()

    wait_until(lambda: supervisor.processes() == {}, "its refusing", seconds=30)
    supervisor.stop("door")
    assert not supervisor.is_running()
