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

from bluegreen.carrying_out import carry_out
from bluegreen.cloud.side_by_side import side_by_side
from bluegreen.errors import BlueGreenError, RolledBack, Stuck
from bluegreen.observe import observe
from bluegreen.plan import plan_rollback
from bluegreen.stages.approve import approve
from bluegreen.stages.check import check
from bluegreen.stages.deploy import deploy
from bluegreen.stages.order import Order, Stage
from bluegreen.stages.retire import retire
from bluegreen.stages.switch import switch
from bluegreen.stages.watch import watch
from bluegreen.steps.step import Run

BEFORE: tuple[Stage, ...] = (deploy, check, approve)
"""The stages that change nothing for users: every application takes each before the next one."""


@dataclass
class Part:
    """One of the applications: its order, and the run that holds its lease."""

    order: Order
    run: Run

    def take(self, stage: Stage) -> None:
        """Take a stage; what it found is known to the next one."""
        self.order = stage(self.order, self.run)


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
    live: list[Part] = []
    try:
        for part in parts:
            live.append(part)
            part.take(switch)
        side_by_side(*(partial(part.take, watch) for part in parts))
    except Stuck:
        raise
    except BlueGreenError as failure:
        _take_back(live, failure)
    for part in parts:
        part.take(retire)


def _take_back(live: Sequence[Part], failure: BlueGreenError) -> None:
    """Roll back every part that is still on the new version, the last one first; then raise."""
    taken_back = isinstance(failure, RolledBack)
    for part in reversed(live):
        application = observe(part.run.cloud, part.order.application)
        if not part.order.is_live(application):
            continue
        part.run.say(f"Rolling back {part.order.application} as well.")
        try:
            carry_out(plan_rollback(application, demand=part.order.demand), part.run)
        except BlueGreenError as trouble:
            raise Stuck(
                f"{part.order.application} could not be taken back with the others "
                f"({failure.true_now}): {trouble.true_now}",
                f"bluegreen rollback {part.order.application}",
            ) from failure
        taken_back = True
    if not taken_back:
        raise failure
    names = ", ".join(part.order.application for part in live)
    raise RolledBack(
        f"{names} are all on the version that they had: {failure.true_now}", failure.run_next
    ) from failure
