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
    """Give a side more servers or fewer, without a new release.

    Or other bounds for scaling with load. A server that goes leaves the load balancer first. Where
    the live side scales with load, that is held meanwhile, and goes on from the new size. With
    --webhooks: print where your own monitoring can ask for more servers and for fewer.
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
            help="servers that the side is to have now",
        )
        parser.add_argument(
            "--min",
            type=number_of_servers,
            metavar="N",
            help="fewest servers that load leaves from now on",
        )
        parser.add_argument(
            "--max",
            type=number_of_servers,
            metavar="N",
            help="most servers that load makes from now on",
        )
        parser.add_argument(
            "--webhooks",
            action="store_true",
            help="only print the addresses where a POST adds or removes servers",
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
                "A POST there with a token of the project changes the size of the live release."
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
            "--webhooks changes no size"
            if says_size
            else "it is not said what size the side is to have",
            "the same command with --webhooks alone, or with --count, --min or --max",
        )
    return wish
