# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""`bluegreen resume`: end what an interrupted run began."""

from __future__ import annotations

import argparse

from cliff.show import ShowOne

from bluegreen.cli.move_options import Row, add_move, row_of
from bluegreen.cli.options import application_of, own_specification
from bluegreen.cli.verb import Verb


class ResumeCommand(Verb, ShowOne):
    """End what an interrupted run began: production on one side, preview on the other.

    Looks, says what is there, and goes on from that. Production stays where it is: when it has
    moved, the rest follows it; when it has not, the rest goes back. A release that never became
    complete is removed from the idle side, an older one once the newer is healthy. The live side
    is never touched. Where another command must go on, that one is named. A live side that scales
    with load is let last: while its load is waited for, the lease is not held.
    """

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        """Add what every move takes."""
        parser = super().get_parser(prog_name)
        add_move(parser)
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> Row:
        """Resume, and return what is so then."""
        from bluegreen.operations.resume.run import ResumeRequest, resume
        from bluegreen.operations.switch.proof_policy import proof_of

        name = application_of(parsed_args)
        specification = own_specification(name)
        request = ResumeRequest(
            application=name,
            expected=parsed_args.expected,
            proof=proof_of(specification, parsed_args.proof),
            specification=specification,
        )
        return row_of(resume(request, self.session(parsed_args)))
