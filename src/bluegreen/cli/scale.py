# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""`bluegreen scale`: another size, or other bounds, for what runs on a side."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from cliff.lister import Lister

from bluegreen.cli.columns import Rows, both_sides, cells
from bluegreen.cli.options import (
    add_application,
    add_change,
    add_side,
    application_of,
    number_of_servers,
    own_specification,
)
from bluegreen.cli.verb import Verb
from bluegreen.errors import UsageError

if TYPE_CHECKING:
    from bluegreen.operations.scale.plan import SizeWish


class ScaleCommand(Verb, Lister):
    """Change the number of servers of a side, without a new release.

    Or the bounds of its autoscaling. A server leaves the load balancer before it stops. Autoscaling
    of the live side is suspended meanwhile and resumes from the new size. --webhooks prints the
    addresses where your own monitoring can scale out or in.
    """

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        """Add the side, the sizes and --webhooks."""
        parser = super().get_parser(prog_name)
        add_change(parser)
        add_side(parser)
        add_application(parser)
        parser.add_argument(
            "--count",
            type=number_of_servers,
            metavar="N",
            help="number of servers now",
        )
        parser.add_argument(
            "--min",
            type=number_of_servers,
            metavar="N",
            help="new minimum for autoscaling",
        )
        parser.add_argument(
            "--max",
            type=number_of_servers,
            metavar="N",
            help="new maximum for autoscaling",
        )
        parser.add_argument(
            "--webhooks",
            action="store_true",
            help="only print the addresses where a POST scales out or in",
        )
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> Rows:
        """Scale, and return both sides; or return the addresses."""
        from bluegreen.operations.scale.run import ScaleRequest, scale, webhooks

        name, side = application_of(parsed_args), parsed_args.side
        size = _size(parsed_args)
        if parsed_args.webhooks:
            found = webhooks(name, side, self.cloud())
            self.say(
                "A POST to these addresses, with a token of the project, changes the size of the "
                "live release."
            )
            return ("Direction", "URL"), [cells(row) for row in found]
        request = ScaleRequest(
            application=name, side=side, size=size, specification=own_specification(name)
        )
        return both_sides(scale(request, self.session(parsed_args)))


def _size(parsed_args: argparse.Namespace) -> SizeWish:
    from bluegreen.operations.scale.plan import SizeWish

    wish = SizeWish(parsed_args.count, parsed_args.min, parsed_args.max)
    says_size = wish != SizeWish()
    if says_size is parsed_args.webhooks:
        raise UsageError(
            "--webhooks changes no size" if says_size else "no size given",
            "run the same command with --webhooks alone, or with --count, --min or --max",
        )
    return wish
