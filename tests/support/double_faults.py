# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Two faults drawn by lot: one meets a command, the other the command that goes on after it.

A pair follows from the seed and its number alone, so any of them can be run on its own.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from support.acts import ACTS, LEASED
from support.continuing import both_ways_on
from support.crash_matrix import (
    FAULTS,
    Case,
    Place,
    once,
    passed,
    places,
    see_what_was_told,
    until_killed,
)
from support.crash_world import all_unchanged, operator_of, seen_in, world_before
from support.fake_cloud import FakeProject, no_fault
from support.lease_matrix import Bob, Robbed, while_held
from support.operator import Done, one_after_the_other, without_patience
from support.states import serves

LOST_LEASE = "lease lost"
KINDS = (*FAULTS, LOST_LEASE)


@dataclass
class Pair:
    """One command that met a fault, the one after it that met another, and what was wrong then."""

    seed: str
    act: str = ""
    faults: list[tuple[tuple[str, ...], str, Place, int]] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        told = "; ".join(
            f"{' '.join(words)}: {fault} {place.moment} {place.call} ({place.number}), exit {code}"
            for words, fault, place, code in self.faults
        )
        return f"seed {self.seed!r}, {self.act}: {told}: {self.wrong}"


def pairs(seed: int, count: int, folder: Path) -> list[Pair]:
    """Run so many pairs of faults."""
    with one_after_the_other(), without_patience():
        return [pair(f"{seed}:{number}", folder) for number in range(count)]


def table(found: list[Pair]) -> str:
    """Return a row for each kind of the second fault: how many pairs, and how they ended."""
    rows = []
    for kind in KINDS:
        codes = [pair.faults[-1][-1] for pair in found if pair.faults[-1][1] == kind]
        told = ", ".join(f"{code}: {times}" for code, times in sorted(Counter(codes).items()))
        rows.append(f"| {kind} | {len(codes)} | {told} |")
    return "\n".join(("| second fault | pairs | exit codes |", "|---|---|---|", *rows, ""))


def pair(seed: str, folder: Path) -> Pair:
    """Run the pair that a seed stands for; then see that both ways on end well."""
    random.seed(seed)  # the length of the program's own pauses is drawn by lot as well
    lot = random.Random(seed)  # noqa: S311 - no secret
    case = Pair(seed, lot.choice(list(ACTS)))
    act = LEASED[case.act]
    project = world_before(case.act).copy()
    _meet(case, project, act.words, places(case.act), lot, folder)
    again, resume = (*act.words, "--break-lease"), ("resume", "shop", "--yes", "--break-lease")
    words = lot.choice((again, resume))
    ahead = passed(operator_of(case.act, project.copy(), folder), words)
    left_alone = project.copy()
    left_alone.tick()  # what Heat was doing when the first command ended, it ends on its own
    before = [all_unchanged(case.act, each) for each in (project, left_alone)]
    done = _meet(case, project, words, ahead, lot, folder)
    second = Case(case.act, "", Place("", "", 0), done.code)
    origin = None if act.one_plan else all_unchanged(case.act, world_before(case.act))
    see_what_was_told(second, done, before, project, came_from=origin, resumes=words == resume)
    case.wrong += second.wrong
    if act.production_stays and not all(map(serves, seen_in(case.act, project))):
        case.wrong.append("production does not serve after the faults")
    case.wrong += both_ways_on(case.act, project, folder)
    return case


def _meet(
    case: Pair,
    project: FakeProject,
    words: tuple[str, ...],
    ahead: tuple[Place, ...],
    lot: random.Random,
    folder: Path,
) -> Done:
    """Run one command into a fault that the lot draws."""
    held = while_held(ahead)
    kind = lot.choice(KINDS if held else tuple(FAULTS))
    operator = operator_of(case.act, project, folder)
    fault: Callable[[str, str], None]
    robbed: Robbed | None = None
    if kind == LOST_LEASE:
        place = lot.choice(held)
        robbed = Robbed(case.act, "broken", place)
        fault = Bob(robbed, operator_of(case.act, project, folder)).fault
    else:
        moments, trouble = FAULTS[kind]
        place = lot.choice([place for place in ahead if place.moment in moments])
        fault = until_killed(once(place, trouble), project)
    project.fault = fault
    done = operator.types(*words)
    project.fault = no_fault
    case.faults.append((words, kind, place, done.code))
    if robbed and robbed.after:
        case.wrong.append(f"changed after the lease was lost: {robbed.after}")
    return done
