# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What `up` and `deploy` have in common: a version, and a look at what is missing first."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from cliff.lister import Lister

from bluegreen.cli.base import (
    ChangesCloud,
    ReadsSpecification,
    refuse_unknown_point,
    version_of_release,
)
from bluegreen.cli.columns import Rows, both_sides

if TYPE_CHECKING:
    from bluegreen.cloud.permit import Permit
    from bluegreen.cloud.protocols import Cloud
    from bluegreen.model.quota import Needs
    from bluegreen.operations.plan import Plan


class Builds(ReadsSpecification, ChangesCloud, Lister):
    """A verb that builds a release of a version."""

    when_short_of_quota = ""
    """The way on that this verb knows when quota is too small."""

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        """Add the version."""
        parser = super().get_parser(prog_name)
        parser.add_argument(
            "version", metavar="VERSION", type=version_of_release, help="version of the application"
        )
        return parser

    def agree_on(
        self, plan: Plan, needs: Needs, cloud: Cloud, parsed_args: argparse.Namespace
    ) -> None:
        """Show a plan and ask for it, unless something is missing."""
        from bluegreen.cli.render import plan_lines

        refuse_unknown_point(parsed_args.stop_at, plan.step_names)
        self.refuse_if_short(plan, needs, cloud)
        for line in plan_lines(plan):
            self.say(line)
        self.confirm(parsed_args, f"{plan.title[0].upper()}{plan.title[1:]}?")

    def refuse_if_short(self, plan: Plan, needs: Needs, cloud: Cloud) -> None:
        """Raise Refused with everything that is missing, and where to look for each."""
        plan.refuse_unless_allowed()
        plan.refuse_if_short(cloud.inventory.shortages(needs), self.when_short_of_quota)

    def build(
        self,
        plan: Plan,
        needs: Needs,
        cloud: Cloud,
        lease: Permit | None,
        parsed_args: argparse.Namespace,
    ) -> Rows:
        """Carry a plan out unless something is missing, and return both sides.

        A plan that is only to be shown is shown before what is missing for it.
        """
        if not parsed_args.dry_run:
            self.refuse_if_short(plan, needs, cloud)
        self.carry_out(plan, cloud, lease, parsed_args, self.specification(parsed_args))
        if parsed_args.dry_run:
            self.refuse_if_short(plan, needs, cloud)
        return both_sides(self.look_again(cloud, plan.application))
