# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""A trouble at the so-manieth call, for what a test tries at every one."""

from __future__ import annotations

from collections.abc import Callable

from support.fake_cloud import FakeProject, no_fault
from support.operator import Killed, dead


def strike_call(
    project: FakeProject, number: int, trouble: Callable[[], BaseException]
) -> list[str]:
    """Let the so-manieth call from here meet a trouble; return the calls as they are made.

    After a kill no other call gets through, until the project's fault is set again.
    """
    made: list[str] = []

    def fault(moment: str, call: str) -> None:
        if moment == "before":
            made.append(call)
            if len(made) == number:
                failure = trouble()
                project.fault = dead if isinstance(failure, Killed) else no_fault
                raise failure

    project.fault = fault
    return made
