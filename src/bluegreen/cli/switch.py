# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""`bluegreen switch`: make the idle side live."""

from __future__ import annotations

import argparse

from bluegreen.cli._drain_base import DrainsAfterwards
from bluegreen.cli._switch_base import Result
from bluegreen.model.tags import Colour


class Switch(DrainsAfterwards):
    """Make the idle side live: one request moves the production address, and no request is lost.

    Refused, with nothing changed, unless the idle side is healthy, at least as large as the live
    one, and answers on the preview address. Taken back when the new side does not answer on the
    production address. Run again after an interruption, it finishes what was begun. Once production
    has moved, it waits until nobody is connected to the old side any more, or as --drain says; that
    takes nothing back, and Ctrl-C ends it. An idle side that scales with load is grown to the live
    one's size first; both keep their size until production has moved, and then the new live side
    scales. Checks are not run, only said to be missing: that is what `release` and `check` are for.
    """

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        """Add --to and --expect-version."""
        parser = super().get_parser(prog_name)
        parser.add_argument(
            "--to",
            type=Colour,
            choices=list(Colour),
            help="the side to make live (default: the idle one)",
        )
        parser.add_argument(
            "--expect-version",
            metavar="VERSION",
            help="refuse unless the side to make live runs this version, which was checked",
        )
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> Result:
        """Observe, plan, ask, act."""
        from bluegreen.cloud.observe import observe_existing
        from bluegreen.operations.scale.capacity import shortages_of_switch
        from bluegreen.operations.switch.last_check import doubt_about
        from bluegreen.operations.switch.plan import plan_switch

        name, cloud = self.application(parsed_args), self.cloud()
        with self.lease_on(name, cloud, parsed_args) as lease:
            application = observe_existing(cloud, name)
            plan = plan_switch(
                application,
                parsed_args.to,
                expected=parsed_args.expected,
                version=parsed_args.expect_version,
                demand=self.demand(name, parsed_args),
                shortages=shortages_of_switch(cloud, application, self.say),
            )
            if plan.side and (doubt := doubt_about(application, plan.side, cloud.journal)):
                self.say(doubt)
            afterwards = self.afterwards(plan, application, cloud, parsed_args)
            moved = self.move(plan, cloud, lease, parsed_args, afterwards)
        return self.drain(plan, moved, parsed_args)
