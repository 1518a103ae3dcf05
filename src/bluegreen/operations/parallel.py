# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Steps that do not depend on each other, taken at the same time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from bluegreen.cloud.concurrently import side_by_side
from bluegreen.operations.step import Run, Step


@dataclass(frozen=True)
class SideBySide(Step):
    """All of the given steps at once; done when each of them is."""

    steps: tuple[Step, ...]

    @property
    def name(self) -> str:
        """The step's name."""
        return "+".join(step.name for step in self.steps)

    @property
    def change(self) -> str:
        """What acting does."""
        return " ".join(step.change for step in self.steps)

    @property
    def way_back(self) -> str | None:
        """What undoing does."""
        return " ".join(step.way_back for step in self.steps if step.way_back) or None

    @property
    def parts(self) -> tuple[Step, ...]:
        """The steps that this one is made of, for a plan that is shown in full."""
        return tuple(part for step in self.steps for part in step.parts)

    @property
    def point_of_no_return(self) -> bool:  # type: ignore[override]
        """Whether one of the steps is one."""
        return any(step.point_of_no_return for step in self.steps)

    def act(self, run: Run) -> None:
        """Take all steps at once and wait for every one of them; raise the first failure."""
        self._all(run, [step.take for step in self.steps])

    def undo(self, run: Run) -> None:
        """Undo all of them at once."""
        self._all(run, [step.undo for step in self.steps])

    def _all(self, run: Run, moves: list[Callable[[Run], None]]) -> None:
        side_by_side(*(partial(move, run) for move in moves), clock=run.clock)
