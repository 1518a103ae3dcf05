# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Hooks: the user's programs before and after each stage."""

from __future__ import annotations

from collections.abc import Callable

from bluegreen.clock import Clock, SteadyClock
from bluegreen.errors import Refused
from bluegreen.extensions.facts import ReleaseFacts
from bluegreen.extensions.program import NotStarted, run_program
from bluegreen.spec.programs import Hooks, Moment


def run(
    hooks: Hooks,
    moment: Moment,
    facts: ReleaseFacts,
    *,
    say: Callable[[str], None],
    clock: Clock | None = None,
) -> None:
    """Run the hook of a moment, if there is one, and say each line that it wrote.

    Raises Refused when a `before_` hook does not end with exit code 0. A failed `after_` hook is
    reported, and changes nothing.
    """
    program = hooks.program(moment)
    if program is None:
        return
    values = {**facts.values(), "hook": moment}
    try:
        ending = run_program(program, values, limit=hooks.timeout, clock=clock or SteadyClock())
    except NotStarted as error:
        problem = str(error)
    else:
        if ending.left_out:
            say(f"{moment}: (the first {ending.left_out:,} bytes of its output are left out)")
        for line in ending.output.splitlines():
            say(f"{moment}: {line}")
        problem = "" if ending.code == 0 else f"{program} {ending}"
    if problem and moment.startswith("before_"):
        stage = moment.removeprefix("before_")
        raise Refused(
            f"the hook {moment} refuses the {stage}: {problem}",
            f"fix {program}, then run the same command again",
        )
    if problem:
        say(f"The hook {moment} failed; this changes nothing: {problem}.")
