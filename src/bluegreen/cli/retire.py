# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""`bluegreen retire`: end a release's time on the idle side."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from cliff.lister import Lister

from bluegreen.cli.base import ChangesCloud, NamesApplication
from bluegreen.cli.columns import Rows, both_sides
from bluegreen.errors import UsageError

if TYPE_CHECKING:
    from bluegreen.operations.retire.plan import Fate


def servers(text: str) -> int:
    """Return the number of servers that a word means; argparse's error when it means none."""
    from bluegreen.spec.count import MOST_SERVERS

    if not text.isdigit() or not 1 <= int(text) <= MOST_SERVERS:
        raise argparse.ArgumentTypeError(f"{text}: between 1 and {MOST_SERVERS}")
    return int(text)


class Retire(NamesApplication, ChangesCloud, Lister):
    """Shrink the idle side to a few warm servers, or remove its release.

    Never the live side. Refused while clients are connected to the idle one. A warm side is there
    for a rollback, which grows it first; a removed one is not. Without options as the section
    `retire` of ./bluegreen.yaml says, when that is of this application, else to one warm server.
    """

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        """Add --to, --servers and --ignore-connections."""
        parser = super().get_parser(prog_name)
        parser.add_argument(
            "--to",
            choices=("warm", "remove", "keep"),
            help="shrink it, remove its release, or leave it as it is",
        )
        parser.add_argument(
            "--servers", type=servers, metavar="N", help="servers that stay; only for warm"
        )
        parser.add_argument(
            "--ignore-connections",
            action="store_true",
            help="cut the connections that are still open on the idle side",
        )
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> Rows:
        """Observe, count the connections, plan, ask, act, and return both sides."""
        from bluegreen.cloud.observe import observe_existing
        from bluegreen.operations.retire.plan import plan_retire

        name = self.application(parsed_args)
        to, servers = self._wish(name, parsed_args)
        cloud = self.cloud()
        with self.lease_on(name, cloud, parsed_args) as lease:
            application = observe_existing(cloud, name)
            balancer = application.idle.balancer if application.idle else None
            plan = plan_retire(
                application,
                to=to,
                servers=servers,
                connections=cloud.balancers.connections(balancer) if balancer else 0,
                ignore_connections=parsed_args.ignore_connections,
            )
            self.carry_out(plan, cloud, lease, parsed_args, self.own_specification(name))
            return both_sides(self.look_again(cloud, name))

    def _wish(self, name: str, parsed_args: argparse.Namespace) -> tuple[Fate, int]:
        """Return what is to become of the side, and how many servers stay if it is warm."""
        specification = self.own_specification(name)
        said = specification.retire if specification else None
        to: Fate = parsed_args.to or (said.to if said else "warm")
        if parsed_args.servers is not None and to != "warm":
            raise UsageError(
                f"--servers is only for warm, and the side is to {to}",
                f"bluegreen retire {name} --to warm --servers {parsed_args.servers}",
            )
        return to, parsed_args.servers or (said.servers if said else 1)
