# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What a plan is, and the steps that it is made of.

A planner makes it of what is observed and what is wished. Because a plan follows from the
observation alone, the plan after an interruption is simply the plan from what is then observed.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypedDict

from bluegreen.errors import Refused
from bluegreen.model.application import Application, Side
from bluegreen.model.quota import Shortage
from bluegreen.model.summary import way_to_a_live_side
from bluegreen.model.tags import Colour
from bluegreen.operations.context import ExecutionContext
from bluegreen.operations.prechecks import Precheck


class Step(ABC):
    """One change. Acting twice is as good as once; undoing what never happened is harmless."""

    moves_production = False
    """Whether clients of the production address notice the step."""

    waits_for_servers = False
    """Whether servers boot first, which takes minutes."""

    point_of_no_return = False
    """Whether the steps before this one are no longer undone once it has begun."""

    @property
    @abstractmethod
    def name(self) -> str:
        """A short name, unique within its plan, such as `move-production`."""

    @abstractmethod
    def describe(self) -> str:
        """One sentence: what acting does."""

    def describe_undo(self) -> str | None:
        """One sentence: what undoing does; None when there is nothing to undo."""
        return None

    @property
    def parts(self) -> tuple[Step, ...]:
        """The steps that this one is made of, for a plan that is shown in full."""
        return (self,)

    def run(self, context: ExecutionContext) -> None:
        """Act, and stop dead before it or after it if the run was told so."""
        context.crash_point("before", self.name)
        self.apply(context)
        context.crash_point("after", self.name)

    @abstractmethod
    def apply(self, context: ExecutionContext) -> None:
        """Make the change and read it back. Raises CloudError or StepFailed."""

    def describe_undo_now(
        self,
        context: ExecutionContext,  # noqa: ARG002 - some steps know more
    ) -> str | None:
        """What undoing does once the step has run, where that is known no sooner."""
        return self.describe_undo()

    def undo(self, context: ExecutionContext) -> None:  # noqa: B027 - most steps have nothing to undo
        """Take the change back."""


class WhatIsOn(TypedDict):
    """The facts of a plan that the journal finds it by."""

    side: Colour
    version: str | None
    release: str | None


@dataclass(frozen=True)
class Plan:
    """What is going to happen: the prechecks, the steps, and what to do if it goes wrong.

    `goes_back` says that a failure undoes the steps; a plan that builds or removes keeps what it
    reached, and goes on from there when the command is run again. `without_heat` says that Heat
    did not answer, so that nothing waits for it any more. `notes` are
    what a person should know beside, such as a difference that the plan does not mend.
    """

    title: str
    application: str
    event: str
    steps: tuple[Step, ...]
    prechecks: tuple[Precheck, ...] = ()
    goes_back: bool = True
    side: Colour | None = None
    version: str | None = None
    release: str | None = None
    without_heat: bool = False
    notes: tuple[str, ...] = ()

    @property
    def when_stuck(self) -> str:
        """The command that shows what is there and what to do."""
        return f"bluegreen resume {self.application}"

    @property
    def headline(self) -> str:
        """The title as the beginning of a sentence."""
        return f"{self.title[0].upper()}{self.title[1:]}"

    @property
    def step_names(self) -> tuple[str, ...]:
        """The names of the steps and of their parts, as `--stop-at` and the journal know them."""
        return tuple(part.name for step in self.steps for part in step.parts)

    @property
    def lines(self) -> tuple[str, ...]:
        """The plan as people read it: what was checked, what will happen, what undoes it."""
        return tuple(self._lines())

    @property
    def waits_for_servers(self) -> bool:
        """Whether servers boot in the course of the plan, so that it takes minutes."""
        return any(part.waits_for_servers for step in self.steps for part in step.parts)

    @property
    def refusals(self) -> tuple[str, ...]:
        """What the prechecks that do not hold have to say."""
        return tuple(precheck.sentence for precheck in self.prechecks if not precheck.holds)

    def _lines(self) -> Iterator[str]:
        yield f"Plan: {self.title}"
        for precheck in self.prechecks:
            yield precheck.line
        yield from (f"  --  {note}" for note in self.notes)
        if not self.steps:
            yield "  Nothing is left to do."
        parts = [part for step in self.steps for part in step.parts]
        for number, step in enumerate(parts, 1):
            yield f"  {number:2}. {step.describe()}"
            if step.point_of_no_return and self.goes_back:
                yield "      the point of no return: earlier steps are no longer undone"
            if step.describe_undo() and self.goes_back:
                yield f"      undo: {step.describe_undo()}"
        if parts and not self.goes_back:
            yield "  If a step fails, nothing is undone; run the same command again to continue."

    def refuse_unless_allowed(self) -> None:
        """Raise Refused with every reason, and the way on, when a precheck does not hold."""
        if self.refusals:
            next_steps = dict.fromkeys(
                g.next_step for g in self.prechecks if g.next_step and not g.holds
            )
            raise Refused(
                f"{self.title} refused, and nothing is changed: {'; '.join(self.refusals)}",
                "; ".join(next_steps) or self.when_stuck,
            )

    def refuse_if_short(self, shortages: Sequence[Shortage], or_else: str = "") -> None:
        """Raise Refused with everything that is missing, and where to look for each.

        `or_else` is a way on that helps where a quota is too small.
        """
        if not shortages:
            return
        looks = dict.fromkeys(shortage.look for shortage in shortages)
        if or_else and any(shortage.of_quota for shortage in shortages):
            looks[f"or {or_else}"] = None
        raise Refused(
            f"{self.title} refused, and nothing is changed: "
            + "; ".join(shortage.what for shortage in shortages),
            "; ".join(looks),
        )


def what_is_on(side: Side) -> WhatIsOn:
    """Return the plan's facts about the release of a side."""
    release = side.release
    return {
        "side": side.colour,
        "version": release.version if release else None,
        "release": release.name if release else None,
    }


def the_other_side(application: Application, what: str) -> Colour:
    """Return the side that is idle. Raises Refused when no side is live."""
    if application.idle is None:
        raise Refused(
            f"{what} refused: production of {application.name} points at neither side, so "
            "neither is idle",
            way_to_a_live_side(application),
        )
    return application.idle.colour
