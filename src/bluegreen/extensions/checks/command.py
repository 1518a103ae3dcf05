# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The check that runs a program of the user's, which decides by its exit code."""

from __future__ import annotations

from bluegreen.clock import Clock
from bluegreen.extensions.facts import ReleaseFacts
from bluegreen.extensions.program import NotStarted, run_program
from bluegreen.model.verdict import CheckFinding, CheckOutcome
from bluegreen.spec.checks import Command

# 75 is EX_TEMPFAIL of sysexits.h: try again later.
UNDECIDED = (2, 75)


def check_command(check: Command, facts: ReleaseFacts, clock: Clock) -> CheckFinding:
    """Run the program: 0 passes, 2 and 75 are inconclusive, everything else fails.

    A program that cannot be started says nothing about the application: inconclusive.
    """
    try:
        ending = run_program(check.run, facts.values(), limit=check.timeout, clock=clock)
    except NotStarted as error:
        return CheckFinding(CheckOutcome.INCONCLUSIVE, str(error))
    measured: dict[str, float | str] = {"seconds": round(ending.seconds, 3)}
    if ending.code is not None:
        measured["exit_code"] = ending.code
    return CheckFinding(_outcome(ending.code), f"{check.run} {ending}", measured)


def _outcome(code: int | None) -> CheckOutcome:
    if code == 0:
        return CheckOutcome.PASSED
    return CheckOutcome.INCONCLUSIVE if code in UNDECIDED else CheckOutcome.FAILED
