# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""`bluegreen rollback`: make the previous side live again."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from bluegreen.cli._drain_base import DrainsAfterwards
from bluegreen.cli._switch_base import Moved, Result
from bluegreen.errors import Refused, UsageError

if TYPE_CHECKING:
    from bluegreen.cloud.permit import Permit
    from bluegreen.cloud.protocols import Cloud
    from bluegreen.model.application import Application


class Rollback(DrainsAfterwards):
    """Make the previous side live again, without the checks of a switch.

    A previous side that is smaller than the live one is grown first, and production moves once it
    has as many healthy servers. When it cannot be grown, or turns out not to answer, the side that
    is live now stays live. Refused where the other side has a version that was never live: that is
    a switch. With --rehearse, before a switch: see that the way back will work.
    """

    must_have_valid_specification = False
    goes_without_a_port = True

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        """Add --rehearse, --allow-smaller, and on what it depends."""
        parser = super().get_parser(prog_name)
        parser.add_argument(
            "--rehearse",
            action="store_true",
            help="before a switch: prove that the way back to the side that is live now will "
            "work, and move nothing; exit code 1 when it will not",
        )
        parser.add_argument(
            "--allow-smaller",
            action="store_true",
            help="take the previous side as it is, at once, however few servers it has",
        )
        parser.add_argument(
            "--if-live",
            metavar="VERSION",
            help="do nothing, with exit code 0, unless this version is live: for a CI job that "
            "fails, wherever it stood then",
        )
        parser.add_argument(
            "--if-switched-by-me",
            action="store_true",
            help="do nothing, with exit code 0, unless the last move of production was a switch by "
            "whoever runs this, to the side that is live now: the same CI run (BLUEGREEN_RUN, "
            "BUILD_URL), whoever started it, or the same user and host",
        )
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> Result:
        """Observe, plan, ask, act; or observe and rehearse."""
        from bluegreen.cloud.observe import (
            observe_as_far_as_it_answers,
            observe_existing,
            refuse_unless_there,
        )
        from bluegreen.operations.scale.capacity import shortages_of_growth
        from bluegreen.operations.scale.scale_up import servers_to_make
        from bluegreen.operations.switch.plan import plan_rollback
        from bluegreen.operations.switch.rollback_target import surely_still_to_come

        if parsed_args.rehearse and parsed_args.dry_run:
            raise UsageError(
                "--rehearse moves nothing by itself, and --dry-run would take its proofs away",
                "bluegreen rollback --rehearse",
            )
        if parsed_args.rehearse and parsed_args.break_lease:
            raise UsageError(
                "--rehearse moves nothing, so it breaks nobody's lease",
                "bluegreen rollback --rehearse --wait 3m",
            )
        name, cloud = self.application(parsed_args), self.cloud()
        with self.lease_on(name, cloud, parsed_args) as lease:
            if parsed_args.rehearse:
                application = observe_existing(cloud, name)
                return self._rehearse(application, cloud, lease, parsed_args)
            application = refuse_unless_there(observe_as_far_as_it_answers(cloud, name))
            if self._nothing_to_take_back(application, cloud, parsed_args):
                return self.result(name, Moved(None, application))
            idle = application.idle
            to_make = servers_to_make(application, idle.colour, way_back=True) if idle else 0
            plan = plan_rollback(
                application,
                expected=parsed_args.expected,
                demand=self.demand(name, parsed_args),
                shortages=shortages_of_growth(cloud, idle, to_make, self.say),
                allow_smaller=parsed_args.allow_smaller,
                to_come=surely_still_to_come(application, cloud.journal, self.say),
            )
            afterwards = self.afterwards(plan, application, cloud, parsed_args)
            moved = self.move(plan, cloud, lease, parsed_args, afterwards)
        return self.drain(plan, moved, parsed_args)

    def _nothing_to_take_back(
        self, application: Application, cloud: Cloud, parsed_args: argparse.Namespace
    ) -> bool:
        """Whether --if-live or --if-switched-by-me keeps production where it is; that is said."""
        from bluegreen.operations.switch.rollback_conditions import (
            another_is_live,
            another_switched,
        )

        why = None
        if parsed_args.if_live is not None:
            why = another_is_live(application, parsed_args.if_live)
        if parsed_args.if_switched_by_me and why is None:
            why = another_switched(cloud, application)
        if why:
            self.say(why)
        return why is not None

    def _rehearse(
        self,
        application: Application,
        cloud: Cloud,
        lease: Permit | None,
        parsed_args: argparse.Namespace,
    ) -> Result:
        from bluegreen.cli.render import guard_line
        from bluegreen.operations.scale.capacity import shortages_of_growth
        from bluegreen.operations.switch.rehearsal import rehearse, servers_to_come_back

        to_come = servers_to_come_back(application)
        shortages = shortages_of_growth(cloud, application.live, to_come, self.say)
        findings = rehearse(application, self.run_of(cloud, lease, parsed_args), shortages)
        for finding in findings:
            self.say(guard_line(finding))
        bad = [finding.sentence for finding in findings if not finding.holds]
        if bad:
            raise Refused(
                f"after a switch the way back would not work: {'; '.join(bad)}",
                f"bluegreen status {application.name}",
            )
        return tuple(f.name for f in findings), tuple(f.sentence for f in findings)
