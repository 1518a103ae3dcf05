# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Several applications released as one: all are good before the first goes live, or none stays.

They are separate addresses, so they go live one after the other, within seconds; for that long
users meet the new version of one and the old version of another. What is promised is the end: all
on the new version, or all on the old one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from bluegreen.carrying_out import carry_out, sentence_of
from bluegreen.cloud.side_by_side import side_by_side
from bluegreen.errors import BlueGreenError, RolledBack, Stuck
from bluegreen.observe import observe, observe_as_far_as_it_answers
from bluegreen.plan import plan_rollback
from bluegreen.stages.approve import approve
from bluegreen.stages.check import check
from bluegreen.stages.deploy import deploy
from bluegreen.stages.drain import drain
from bluegreen.stages.order import Order, Stage
from bluegreen.stages.retire import retire
from bluegreen.stages.scale import scale
from bluegreen.stages.switch import switch
from bluegreen.stages.taking import take
from bluegreen.stages.watch import watch
from bluegreen.steps.step import Run

BEFORE: tuple[Stage, ...] = (deploy, check, approve)
"""The stages that change nothing for users: every application takes each before the next one."""

AFTER: tuple[Stage, ...] = (drain, scale, retire)
"""The stages that no longer take anything back."""


@dataclass
class Part:
    """One of the applications: its order, and the run that holds its lease."""

    order: Order
    run: Run

    def take(self, stage: Stage) -> None:
        """Take a stage; what it found is known to the next one."""
        self.order = take(stage, self.order, self.run)

    def is_live(self) -> bool:
        """Whether users reach the wanted version now."""
        return self.order.is_live(observe(self.run.cloud, self.order.application))


def release_together(parts: Sequence[Part]) -> None:
    """Release every part, or leave every part on the version that it had.

    Raises Refused or StepFailed when nothing went live, RolledBack when all are back, Stuck when a
    person must look: one could not be taken back, or its policy leaves that to a person.
    """
    for part in parts:
        part.order.refuse_unless_ready(part.run)
    for stage in BEFORE:
        for part in parts:
            part.take(stage)
    to_move = [part for part in parts if not part.is_live()]
    moved: list[Part] = []
    try:
        for part in to_move:
            moved.append(part)
            part.take(switch)
        side_by_side(*(partial(part.take, watch) for part in parts))
    except Stuck:
        raise  # a person decides about that one, and so about all
    except (BlueGreenError, KeyboardInterrupt) as failure:
        _take_back(moved, failure)
    for stage in AFTER:
        for part in parts:
            part.take(stage)


def _take_back(moved: Sequence[Part], failure: BaseException) -> None:
    """Roll back every part that this run has moved, the last one first; then raise what is true."""
    taken_back = isinstance(failure, RolledBack)
    why, run_next = sentence_of(failure), getattr(failure, "run_next", "")
    for part in reversed(moved):
        if not part.is_live():
            continue
        _roll_back(part, why)
        taken_back = True
    if not taken_back:
        raise failure
    names = ", ".join(part.order.application for part in moved)
    raise RolledBack(f"{names} are all on the version that they had: {why}", run_next) from failure


def _roll_back(part: Part, why: str) -> None:
    name = part.order.application
    if part.order.specification.watch.on_failure == "never":
        raise Stuck(
            f"{name} is live with {part.order.version} and never goes back by itself; "
            f"the others do not stay: {why}",
            f"bluegreen status {name}",
        )
    part.run.say(f"Rolling back {name} as well.")
    try:
        application = observe_as_far_as_it_answers(part.run.cloud, name)
        carry_out(plan_rollback(application, demand=part.order.demand), part.run)
    except BlueGreenError as trouble:
        raise Stuck(
            f"{name} could not be taken back with the others ({why}): {trouble.true_now}",
            f"bluegreen rollback {name}",
        ) from trouble
