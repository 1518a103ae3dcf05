# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What an execution goes by, what it has reached so far, and what it came to."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace

from bluegreen.clock import Clock, SteadyClock
from bluegreen.cloud.permit import Permit
from bluegreen.cloud.protocols import Cloud, LongLivedConnections, Measurement
from bluegreen.model.balancer import Drained
from bluegreen.model.data_plane import Cutover, LongLivedOutcome


@dataclass(frozen=True)
class Outcome:
    """What executing a plan came to.

    `cutover` is what clients met when production moved, `drained` what happened to the connections
    on the old side, `long_lived` what happened to those that were held open meanwhile; each is None
    where the plan has no step for it.
    """

    cutover: Cutover | None = None
    drained: Drained | None = None
    long_lived: LongLivedOutcome | None = None


@dataclass
class Progress:
    """What the steps of an execution have reached so far: the one thing about it that changes.

    `production_left` says that production was seen to have left the place where it was. `found`
    holds the sizes that steps have found, by the step's name, for undoing. `measurement` and
    `connections` are streams of requests that are still open. All begins empty with each plan, but
    `moved_at`: when production was moved last, by the clock.
    """

    production_left: bool = False
    moved_at: float | None = None
    cutover: Cutover | None = None
    drained: Drained | None = None
    long_lived: LongLivedOutcome | None = None
    measurement: Measurement | None = None
    connections: LongLivedConnections | None = None
    found: dict[str, int] = field(default_factory=dict)

    def begin(self) -> None:
        """Forget what the plan before has reached, but for when production was moved."""
        self.production_left, self.found = False, {}
        self.cutover, self.drained, self.long_lived = None, None, None

    @property
    def outcome(self) -> Outcome:
        """What it comes to as it is now."""
        return Outcome(self.cutover, self.drained, self.long_lived)

    def end_streams(self) -> None:
        """End every stream of requests to production that is still open."""
        self.end_measurement()
        if self.connections:
            self.connections.ends()
            self.connections = None

    def end_measurement(self) -> None:
        """End the stream that measures a move, if there is one, and keep what it met."""
        if self.measurement:
            self.cutover, self.measurement = self.measurement.ends(), None


@dataclass(frozen=True)
class ExecutionContext:
    """What the steps of a plan may use: the cloud, a clock, a way to speak and to ask.

    The cloud asks `lease` before each request of a change; without one it only reads. `stop_at` is
    a point at which `kill` ends the process, for fault injection. `part_of` names the run in the
    journal that whatever is carried out is a stage of.
    """

    cloud: Cloud
    say: Callable[[str], None]
    clock: Clock = field(default_factory=SteadyClock)
    ask: Callable[[str], bool] | None = None
    operator: str = ""
    message: str = ""
    lease: Permit | None = None
    stop_at: str | None = None
    part_of: str = ""
    kill: Callable[[], None] = lambda: os._exit(137)
    progress: Progress = field(default_factory=Progress)

    def __post_init__(self) -> None:
        """Let the cloud ask the lease, and wait by the clock."""
        object.__setattr__(self, "cloud", self.cloud.under(self.lease, self.clock))

    def under(self, lease: Permit | None) -> ExecutionContext:
        """Return the same with another permit; what it reaches from now on is its own."""
        return replace(self, lease=lease, progress=replace(self.progress))

    def moved(self, at: float) -> ExecutionContext:
        """Return the same for production that was moved then."""
        return replace(self, progress=replace(self.progress, moved_at=at))

    def crash_point(self, moment: str, point: str) -> None:
        """End this process at once, as kill -9 would, if this is the point to stop at.

        For rehearsals and tests: nothing is undone, released or written after it.
        """
        if self.stop_at == f"{moment}:{point}":
            self.kill()


Changing = Callable[[], AbstractContextManager[ExecutionContext]]
"""Gives a context in which something may be changed, with the lease where there is one."""
