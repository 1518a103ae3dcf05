# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Watching several applications at the same time: the first that is not well ends all watches.

What is then done is decided once, when all have ended. So no thread moves anything, and one that
is stopped was only looking.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait

from bluegreen.errors import BlueGreenError, StepFailed, Stuck
from bluegreen.operations.executor import sentence_of
from bluegreen.release.group.member import Member
from bluegreen.release.stages.watch import watch


def watch_together(members: Sequence[Member]) -> None:
    """Return when every member was well for as long as its specification says.

    Raises StepFailed when one is not, Stuck when a person must decide about one. No watch goes on
    then, nor after KeyboardInterrupt.
    """
    for member in members:
        member.context.crash_point("before", watch.__name__)
    ends = _ends(members)
    for member, end in zip(members, ends, strict=True):
        if isinstance(end, Stuck):
            member.notify(end)
    failures = [end for end in ends if isinstance(end, BlueGreenError)]
    why = "; ".join(map(sentence_of, failures))
    for stuck in (failure for failure in failures if isinstance(failure, Stuck)):
        raise Stuck(why, stuck.next_step) from stuck
    if failures:
        raise StepFailed(why, f"bluegreen status {members[0].name}") from failures[0]
    for end in filter(None, ends):
        raise end
    for member in members:
        member.context.crash_point("after", watch.__name__)


def _ends(members: Sequence[Member]) -> list[BaseException | None]:
    """Return what ended each watch, None for one that ended well.

    Ctrl-C reaches this thread only, and so it is handed on.
    """
    try:
        with ThreadPoolExecutor(max_workers=len(members)) as pool:
            watches = [pool.submit(_watch, member) for member in members]
            try:
                wait(watches, return_when=FIRST_EXCEPTION)
            finally:
                for member in members:
                    member.context.clock.interrupt()
    finally:
        for member in members:
            member.context.clock.carry_on()
    return [each.exception() for each in watches]


def _watch(member: Member) -> None:
    problems: list[str] = []
    try:
        watch(member.request, member.context, problems.append)
    except Exception as failure:
        stuck = member.what_is_true(watch, failure)
        raise Stuck(f"{member.name}: {stuck.true_now}", stuck.next_step) from failure
    for problem in problems:
        raise StepFailed(f"{member.name} {member.request.version} is failing: {problem}")
