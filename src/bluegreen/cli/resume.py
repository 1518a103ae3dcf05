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
    """Complete or clean up an interrupted run: production on one side, preview on the other.

    Reads the current state, prints it, and continues from there. Production stays where it is: if
    it has moved, the rest follows; if not, the rest is undone. From the idle side it removes a
    release that never became complete, or an older release once the newer one is healthy. It never
    touches the live side. If another command must continue, it names that command. Autoscaling of
    the live side resumes last; resume does not hold the lease while it waits for the load to be
    known.
    """

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        """Add what every move takes."""
        parser = super().get_parser(prog_name)
        add_move(parser)
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> Row:
        """Resume, and return what is so then."""
        from bluegreen.operations.resume.run import ResumeRequest, resume
        from bluegreen.operations.switch.proof import proof_of

        name = application_of(parsed_args)
        specification = own_specification(name)
        request = ResumeRequest(
            application=name,
            expected=parsed_args.expected,
            proof=proof_of(specification, parsed_args.proof),
            specification=specification,
        )
        return row_of(resume(request, self.session(parsed_args)))
