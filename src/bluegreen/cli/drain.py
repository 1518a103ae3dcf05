# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""`bluegreen drain`: drain the connections on the idle side."""

from __future__ import annotations

import argparse

from cliff.show import ShowOne

from bluegreen.cli.move_options import Row, add_after_deadline, drain_for_once
from bluegreen.cli.options import (
    add_application,
    add_change,
    application_of,
    duration,
    own_specification,
)
from bluegreen.cli.verb import Verb


class DrainCommand(Verb, ShowOne):
    """Drain the idle side: wait until no connections remain on it, or end them.

    The count is the load balancer's own, and each lower count is printed; Ctrl-C ends the wait.
    This is what a switch or rollback does after the move, for a later time. Never drains the live
    side. --cut ends the connections in the way that loses least on this cloud; --dry-run shows
    which. Exit code 1 if connections remain at the end.
    """

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        """Add the application, --cut, --deadline and --after-deadline."""
        parser = super().get_parser(prog_name)
        add_change(parser)
        add_application(parser)
        parser.add_argument("--cut", action="store_true", help="end them now instead of waiting")
        parser.add_argument(
            "--deadline",
            type=duration,
            metavar="DURATION",
            help="how long to wait for them (default: switch.drain.deadline)",
        )
        add_after_deadline(parser)
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> Row:
        """Drain or cut, and return what happened to the connections."""
        from bluegreen.operations.drain.run import DrainRequest, drain

        name = application_of(parsed_args)
        policy = drain_for_once(
            own_specification(name),
            "cut" if parsed_args.cut else "drain",
            parsed_args.deadline,
            parsed_args.after_deadline,
        )
        request = DrainRequest(application=name, policy=policy)
        result = drain(request, self.session(parsed_args))
        drained = result.drained
        return (
            (
                "application",
                "side",
                "connections",
                "connections_left",
                "connections_cut",
                "technique",
            ),
            (
                name,
                str(result.side),
                drained.most if drained else None,
                drained.remaining if drained else None,
                drained.cut if drained else None,
                drained.technique if drained else None,
            ),
        )
