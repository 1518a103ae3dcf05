# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""One of the applications that are released together."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass

from bluegreen.cloud.observe import observe_as_far_as_it_answers
from bluegreen.errors import BlueGreenError
from bluegreen.operations.context import ExecutionContext
from bluegreen.release.record import recorded
from bluegreen.release.run_stage import notify_of, run_stage, what_is_true
from bluegreen.release.stages.request import ReleaseRequest, Stage

AGAIN = "run the same command again"


@dataclass
class Member:
    """A request, the run that holds its lease, and whether its people were notified of its end."""

    request: ReleaseRequest
    context: ExecutionContext
    is_notified: bool = False

    @property
    def name(self) -> str:
        """The application's name."""
        return self.request.application

    def is_live(self) -> bool:
        """Whether users reach the wanted version now."""
        return self.request.is_live(observe_as_far_as_it_answers(self.context.cloud, self.name))

    def begins(self, records: ExitStack) -> None:
        """Write to the journal that its release begins, and how it ends once `records` close.

        Raises Refused when it cannot begin.
        """
        application = self.request.refuse_unless_ready(self.context)
        self.context = records.enter_context(recorded(self.request, self.context, application))

    def run_stage(self, stage: Stage) -> None:
        """Take a stage; what it found is known to the next one."""
        try:
            self.request = run_stage(stage, self.request, self.context, again=AGAIN)
        except BlueGreenError:
            self.is_notified = True
            raise

    def what_is_true(self, stage: Stage, failure: Exception) -> BlueGreenError:
        """Return what a failure of the stage comes to."""
        return what_is_true(self.request, self.context, stage, failure, again=AGAIN)

    def notify(self, end: BlueGreenError) -> None:
        """Tell those who want to know how it ended."""
        notify_of(self.request, self.context, end)
        self.is_notified = True
