# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""An operator who is stopped between asking for the lease and the move, and goes on too late."""

from __future__ import annotations

import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from bluegreen.clock import SteadyClock, wait_until
from bluegreen.cloud import connect
from bluegreen.cloud.protocols import Cloud
from bluegreen.probe import ByHeader, Prober, Target

from .conftest import STANDING, Operator
from .test_crash_on_the_lab import side_that_answers

pytestmark = pytest.mark.lab

NAME = STANDING
STOPPING = Path(__file__).parents[1] / "support/stopping.py"
MOVES_PRODUCTION = 2
"""Before it a switch takes the preview address off the idle side."""
LEASE = 10
"""Seconds that the stopped operator's lease lasts: it is waited out."""
EVERY = timedelta(seconds=0.5)


@pytest.fixture
def operator(standing: Operator) -> Operator:
    """An operator whose application is up; every test leaves it with one side live."""
    return standing


@pytest.fixture
def cloud(lab_environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Cloud:
    """The lab, as the other operator's library sees it."""
    for name in ("OS_CLIENT_CONFIG_FILE", "OS_CLOUD"):
        monkeypatch.setenv(name, lab_environment[name])
    return connect()


def starts(operator: Operator, new: str) -> subprocess.Popen[str]:
    """Let Ann begin a switch that is stopped before it moves production."""
    words = ("switch", NAME, "--to", new, "--yes", "--drain", "none")
    return subprocess.Popen(
        [sys.executable, STOPPING, str(MOVES_PRODUCTION), str(LEASE), *words],
        cwd=operator.folder,
        env=operator.environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )


def is_stopped(process: subprocess.Popen[str]) -> bool:
    """Tell whether a process waits for SIGCONT."""
    state = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()[0]
    return state == "T"


def waits_out(cloud: Cloud) -> None:
    """Wait until nobody has renewed the lease for as long as it lasts."""

    def has_ended() -> bool:
        holder = cloud.leases.holder(NAME)
        return holder is not None and holder.expired

    assert wait_until(has_ended, limit=timedelta(minutes=1), every=EVERY, clock=SteadyClock())


def takes_over(operator: Operator, cloud: Cloud, new: str, old: str) -> None:
    """Take over the ended lease, and give it back: only the fence tells Ann."""
    waits_out(cloud)
    leases = cloud.leases
    leases.release(leases.take(NAME, "bob@elsewhere", "looks only", timedelta(minutes=2)))


def switches_to_and_fro(operator: Operator, cloud: Cloud, new: str, old: str) -> None:
    """Take over the ended lease, switch, and switch back."""
    waits_out(cloud)
    for side in (new, old):
        operator.types("switch", NAME, "--to", side, "--yes", "--drain", "none")


def breaks(operator: Operator, cloud: Cloud, new: str, old: str) -> None:
    """Break the lease while it still lasts, and finish what Ann had begun, the other way."""
    operator.types("resume", NAME, "--yes", "--break-lease")


WAYS = (takes_over, switches_to_and_fro, breaks)
ROUNDS = [
    pytest.param(number, marks=[pytest.mark.long] if number >= len(WAYS) else [])
    for number in range(20)
]


@pytest.mark.parametrize("number", ROUNDS)
def test_production_stays_where_another_operator_put_it(
    operator: Operator, cloud: Cloud, number: int
) -> None:
    """The stopped operator goes on, stops with exit code 4, and no request of the users fails."""
    old = operator.live(NAME)
    production = str(operator.sides(NAME)[old]["Floating IP"])
    new = "green" if old == "blue" else "blue"
    other = WAYS[number % len(WAYS)]
    target = Target.of(f"http://{production}/version", ByHeader("X-Bluegreen-Side"))
    ann = starts(operator, new)
    try:
        limit = timedelta(minutes=1)
        assert wait_until(lambda: is_stopped(ann), limit=limit, every=EVERY, clock=SteadyClock())
        with Prober(target, rate=20.0) as load:
            other(operator, cloud, new, old)
            ann.send_signal(signal.SIGCONT)
            told = ann.communicate(timeout=180)[1]
            report = load.stop()
    finally:
        ann.kill()
    operator.types("resume", NAME, "--yes")

    assert ann.returncode == 4, told
    assert f"the lease on {NAME} was lost" in told
    assert operator.live(NAME) == old
    assert side_that_answers(production) == old
    assert report.failed == 0, report.as_dict()
