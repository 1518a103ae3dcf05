# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Every command, whose operator loses the lease at every place to somebody who changes things.

Ann runs the command. At one place Bob ends her lease and does something, for which he takes his
time; then Ann goes on. From there on no change of hers may take effect.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from support.acts import LEASED
from support.crash_matrix import Place, places
from support.crash_world import operator_of, seen_in, world_before
from support.fake_clock import FakeClock
from support.fake_cloud import FakeProject, no_fault
from support.operator import Done, Operator, one_after_the_other, without_patience
from support.states import good_but_for_alarms, serves

BOB_TAKES = 15.0
"""Seconds: breaking a lease and changing something takes some, on any cloud."""
A_SECOND = 1.0
A_NIGHT = 8 * 3600.0

FENCED = ("addresses.point", "addresses.delete")
"""Changes that a fence keeps out even once they are on their way; others are asked for before."""
PASSING = ("balancers.reload", "balancers.set_admin_state")
"""Changes after which everything stands as before: the connections are what they end."""
A_NEW_LEASE = ("after", "POST ports")
KINDS = ("addresses.", "balancers.", "stacks.", "alarms.", "adoption.")
"""The calls that are about an application; the lease and the journal are not."""


@dataclass(frozen=True)
class Loss:
    """How Ann loses the lease, and what Bob does then; without `words` he only breaks it.

    She sleeps for so many seconds, by her clock and by the cloud's.
    """

    words: tuple[str, ...] = ()
    sleep: float = BOB_TAKES


LOSSES = {
    "broken within a second": Loss(sleep=A_SECOND),
    "broken": Loss(),
    "broken, and switched": Loss(("switch", "--drain", "none")),
    "broken, and retired": Loss(("retire", "--to", "remove")),
    "broken, and deployed": Loss(("deploy", "3.0")),
    "broken, and removed": Loss(("down", "--live")),
    "slept until another switched": Loss(("switch", "--drain", "none"), A_NIGHT),
}


@dataclass
class Robbed:
    """One act whose operator lost the lease at one place, and what happened to it."""

    act: str
    loss: str
    place: Place
    code: int = 0
    before: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def expect(self, holds: bool, otherwise: str) -> None:
        """Note what is wrong unless it holds."""
        if not holds:
            self.wrong.append(otherwise)


MATRIX = [(act, loss) for act in LEASED for loss in LOSSES]


@cache
def at_every_place(act: str, loss: str) -> list[Robbed]:
    """Let the operator of an act lose the lease at each of its places; once in a process."""
    with TemporaryDirectory() as folder, one_after_the_other(), without_patience():
        return list(cases(act, loss, Path(folder)))


def table() -> str:
    """Return the row of each command, for which every case is run."""
    return "\n".join((*HEAD, *map(row, LEASED), ""))


HEAD = ("| command | cases | exit codes | changes after the loss |", "|---|---|---|---|")


def row(act: str) -> str:
    """Return how many cases there were, what was said, and changes after the loss."""
    cases = [case for loss in LOSSES for case in at_every_place(act, loss)]
    codes = sorted(Counter(case.code for case in cases).items())
    told = ", ".join(f"{code}: {times}" for code, times in codes)
    changes = sum(len(case.after) for case in cases)
    return f"| {act} | {len(cases)} | {told} | {changes} |"


def is_change(moment: str, call: str) -> bool:
    """Tell whether a change of an application takes effect here."""
    return moment == "after" and call.startswith(KINDS)


@cache
def changes_of(act: str) -> tuple[str, ...]:
    """Return the changes of an application that a clean run of an act makes."""
    made: list[str] = []
    project = world_before(act).copy()
    project.fault = lambda moment, call: made.append(call) if is_change(moment, call) else None
    operator_of(act, project).types(*LEASED[act].words, expect=LEASED[act].code)
    return tuple(made)


@cache
def places_of_loss(act: str) -> tuple[Place, ...]:
    """Return the places of a clean run at which the lease can be lost."""
    return while_held(places(act))


def while_held(all_places: tuple[Place, ...]) -> tuple[Place, ...]:
    """Return the places between two requests, of all that a command passes, with the lease held.

    A change that is no address's has been asked for when it is on its way: no cloud could tell
    its sender apart from a holder. It is one request, and the next one is asked for again.
    """
    changes = {place.call for place in all_places if is_change(place.moment, place.call)}
    taken = [n for n, place in enumerate(all_places) if place[:2] == ("after", "POST ports")]
    first = taken[0] if taken else len(all_places)
    return tuple(
        place
        for place in all_places[first:]
        if place.moment == "after" or place.call not in changes or place.call.startswith(FENCED)
    )


