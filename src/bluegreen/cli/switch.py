# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""`bluegreen switch`: make the idle side live."""

from __future__ import annotations

import argparse

from cliff.show import ShowOne

from bluegreen.cli.move_options import Row, add_drain, add_move, drain_of, row_of
from bluegreen.cli.options import application_of, own_specification, side_colour
from bluegreen.cli.verb import Verb
from bluegreen.model.tags import Colour


class SwitchCommand(Verb, ShowOne):
    """Make the idle side live: one request moves the production address, and no request is lost.

    Refuses, and changes nothing, unless the idle side is healthy, at least as large as the live
    side, and answers on the preview address. Rolls back if the new side does not answer on the
    production address. After an interruption, the same command finishes the switch. After the move
    it waits until no connections remain on the old side, or does what --drain says; this undoes
    nothing, and Ctrl-C ends it. If sides scale with load, the idle side first scales out to the
    size of the live one; autoscaling is suspended until production has moved. It runs no checks,
    but warns if none have run: `release` and `check` run them.
    """

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        """Add --to, --expect-version, and what every move takes."""
        parser = super().get_parser(prog_name)
        add_move(parser)
        add_drain(parser)
        parser.add_argument(
            "--to",
            type=side_colour,
            choices=list(Colour),
            help="the side to make live (default: the idle one)",
        )
        parser.add_argument(
            "--expect-version",
            metavar="VERSION",
            help="refuse unless the side to make live runs this version, the one that was checked",
        )
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> Row:
        """Switch, and return what it came to."""
        from bluegreen.operations.switch.proof import proof_of
        from bluegreen.operations.switch.run import SwitchRequest, switch

        name = application_of(parsed_args)
        specification = own_specification(name)
        request = SwitchRequest(
            application=name,
            to=parsed_args.to,
            expected=parsed_args.expected,
            version=parsed_args.expect_version,
            proof=proof_of(specification, parsed_args.proof),
            drain=drain_of(parsed_args, specification),
            specification=specification,
            allow_unknown=parsed_args.allow_unknown,
        )
        return row_of(switch(request, self.session(parsed_args)))
