# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What a step is: one change that can be told beforehand, repeated safely, and undone."""

from __future__ import annotations

import os
from abc import ABC, abstractmethod
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field

from bluegreen.clock import Clock, SteadyClock
from bluegreen.cloud.permit import Permit
from bluegreen.cloud.protocols import Cloud, HeldConnections, Measurement
from bluegreen.model.connections import Drained
from bluegreen.model.data_plane import Cutover, Held


@dataclass
class ExecutionContext:
    """What a step may use while it acts: the cloud, a voice, a clock, what earlier steps left.

    The cloud asks `lease` before each request of a change; without one it only reads.

    `production_left` says that production was seen to have left the place where it was, `cutover`
    what clients met then, `drained` what became of their connections; all are of the plan that is
    carried out, or was last. `moved_at` is when production was moved last, by the run's clock.
    """

    cloud: Cloud
    say: Callable[[str], None]
    clock: Clock = field(default_factory=SteadyClock)
    ask: Callable[[str], bool] | None = None
    operator: str = ""
    message: str = ""
    lease: Permit | None = None
    stop_at: str | None = None
    end_process: Callable[[], None] = lambda: os._exit(137)
    measurement: Measurement | None = None
    cutover: Cutover | None = None
    drained: Drained | None = None
    holding: HeldConnections | None = None
    held: Held | None = None
    production_left: bool = False
    moved_at: float | None = None

    def __post_init__(self) -> None:
        """Let the cloud ask the lease of this run, and wait by its clock."""
        self.cloud = self.cloud.under(self.lease, self.clock)

    def end_streams(self) -> None:
        """End every stream of requests to production that is still open."""
        self.end_measurement()
        if self.holding:
            self.holding.ends()
            self.holding = None

    def end_measurement(self) -> None:
        """End the stream that measures a move, if there is one, and keep what it met."""
        if self.measurement:
            self.cutover, self.measurement = self.measurement.ends(), None

    def stop_dead(self, moment: str, point: str) -> None:
        """End this process at once, as kill -9 would, when this is the point it was told.

        For rehearsals and tests: nothing is undone, released or written after it.
        """
        if self.stop_at == f"{moment}:{point}":
            self.end_process()


Changing = Callable[[], AbstractContextManager[ExecutionContext]]
"""Gives a run that may change something, with the lease where there is one to hold."""


class Step(ABC):
    """One change. Acting twice is as good as once; undoing what never happened is harmless."""

    moves_production = False
    """Whether clients of the production address notice the step."""

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
        context.stop_dead("before", self.name)
        self.apply(context)
        context.stop_dead("after", self.name)

    @abstractmethod
    def apply(self, context: ExecutionContext) -> None:
        """Make the change and read it back. Raises CloudError or StepFailed."""

    def undo(self, context: ExecutionContext) -> None:  # noqa: B027 - most steps have nothing to undo
        """Take the change back."""
