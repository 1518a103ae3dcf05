# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""A lab comes up from nothing in whatever order its units' needs allow.

`make test` brings its lab up with one seed, another one each time; here are ten.
"""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from openstack_lab.engine.supervision import Supervisor
from openstack_lab.lab import DEFAULT_DIRECTORY, Lab

pytestmark = [pytest.mark.lab, pytest.mark.long, pytest.mark.alone]

COMMAND = Path(sys.executable).with_name("lab")


def _run(*words: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([COMMAND, *words], capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def _lab_is_down() -> Iterator[None]:
    """Stop the lab of this machine, and start it again with all its data."""
    lab = Lab.from_environment()
    was_running = Supervisor(lab).is_running()
    assert _run("down").returncode == 0  # also of what one that was killed has left
    yield
    if was_running:
        up = _run("up")
        assert up.returncode == 0, up.stderr


@pytest.fixture
def directory(_lab_is_down: None) -> Iterator[Path]:
    """Have a directory where a lab can be made; services that are not root must get there."""
    with tempfile.TemporaryDirectory(dir=DEFAULT_DIRECTORY.parent) as parent:
        Path(parent).chmod(0o755)
        yield Path(parent) / "lab"
        _run("--directory", Path(parent) / "lab", "wipe", "--yes")


@pytest.mark.parametrize("seed", range(10))
def test_a_lab_comes_up_from_nothing_in_a_random_order(directory: Path, seed: int) -> None:
    """A need that nobody has declared shows where one thing takes longer than another."""
    up = _run("--directory", directory, "up", "--telemetry", "--shuffle", str(seed))
    status = _run("--directory", directory, "status")

    assert up.returncode == 0, up.stderr
    assert status.returncode == 0, status.stdout
