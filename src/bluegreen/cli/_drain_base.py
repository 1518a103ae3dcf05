# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What `switch` and `rollback` do once production has moved: see off the old side's clients."""

from __future__ import annotations

import argparse
from dataclasses import replace
from typing import TYPE_CHECKING

from bluegreen.cli._switch_base import Moved, MovesProduction, Result
from bluegreen.cli.drain_options import add_drain, drain_for_once

if TYPE_CHECKING:
    from bluegreen.cloud.protocols import Cloud
    from bluegreen.model.application import Application
    from bluegreen.operations.plan import Plan
    from bluegreen.spec.drain import Drain


class DrainsAfterwards(MovesProduction):
    """A verb that moves production, gives the lease back, and then drains or cuts the old side."""

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        """Add --drain, --drain-deadline and --after-deadline."""
        parser = super().get_parser(prog_name)
        add_drain(parser)
        return parser

    def wish(self, name: str, parsed_args: argparse.Namespace) -> Drain:
        """Return what is to become of the connections on the old side."""
        return drain_for_once(
            self.specification_of(name),
            parsed_args.drain,
            parsed_args.drain_deadline,
            parsed_args.after_deadline,
        )

    def afterwards(
        self, plan: Plan, application: Application, cloud: Cloud, parsed_args: argparse.Namespace
    ) -> tuple[Plan, ...]:
        """Return what will be done about connections and scaling once the plan is carried out."""
        from bluegreen.operations.drain.after_move import plans_for_connections
        from bluegreen.operations.scale.plan import plans_of_letting_after

        if plan.side is None or not plan.steps:
            return ()
        wish = self.wish(plan.application, parsed_args)
        return (
            *plans_for_connections(application, plan.side.other, wish, cloud),
            *plans_of_letting_after(application, plan.side),
        )

    def drain(self, plan: Plan, moved: Moved, parsed_args: argparse.Namespace) -> Result:
        """See off the clients of the old side, without the lease; return what everything came to.

        Then the new side may scale, if it does. Only a cut and that take the lease again: whoever
        has taken it meanwhile is not disturbed.
        """
        from bluegreen.operations.drain.after_move import end_connections_after_move
        from bluegreen.operations.scale.alarms import LetGrow
        from bluegreen.operations.scale.resume_autoscaling import say_that_alarms_are_as_they_were

        run, name = moved.run, plan.application
        if run is None or plan.side is None or not plan.steps:
            return self.result(name, moved)

        wish = self.wish(name, parsed_args)
        waiting = replace(run, lease=None)
        changing = self.changing(name, run, parsed_args)
        drained = end_connections_after_move(name, plan.side.other, wish, waiting, changing)
        if any(isinstance(step, LetGrow) for step in plan.steps):
            self.let_scale(name, plan.side, run, parsed_args)
        elif plan.without_heat and self._may_scale(name):
            say_that_alarms_are_as_they_were(name, plan.side, run)
        return self.result(name, moved, drained)

    def _may_scale(self, name: str) -> bool:
        """Whether the sides scale with load as far as ./bluegreen.yaml says, if it is there."""
        specification = self.specification_of(name)
        if specification is None:
            return True
        return specification.scaling is not None and specification.scaling.source != "none"
