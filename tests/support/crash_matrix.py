# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Every command, met by every fault at every place, and what happens to it.

The places are those that a clean run passes, so that no call can be forgotten. A read that is
repeated with no write between is one place.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import NamedTuple

from bluegreen.cloud.errors import AnswerLost, Busy, Conflict
from support.acts import ACTS, LEASED
from support.continuing import both_ways_on
from support.crash_world import all_unchanged, operator_of, seen_in, world_before
from support.fake_cloud import FakeProject, no_fault
from support.operator import Done, Killed, Operator, dead, one_after_the_other, without_patience
from support.states import good, good_but_for_alarms, serves


class Place(NamedTuple):
    """A moment of the so-manieth call of one name, or a point of --stop-at (then number is 0)."""

    moment: str
    call: str
    number: int


FAULTS: dict[str, tuple[tuple[str, ...], Callable[[], BaseException]]] = {
    "killed at a call": (("before", "after"), Killed),
    "answer lost": (("before", "after"), lambda: AnswerLost("no answer")),
    "refused with 409": (("before",), lambda: Conflict("in the way of something else")),
    "refused with 503": (("before",), lambda: Busy("not now")),
    "Ctrl-C": (("before", "after"), KeyboardInterrupt),
}
AT_A_POINT = "killed at a point"


@dataclass
class Case:
    """One act that met one fault at one place, and everything that was wrong with the outcome."""

    act: str
    fault: str
    place: Place
    code: int = 0
    wrong: list[str] = field(default_factory=list)

    def expect(self, holds: bool, otherwise: str) -> None:
        """Note what is wrong unless it holds."""
        if not holds:
            self.wrong.append(otherwise)


MATRIX = [(act, fault) for act in ACTS for fault in (AT_A_POINT, *FAULTS)]


def at_every_place(act: str, fault: str, folder: Path) -> list[Case]:
    """Run an act into a fault at each of its places."""
    with one_after_the_other(), without_patience():
        return list(cases(act, fault, folder))


def table(folder: Path) -> str:
    """Return the row of each command and fault, for which every case is run."""
    rows = (row(act, fault, at_every_place(act, fault, folder)) for act, fault in MATRIX)
    return "\n".join((*HEAD, *rows, ""))


HEAD = ("| command | fault | places | exit codes | gone on well |", "|---|---|---|---|---|")


def row(act: str, fault: str, cases: list[Case]) -> str:
    """Return how many places there were, what was printed, and what happened to it."""
    return f"| {act} | {fault} | {_summary(cases)} |"


def _summary(cases: list[Case]) -> str:
    codes = sorted(Counter(case.code for case in cases).items())
    told = ", ".join(f"{code}: {times}" for code, times in codes)
    well = sum(not case.wrong for case in cases)
    return f"{len(cases)} | {told} | {well}"


@cache
def places(act: str) -> tuple[Place, ...]:
    """Return the places of a clean run."""
    project = world_before(act).copy()
    return passed(operator_of(act, project), LEASED[act].words, expect=LEASED[act].code)


def passed(
    operator: Operator, words: tuple[str, ...], expect: int | None = None
) -> tuple[Place, ...]:
    """Return each call of a command that meets no fault: the moment before it, and after a change.

    The command is run, in the operator's project.
    """
    seen: dict[str, int] = {}
    found: dict[tuple[str, int], Place] = {}
    writes: list[str] = []

    def note(moment: str, call: str) -> None:
        key = f"{moment} {call}"
        seen[key] = seen.get(key, 0) + 1
        if moment == "before" or not call.startswith("GET"):
            found.setdefault((key, len(writes)), Place(moment, call, seen[key]))
        if moment == "after" and not call.startswith("GET"):
            writes.append(call)

    operator.project.fault = note
    operator.types(*words, expect=expect)
    operator.project.fault = no_fault
    return tuple(found.values())


@cache
def points(act: str) -> tuple[Place, ...]:
    """Return every point that --stop-at takes, as the refusal of an unknown one lists them."""
    operator = operator_of(act, world_before(act).copy())
    refused = operator.types(*LEASED[act].words, "--stop-at", "nowhere", expect=2)
    listed = refused.err.rpartition("one of ")[2].strip().split(", ")
    return tuple(Place(*point.split(":"), 0) for point in listed)


def cases(act: str, fault: str, folder: Path) -> Iterator[Case]:
    """Run an act into a fault at each of its places."""
    if fault == AT_A_POINT:
        for place in points(act):
            yield meet(Case(act, fault, place), no_fault, folder)
        return
    moments, trouble = FAULTS[fault]
    for place in places(act):
        if place.moment in moments:
            yield meet(Case(act, fault, place), once(place, trouble), folder)


def meet(case: Case, fault: Callable[[str, str], None], folder: Path) -> Case:
    """Run one act into one fault; then see that both ways on end well."""
    act = LEASED[case.act]
    project = world_before(case.act).copy()
    before = all_unchanged(case.act, project)
    project.fault = until_killed(fault, project)
    stop = () if case.place.number else ("--stop-at", f"{case.place.moment}:{case.place.call}")
    done = operator_of(case.act, project, folder).types(*act.words, *stop)
    project.fault = no_fault
    case.code = done.code
    see_what_was_told(case, done, [before], project)
    if act.production_stays:
        serve = all(map(serves, seen_in(case.act, project)))
        case.expect(serve, "production does not serve after the fault")
    case.wrong += both_ways_on(case.act, project, folder)
    return case


def see_what_was_told(
    case: Case,
    done: Done,
    before: Sequence[object],
    project: FakeProject,
    *,
    came_from: object = None,
    resumes: bool = False,
) -> None:
    """Judge what a command said of itself; each of `before` counts as nothing changed.

    `came_from` is what was so before an earlier run of it, which it may take back as well. One that
    `resumes` need not have done the act with 0, and keeps what it reached with 1.
    """
    act, now = LEASED[case.act], seen_in(case.act, project)
    as_before = all_unchanged(case.act, project) in before
    case.expect("unexpected" not in done.err, f"a defect: {done.err}")
    case.expect(done.code in (0, 1, 3, 4, 130, 137), f"exit code {done.code}")
    if done.code == 0 and not resumes:
        done_well = all(act.reached(each) and good(each) for each in now)
        case.expect(done_well, "exit code 0, and it is not done")
    if done.code == 3:
        is_back = as_before or all_unchanged(case.act, project) == came_from
        case.expect(is_back, "exit code 3, and something is changed")
    if done.code == 1 and act.production_stays and not resumes:
        case.expect(as_before, "exit code 1, and something is changed")
    if done.code == 130 and act.production_stays:
        case.expect(as_before or all(map(good_but_for_alarms, now)), "interrupted half-way")
    if done.code not in (0, 137):
        case.expect("next: " in done.err, f"exit code {done.code} names no next command")


def once(place: Place, trouble: Callable[[], BaseException]) -> Callable[[str, str], None]:
    """Return a fault that raises the trouble at that place."""
    met = [0]

    def fault(moment: str, call: str) -> None:
        if (moment, call) == place[:2]:
            met[0] += 1
            if met[0] == place.number:
                raise trouble()

    return fault


def until_killed(
    fault: Callable[[str, str], None], project: FakeProject
) -> Callable[[str, str], None]:
    """Let nothing reach the project once a fault has killed the process."""

    def bound(moment: str, call: str) -> None:
        try:
            fault(moment, call)
        except Killed:
            project.fault = dead
            raise

    return bound
