# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""`bluegreen scale`: another size, or other bounds, for what runs on a side."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from cliff.lister import Lister

from bluegreen.cli._autoscaling_base import LetsScaleAfterwards, refuse_unless_alarms_are_known
from bluegreen.cli.base import NamesApplication, add_side
from bluegreen.cli.columns import Rows, both_sides, cells
from bluegreen.cli.retire import servers
from bluegreen.errors import Refused, UsageError

if TYPE_CHECKING:
    from bluegreen.cloud.protocols import Cloud
    from bluegreen.model.tags import Colour
    from bluegreen.operations.scale.plan import SizeWish


class Scale(NamesApplication, LetsScaleAfterwards, Lister):
    """Give a side more servers or fewer, without a new release.

    Or other bounds for scaling with load. A server that goes leaves the load balancer first. Where
    the live side scales with load, that is held meanwhile, and goes on from the new size. With
    --webhooks: print where your own monitoring can ask for more servers and for fewer.
    """

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        """Add the side, the sizes and --webhooks."""
        parser = super().get_parser(prog_name)
        add_side(parser)
        parser.add_argument(
            "--count", type=servers, metavar="N", help="servers that the side is to have now"
        )
        parser.add_argument(
            "--min", type=servers, metavar="N", help="fewest servers that load leaves from now on"
        )
        parser.add_argument(
            "--max", type=servers, metavar="N", help="most servers that load makes from now on"
        )
        parser.add_argument(
            "--webhooks",
            action="store_true",
            help="only print the addresses where a POST adds or removes servers",
        )
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> Rows:
        """Observe, plan, ask, act, and return both sides; or print the addresses."""
        from bluegreen.cloud.observe import observe_existing
        from bluegreen.operations.scale.capacity import shortages_of_growth
        from bluegreen.operations.scale.plan import plan_scale, plans_after_change_by_hand

        name, side = self.application(parsed_args), parsed_args.side
        wish = self._wish(parsed_args)
        cloud = self.cloud()
        if parsed_args.webhooks:
            return self._webhooks(name, side, cloud)
        with self.lease_on(name, cloud, parsed_args) as lease:
            application = observe_existing(cloud, name)
            there = application.side(side)
            more = wish.more_servers(there)
            shortages = shortages_of_growth(cloud, there, more, self.say)
            plan = plan_scale(application, side, wish, shortages)
            later = plans_after_change_by_hand(application, side)
            if not plan.steps:
                refuse_unless_alarms_are_known(cloud, application, plan)
            specification = self.own_specification(name)
            run = self.carry_out(plan, cloud, lease, parsed_args, specification, afterwards=later)
        if run and later:
            self.let_scale(name, side, run, parsed_args)
        return both_sides(self.look_again(cloud, name))

    def _wish(self, parsed_args: argparse.Namespace) -> SizeWish:
        from bluegreen.operations.scale.plan import SizeWish

        wish = SizeWish(parsed_args.count, parsed_args.min, parsed_args.max)
        says_size = wish != SizeWish()
        if says_size is parsed_args.webhooks:
            raise UsageError(
                "--webhooks changes no size"
                if says_size
                else "it is not said what size the side is to have",
                "the same command with --webhooks alone, or with --count, --min or --max",
            )
        return wish

    def _webhooks(self, name: str, side: Colour, cloud: Cloud) -> Rows:
        """Return the addresses, which are in no record: whoever has rights here can ask for them.

        They hold no password; a token of the project goes with the request.
        """
        from bluegreen.cloud.observe import observe_existing

        release = observe_existing(cloud, name).side(side).release
        if release is None:
            raise Refused(f"{side} runs nothing", f"bluegreen status {name}")
        outputs = cloud.stacks.outputs(release.stack.name)
        rows = [("out", outputs["scale_out_url"]), ("in", outputs["scale_in_url"])]
        self.say("A POST there with a token of the project changes the size of the live release.")
        return ("Direction", "URL"), [cells(row) for row in rows]