def may_land(case: Robbed) -> bool:
    """Tell whether the changes after the loss are as few as a fence can make them.

    One that was asked for within a second before is on its way; a move of an address never lands.
    """
    if LOSSES[case.loss].sleep == A_SECOND:
        return len(case.after) <= 1 and not any(call.startswith(FENCED) for call in case.after)
    return not case.after


def cases(act: str, loss: str, folder: Path) -> Iterator[Robbed]:
    """Let the operator of an act lose the lease at each of its places."""
    for place in places_of_loss(act):
        yield rob(Robbed(act, loss, place), folder)


def rob(case: Robbed, folder: Path) -> Robbed:
    """Run one act, let its lease be lost at one place, and see what is then changed."""
    act = LEASED[case.act]
    project = world_before(case.act).copy()
    bob = Bob(case, operator_of(case.act, project, folder))
    project.fault = bob.fault
    done = operator_of(case.act, project, folder).types(*act.words)
    project.fault = no_fault
    case.code = done.code
    _judge(case, done, bob, project)
    return case


class Bob:
    """Comes in at a place of Ann's, and notes which of her changes take effect after that."""

    def __init__(self, case: Robbed, operator: Operator) -> None:
        self._case = case
        self._operator = operator
        self._met = 0
        self.has_come = self.has_gone = False
        self.left_serving: list[bool] = []

    def fault(self, moment: str, call: str) -> None:
        """Be called at each call of Ann's; what she does under a new lease is hers to do."""
        self.has_gone = self.has_gone or (self.has_come and (moment, call) == A_NEW_LEASE)
        if is_change(moment, call) and not self.has_gone:
            (self._case.after if self.has_come else self._case.before).append(call)
        if not self.has_come and (moment, call) == self._case.place[:2]:
            self._met += 1
            if self._met == self._case.place.number:
                self._come()

    def _come(self) -> None:
        self.has_come = True
        project, loss = self._operator.project, LOSSES[self._case.loss]
        mine, project.fault = project.fault, no_fault
        ann = project.terminal
        assert isinstance(ann, FakeClock)
        ann.sleep(loss.sleep)
        project.seconds += loss.sleep
        for name in LEASED[self._case.act].applications:
            if loss.sleep != A_NIGHT:
                project.hand().leases.break_lease(name)
            if loss.words:
                self._act(name, loss)
        self.left_serving = [serves(each) for each in seen_in(self._case.act, project)]
        project.fault = mine

    def _act(self, name: str, loss: Loss) -> None:
        verb, *rest = loss.words
        if verb == "deploy":
            other = name in LEASED[self._case.act].others
            words = (verb, *rest, *(("--specification", f"{name}.yaml") if other else ()))
        else:
            words = (verb, name, *rest, *((name,) if rest[-1] == "--live" else ()))
        self._operator.types(*words, "--yes")


def _judge(case: Robbed, done: Done, bob: Bob, project: FakeProject) -> None:
    if not bob.has_come:
        case.wrong.append("the place was not met")
        return
    case.expect(may_land(case), f"changed after the lease was lost: {case.after}")
    case.expect("unexpected" not in done.err, f"a defect: {done.err}")
    case.expect(done.code in (0, 1, 3, 4), f"exit code {done.code}")
    if done.code == 0:
        nothing_was_left = bob.has_gone or len(case.before) >= len(changes_of(case.act))
        at_rest = all(map(good_but_for_alarms, seen_in(case.act, project)))
        case.expect(nothing_was_left or at_rest, "exit code 0, and something is half done")
    if done.code == 1 and LEASED[case.act].one_plan and LEASED[case.act].production_stays:
        stays = [call for call in case.before if not call.startswith(PASSING)]
        case.expect(not stays, "exit code 1, and something was changed")
    for served, now in zip(bob.left_serving, seen_in(case.act, project), strict=True):
        unmarked = "addresses.unmark production" in case.after  # it leads where it led
        case.expect(serves(now) or unmarked or not served, "production no longer serves")
    if done.code:
        case.expect("next: " in done.err, f"exit code {done.code} names no next command")
