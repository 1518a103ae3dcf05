# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""A `lab` command ends in order when it is asked to, whatever it inherits from its parent."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from openstack_lab.cli import signals
from openstack_lab.host import leftovers
from openstack_lab.lab import Lab, was_ever_done
from openstack_lab.octavia_provider.commands import wait_until

INHERITED = (signal.SIGINT, signal.SIGQUIT, signal.SIGCHLD)
"""What `lab up &` in a script ignores, and what a program that does not care for children does."""

UP = """
import os, sys
from openstack_lab.cli import up
from openstack_lab.engine.running import run_logged
from openstack_lab.cli.app import main
from openstack_lab.engine.unit import Service, Step

class Supervisor:
    def __init__(self, lab): pass
    def is_running(self): return True
    def processes(self): return {}
    def start_with(self, services): pass
    def start(self, name): pass

PROGRAM = "grep Sig /proc/self/status; umask; exec sleep 600"
UNITS = (
    Step("wait", lambda lab: run_logged(lab, "wait", ["sh", "-c", PROGRAM])),
    Service("mute", "mute", lambda lab, process: "says nothing"),
    Step("later", lambda lab: None, needs=("wait",)),
)
up.Supervisor = Supervisor
up.units_of = lambda lab: {unit.name: unit for unit in UNITS}
up.services_of = lambda lab: {}
up.user.ensure = lambda lab: None
os.geteuid = lambda: 0
sys.exit(main(["--directory", sys.argv[1], "up"]))
"""
"""`lab up` with a step that takes long, a service that never serves, and a step after the first."""


def _inherit(blocked: set[signal.Signals]) -> Callable[[], None]:
    def inherit() -> None:
        for one in INHERITED:
            signal.signal(one, signal.SIG_IGN)
        signal.pthread_sigmask(signal.SIG_SETMASK, blocked)

    return inherit


def _of_process(text: str, name: str) -> set[int]:
    [mask] = re.findall(rf"^{name}:\s*(\w+)$", text, re.MULTILINE)
    return {number for number in range(1, 32) if int(mask, 16) >> (number - 1) & 1}


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_a_lab_up_that_is_asked_to_end_ends_with_all_that_it_has_begun(
    tmp_path: Path, name: str
) -> None:
    """Its programs end, nothing more begins, and what was under way is begun again next time."""
    lab = Lab(tmp_path / "lab")
    log = lab.paths.logs / "wait.log"
    command = subprocess.Popen(
        [sys.executable, "-c", UP, str(lab.directory)],
        stderr=subprocess.PIPE,
        text=True,
        umask=0o077,
        preexec_fn=_inherit({signal.Signals[name]}),
    )
    wait_until(lambda: log.exists() and "022" in log.read_text(), "the step", seconds=60)

    command.send_signal(signal.Signals[name])
    _, told = command.communicate(timeout=60)

    assert command.returncode == 1
    assert told.endswith("lab: interrupted.\n  `lab up` continues where it stopped.\n")
    assert leftovers.processes(lab) == []
    assert not was_ever_done(lab, "wait")
    assert not was_ever_done(lab, "later")
    inherited = log.read_text()
    assert _of_process(inherited, "SigBlk") == set()
    assert not _of_process(inherited, "SigIgn") & {*INHERITED, signal.SIGTERM, signal.SIGHUP}
    assert inherited.endswith("0022\n")


def test_nohup_is_left_as_it_is() -> None:
    """SIGHUP that comes in ignored was meant to be, and nothing that is started ignores it."""
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with signals.nothing_inherited():
            os.kill(os.getpid(), signal.SIGHUP)
            assert signal.getsignal(signal.SIGHUP) not in (signal.SIG_IGN, signal.SIG_DFL)
        assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGHUP, before)
