# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""`bluegreen adopt`: take an application that is there already under management."""

from __future__ import annotations

import argparse

from cliff.lister import Lister

from bluegreen.cli.columns import Rows, both_sides
from bluegreen.cli.options import (
    add_application,
    add_change,
    application_of,
    refuse_unless_name_of_application,
)
from bluegreen.cli.verb import Verb


class AdoptCommand(Verb, Lister):
    """Adopt two existing load balancers and their floating IP.

    Finds and shows them, asks for confirmation, and tags them; it rebuilds nothing and moves
    nothing. It allocates a preview address if the idle side has no floating IP. After that, status,
    switch, rollback, drain and history work. You continue to make the servers as before: deploy,
    release, retire and down refuse. --unadopt removes the tags again.
    """

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        """Add the application, and what can be named."""
        parser = super().get_parser(prog_name)
        add_change(parser)
        add_application(parser)
        for side in ("blue", "green"):
            parser.add_argument(
                f"--{side}",
                metavar="LB",
                help=f"load balancer of the {side} side, by name or id (default: found)",
            )
        parser.add_argument(
            "--production",
            metavar="IP",
            help="floating IP for users (default: the only one that points at either)",
        )
        parser.add_argument(
            "--preview",
            metavar="IP",
            help="floating IP to show the idle side (default: the one that points at it; "
            "otherwise a new one is allocated)",
        )
        parser.add_argument(
            "--identity-policy",
            action="store_true",
            help="add an L7 policy to each HTTP listener that answers /.well-known/bluegreen "
            "with the side, so that connections can prove a switch",
        )
        parser.add_argument(
            "--unadopt",
            action="store_true",
            help="the reverse: remove all tags and policies, and leave everything else as it is",
        )
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> Rows:
        """Adopt, or the other way; return both sides."""
        from bluegreen.operations.adopt.choice import AdoptRequest
        from bluegreen.operations.adopt.run import adopt, unadopt

        name = application_of(parsed_args)
        if parsed_args.unadopt:
            unadopt(name, self.session(parsed_args))
            return both_sides(None)
        refuse_unless_name_of_application(name, "choose another name: bluegreen adopt NAME")
        request = AdoptRequest(
            name,
            parsed_args.blue,
            parsed_args.green,
            parsed_args.production,
            parsed_args.preview,
            parsed_args.identity_policy,
        )
        return both_sides(adopt(request, self.session(parsed_args)))
