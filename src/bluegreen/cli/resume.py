# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""`bluegreen resume`: end what an interrupted run began."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from bluegreen.cli._switch_base import MovesProduction, Result
from bluegreen.errors import CloudError, StepFailed, Stuck

if TYPE_CHECKING:
    from bluegreen.cloud.protocols import Cloud
    from bluegreen.model.journal import Entry


class Resume(MovesProduction):
    """End what an interrupted run began: production on one side, preview on the other.

    Looks, says what is there, and goes on from that. Production stays where it is: when it has
    moved, the rest follows it; when it has not, the rest goes back. A release that never became
    complete is removed from the idle side, an older one once the newer is healthy. The live side
    is never touched. Where another command must go on, that one is named. A live side that scales
    with load is let last: while its load is waited for, the lease is not held.
    """

    def take_action(self, parsed_args: argparse.Namespace) -> Result:
        """Observe, plan, ask, act."""
        from bluegreen.cloud.observe import observe_existing
        from bluegreen.operations.resume.next_command import refuse_a_mixed_live_side
        from bluegreen.operations.resume.plan import plan_resume
        from bluegreen.operations.scale.plan import plans_of_letting_later

        name, cloud = self.application(parsed_args), self.cloud()
        with self.lease_on(name, cloud, parsed_args) as lease:
            application = observe_existing(cloud, name)
            plan = plan_resume(
                application,
                was=self._last_act(name, cloud),
                expected=parsed_args.expected,
                demand=self.demand(name, parsed_args),
            )
            later = plans_of_letting_later(application)
            try:
                moved = self.move(plan, cloud, lease, parsed_args, later)
            except StepFailed as failure:
                raise Stuck(failure.true_now, failure.run_next) from failure
        if moved.run and later and plan.side:
            self.let_scale(name, plan.side, moved.run, parsed_args)
        refuse_a_mixed_live_side(application)
        return self.result(name, moved)

    def _last_act(self, name: str, cloud: Cloud) -> Entry | None:
        """Tell what the journal says was done last, and return its newest entry."""
        from bluegreen.model.history import ENTRIES_OF_A_RUN, last_act, runs_of

        try:
            run = last_act(runs_of(cloud.journal.entries(name, 2 * ENTRIES_OF_A_RUN)))
        except CloudError as trouble:
            self.say(f"The journal cannot be read ({trouble.true_now}); going by what is there.")
            return None
        if run is None:
            return None
        last = run.last
        how = "ended" if run.ended else "was interrupted"
        point = run.outcome if run.ended else last.step or "its beginning"
        self.say(
            f"The last {last.event}, by {last.operator} at {last.at:%F %T} UTC, {how}: {point}."
        )
        return last
