# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The check that runs a program."""

from __future__ import annotations

import json
import os
from datetime import timedelta

import pytest
from support.checking import facts_of, is_running, run_one, wait_until_ended

from bluegreen.clock import SteadyClock
from bluegreen.extensions.checks import CheckOutcome
from bluegreen.extensions.checks.command import check_command
from bluegreen.extensions.facts import ReleaseFacts
from bluegreen.spec.checks import Command
from bluegreen.spec.programs import Program


def shell(script: str, timeout: str = "20s") -> dict[str, object]:
    """Return a check that runs a shell script."""
    return {"run": ["sh", "-c", script], "timeout": timeout}


@pytest.mark.parametrize(
    ("script", "outcome", "told"),
    [
        ("exit 0", CheckOutcome.PASSED, "sh ended with exit code 0"),
        ("echo all well", CheckOutcome.PASSED, "sh ended with exit code 0: all well"),
        (
            "echo cart is empty >&2; exit 1",
            CheckOutcome.FAILED,
            "sh ended with exit code 1: cart is empty",
        ),
        ("exit 22", CheckOutcome.FAILED, "sh ended with exit code 22"),
        ("kill -9 $$", CheckOutcome.FAILED, "sh ended by signal 9"),
        ("exit 2", CheckOutcome.INCONCLUSIVE, "sh ended with exit code 2"),
        ("exit 75", CheckOutcome.INCONCLUSIVE, "sh ended with exit code 75"),
    ],
)
def test_the_exit_code_decides(script, outcome, told):
    """0 passes, 2 and 75 decide nothing, all else fails; the last line says why."""
    result = run_one(command=shell(script))
    assert (result.outcome, result.sentence, result.kind) == (outcome, told, "command")


def test_the_program_gets_the_facts(tmp_path):
    """As JSON on its input, and as BLUEGREEN_* in its environment beside what was there."""
    told, named = tmp_path / "told", tmp_path / "named"
    run_one(command=shell(f"cat > {told}; env > {named}"))
    assert json.loads(told.read_text()) == facts_of().values()
    environment = dict(line.split("=", 1) for line in named.read_text().splitlines() if "=" in line)
    assert environment["BLUEGREEN_SIDE"] == "green"
    assert environment["BLUEGREEN_RELEASE"] == "r7"
    assert environment["PATH"] == os.environ["PATH"]


def test_a_program_that_does_not_read_its_input_is_no_error():
    """A smoke test need not care for JSON."""
    assert run_one(command=shell("exec true")).outcome is CheckOutcome.PASSED


def test_a_program_that_does_not_end_fails_and_is_ended_with_its_children(tmp_path):
    """Nothing of it is left behind: neither the program nor what it started."""
    file = tmp_path / "pids"
    script = f"trap '' TERM; sleep 600 & echo $! $$ > {file}; wait"
    result = run_one(command=shell(script, timeout="2s"))
    assert result.outcome is CheckOutcome.FAILED
    assert "did not end within its time limit" in result.sentence
    assert "exit_code" not in result.measured
    sleeper, itself = file.read_text().split()
    assert not is_running(itself)
    assert wait_until_ended(sleeper)


def test_what_a_program_leaves_behind_on_purpose_delays_nothing(tmp_path):
    """A background process that keeps the output open does not hold the check up."""
    fifo, pid = tmp_path / "fifo", tmp_path / "pid"
    os.mkfifo(fifo)
    result = run_one(command=shell(f"cat {fifo} & echo $! > {pid}; echo ready"))
    assert result.outcome is CheckOutcome.PASSED
    assert is_running(pid.read_text().strip())
    fifo.write_text("")


def test_a_program_that_cannot_be_started_is_inconclusive():
    """It says nothing about the application."""
    result = run_one(command={"run": ["no-such-program-of-ours"]})
    assert result.outcome is CheckOutcome.INCONCLUSIVE
    assert result.sentence == ("no-such-program-of-ours cannot start: no such file or directory")


def test_a_fact_that_no_variable_holds_decides_nothing(tmp_path):
    """A version that others wrote may have a NUL; the program never ran."""
    check = Command.model_construct(run=Program(("true",), tmp_path), timeout=timedelta(seconds=20))
    finding = check_command(check, ReleaseFacts("shop", "green", "2\0", address="x"), SteadyClock())
    assert finding.outcome is CheckOutcome.INCONCLUSIVE
    assert finding.sentence == "true cannot start: embedded null byte"
