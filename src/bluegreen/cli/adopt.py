# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""`bluegreen adopt`: take an application that is there already under management."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from cliff.lister import Lister

from bluegreen.cli.base import (
    ChangesCloud,
    NamesApplication,
    refuse_unless_name_of_application,
)
from bluegreen.cli.columns import Rows, both_sides
from bluegreen.errors import CloudError

if TYPE_CHECKING:
    from bluegreen.cloud.protocols import Cloud
    from bluegreen.model.adoption import FoundAddress
    from bluegreen.operations.plan import Plan


class Adopt(NamesApplication, ChangesCloud, Lister):
    """Take two load balancers and a floating IP that are there already under management.

    Finds them, shows them, asks, and tags them; nothing is rebuilt and nothing is moved. A preview
    address is allocated where the idle side has no floating IP. From then on status, switch,
    rollback, drain and history work. The servers are made as before: deploy, release, retire and
    down refuse. With --unadopt the tags go again.
    """

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        """Add what can be named."""
        parser = super().get_parser(prog_name)
        for side in ("blue", "green"):
            parser.add_argument(
                f"--{side}",
                metavar="LB",
                help=f"load balancer that is to be {side}, by name or id (default: found)",
            )
        parser.add_argument(
            "--production",
            metavar="IP",
            help="floating IP that users reach (default: the only one that points at either)",
        )
        parser.add_argument(
            "--preview",
            metavar="IP",
            help="floating IP that is to show the idle side (default: the one that points at it, "
            "else a new one is allocated)",
        )
        parser.add_argument(
            "--identity-policy",
            action="store_true",
            help="let both load balancers answer /.well-known/bluegreen with their side, so that a "
            "switch can be proved by connections; adds an L7 policy to each HTTP listener",
        )
        parser.add_argument(
            "--unadopt",
            action="store_true",
            help="the other way: remove all tags and policies, and leave everything where it is",
        )
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> Rows:
        """Find, plan, ask, tag."""
        name = self.application(parsed_args)
        if not parsed_args.unadopt:
            refuse_unless_name_of_application(name, "bluegreen adopt with another name")
        cloud = self.cloud()
        with self.lease_on(name, cloud, parsed_args) as lease:
            unadopt = parsed_args.unadopt
            plan = self._unadopt(name, cloud) if unadopt else self._plan(name, cloud, parsed_args)
            self.carry_out(plan, cloud, lease, parsed_args)
        return both_sides(None if unadopt else self.look_again(cloud, name))

    def _plan(self, name: str, cloud: Cloud, parsed_args: argparse.Namespace) -> Plan:
        from bluegreen.cloud.observe import observe
        from bluegreen.operations.adopt.plan import Wish, choose, plan_adopt

        wish = Wish(
            name,
            parsed_args.blue,
            parsed_args.green,
            parsed_args.production,
            parsed_args.preview,
            parsed_args.identity_policy,
        )
        choice = choose(wish, cloud.adoption.balancers(), cloud.adoption.addresses())
        return plan_adopt(
            wish,
            choice,
            observe(cloud, name),
            owns_network=cloud.adoption.owns_network(choice.blue.network_id),
            keepers=self._keepers(cloud, choice.production),
        )

    def _keepers(self, cloud: Cloud, address: FoundAddress) -> list[str]:
        try:
            return cloud.tenancy.keepers(address.id)
        except CloudError as trouble:
            self.say(f"Whether anybody else manages the address is not known: {trouble.true_now}.")
            return []

    def _unadopt(self, name: str, cloud: Cloud) -> Plan:
        from bluegreen.cloud.observe import observe, refuse_unless_there
        from bluegreen.operations.adopt.plan import plan_unadopt

        application, network = observe(cloud, name), cloud.adoption.marked_network(name)
        if network is None:
            refuse_unless_there(application)
        return plan_unadopt(application, network)
