# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Signals: each does the same, whatever a command inherits from the process that starts it."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator

import pytest

from bluegreen.cli.exit_codes import SIGNALS, interrupted_by_signals

Inherit = Callable[..., None]
ASK_FOR_THE_END = ("SIGINT", "SIGTERM", "SIGHUP")

TERMINATED = """
import os, signal, time
from cliff.command import Command

class Act(Command):
    'Act.'
    def take_action(self, parsed_args):
        try:
            os.kill(os.getpid(), signal.{name})
            time.sleep({patience})
        finally:
            {again}
            self.app.stderr.write('undone\\n')
"""

RUNS = """
from datetime import timedelta
from pathlib import Path
from cliff.command import Command
from bluegreen.extensions.program import run_program
from bluegreen.spec.programs import Program
from bluegreen.clock import SteadyClock

class Act(Command):
    'Act.'
    def take_action(self, parsed_args):
        program = Program({command!r}, Path.cwd())
        limit = timedelta(minutes=1)
        self.app.stdout.write(str(run_program(program, {{}}, limit=limit, clock=SteadyClock())))
"""


@pytest.fixture
def inherit() -> Iterator[Inherit]:
    """Return a function by which this process ignores or blocks signals, as a parent may have set
    it, and heeds all others.
    """
    before = {one: signal.getsignal(one) for one in SIGNALS}
    blocked = signal.pthread_sigmask(signal.SIG_BLOCK, ())
    for one in SIGNALS:
        signal.signal(one, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)  # as Python begins

    def inherit_them(how: str, *names: str) -> None:
        numbers = [signal.Signals[name] for name in names]
        if how == "blocked":
            signal.pthread_sigmask(signal.SIG_BLOCK, numbers)
        for one in numbers if how == "ignored" else ():
            signal.signal(one, signal.SIG_IGN)

    yield inherit_them
    for one in SIGNALS:  # which forgets one that waits, as it does when a test fails
        signal.signal(one, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_SETMASK, blocked)
    for one, there in before.items():
        signal.signal(one, there)


@pytest.mark.parametrize(
    ("name", "how"),
    [
        *((name, "heeded") for name in ASK_FOR_THE_END),
        *((name, "blocked") for name in ASK_FOR_THE_END),
        ("SIGINT", "ignored"),
        ("SIGTERM", "ignored"),
    ],
)
def test_each_signal_interrupts_as_ctrl_c_does(run_verb, inherit, name, how):
    """A CI system that aborts a job sends SIGTERM or SIGINT, a terminal that is gone SIGHUP. A
    shell script ignores SIGINT for what it starts with `&`; one that is sent all the same is meant.
    """
    inherit(how, name)
    found = signal.getsignal(signal.Signals[name])
    run = run_verb(TERMINATED.format(name=name, again="", patience=60))

    assert run.code == 130
    assert run.err.startswith("undone\nerror: interrupted\n")
    assert signal.getsignal(signal.Signals[name]) is found
    blocked = signal.pthread_sigmask(signal.SIG_BLOCK, ())
    assert (signal.Signals[name] in blocked) == (how == "blocked")


def test_a_terminal_that_is_gone_interrupts_once(run_verb, inherit):
    """Kernel and shell both send SIGHUP; the second must not end the undoing."""
    again = "os.kill(os.getpid(), signal.SIGHUP)"
    run = run_verb(TERMINATED.format(name="SIGHUP", again=again, patience=60))

    assert run.code == 130
    assert run.err.startswith("undone\nerror: interrupted\n")
    assert signal.getsignal(signal.SIGHUP) is signal.SIG_DFL


def test_nohup_is_left_as_it_is(run_verb, inherit):
    """An ignored SIGHUP asks that the command go on without the terminal."""
    inherit("ignored", "SIGHUP")
    run = run_verb(TERMINATED.format(name="SIGHUP", again="", patience=0))

    assert (run.code, run.err) == (0, "undone\n")
    assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN


def test_nohup_holds_for_a_command_within_another_program(run_verb, inherit):
    """One that runs commands, as the tests do, has taken the signals for itself already."""
    inherit("ignored", "SIGHUP")
    with interrupted_by_signals():
        run = run_verb(TERMINATED.format(name="SIGHUP", again="", patience=0))

    assert (run.code, run.err) == (0, "undone\n")


@pytest.mark.parametrize("how", ["ignored", "blocked"])
def test_a_program_that_is_run_inherits_none_of_it(run_verb, inherit, how):
    """Checks and hooks end at Ctrl-C as their authors tried them: none of these signals is ignored
    or blocked, as the kernel shows it. What else a CI runner has ignored is passed on.
    """
    names = ("SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT")
    inherit(how, *names)
    script = "echo $(grep -E '^Sig(Blk|Ign):' /proc/self/status | cut -f 2)"
    run = run_verb(RUNS.format(command=("sh", "-c", script)))

    well, masks = run.out.split(": ")
    assert well == "ended with exit code 0"
    ours = sum(1 << signal.Signals[name] - 1 for name in names)
    assert [int(mask, 16) & ours for mask in masks.split()] == [0, 0]


def test_a_program_that_fails_is_seen_to_fail_where_sigchld_is_ignored(run_verb, inherit):
    """The kernel then keeps no exit code, and Python takes every program for one that ended well:
    each check would pass.
    """
    inherit("ignored", "SIGCHLD")
    run = run_verb(RUNS.format(command=("sh", "-c", "exit 7")))

    assert run.out == "ended with exit code 7"
    assert signal.getsignal(signal.SIGCHLD) is signal.SIG_IGN
