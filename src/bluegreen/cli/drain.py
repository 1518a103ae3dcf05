# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""`bluegreen drain`: see off whoever is still connected to the idle side."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from cliff.show import ShowOne

from bluegreen.cli.base import ChangesCloud, NamesApplication, duration, refuse_unknown_point
from bluegreen.cli.drain_options import add_after_deadline, drain_for_once
from bluegreen.errors import Refused

if TYPE_CHECKING:
    from bluegreen.cloud.protocols import Cloud
    from bluegreen.model.connections import Drained
    from bluegreen.model.tags import Colour
    from bluegreen.operations.context import ExecutionContext
    from bluegreen.operations.plan import Plan
    from bluegreen.spec.drain import Drain as Wish

Result = tuple[tuple[str, ...], tuple[Any, ...]]


class Drain(NamesApplication, ChangesCloud, ShowOne):
    """Wait until nobody is connected to the idle side any more, or end its connections.

    The count is the load balancer's own, and is told as it falls; Ctrl-C ends the waiting. What a
    switch or rollback does afterwards by itself, for later. Never the live side. With --cut the
    connections are ended in the way that loses least on this cloud; --dry-run tells which. Exit
    code 1 when somebody is still connected at the end.
    """

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        """Add --cut, --deadline and --after-deadline."""
        parser = super().get_parser(prog_name)
        parser.add_argument("--cut", action="store_true", help="end them now, and do not wait")
        parser.add_argument(
            "--deadline",
            type=duration,
            metavar="DURATION",
            help="how long to wait for them (default: switch.drain.deadline)",
        )
        add_after_deadline(parser)
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> Result:
        """Observe, plan, ask if something is to be ended, and see off."""
        from bluegreen.cloud.observe import observe_existing
        from bluegreen.operations.drain.after_move import plans_for_connections
        from bluegreen.operations.plan import the_other_side

        name, cloud = self.application(parsed_args), self.cloud()
        wish = drain_for_once(
            self.own_specification(name),
            "cut" if parsed_args.cut else "drain",
            parsed_args.deadline,
            parsed_args.after_deadline,
        )
        application = observe_existing(cloud, name)
        colour = the_other_side(application, "drain")
        self._show(plans_for_connections(application, colour, wish, cloud), parsed_args)
        if parsed_args.dry_run:
            return _row(name, colour, None)
        if "cut" in (wish.policy, wish.after_deadline):
            self.confirm(parsed_args, f"End the connections on {colour}?")
        return _row(name, colour, self._see_off(name, colour, wish, cloud, parsed_args))

    def _show(self, plans: Sequence[Plan], parsed_args: argparse.Namespace) -> None:
        """Show what will be done. Raises UsageError for a point that is none, and Refused."""
        from bluegreen.cli.render import plan_lines

        names = [name for plan in plans for name in plan.step_names]
        refuse_unknown_point(parsed_args.stop_at, names)
        for line in (line for plan in plans for line in plan_lines(plan)):
            self.say(line)
        for plan in plans:
            plan.refuse_unless_allowed()

    def _see_off(
        self,
        name: str,
        colour: Colour,
        wish: Wish,
        cloud: Cloud,
        parsed_args: argparse.Namespace,
    ) -> Drained | None:
        """Wait without the lease, cut with it. Raises Refused when somebody is left."""
        from bluegreen.operations.drain.after_move import end_connections

        @contextmanager
        def changing() -> Iterator[ExecutionContext]:
            with self.lease_on(name, cloud, parsed_args) as lease:
                yield self.run_of(cloud, lease, parsed_args)

        run = self.run_of(cloud, None, parsed_args)
        drained = end_connections(name, colour, wish, run, changing)
        if drained and drained.remaining != 0:
            raise Refused(
                f"{drained}, and {colour.other} is live as before",
                f"bluegreen drain {name} again, or with --cut; "
                f"or bluegreen retire {name} --ignore-connections",
            )
        return drained


def _row(name: str, colour: Colour, drained: Drained | None) -> Result:
    return (
        ("application", "side", "connections", "connections_left", "connections_cut", "technique"),
        (
            name,
            str(colour),
            drained.most if drained else None,
            drained.remaining if drained else None,
            drained.cut if drained else None,
            drained.technique if drained else None,
        ),
    )
