# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""`bluegreen doctor`: what stands in the way here, and what fits this cloud."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from cliff.lister import Lister

from bluegreen.cli.columns import Rows, cells
from bluegreen.cli.move_options import add_proof
from bluegreen.cli.options import (
    SPECIFICATION,
    add_application,
    add_change,
    application_of,
    own_specification,
)
from bluegreen.cli.verb import Verb
from bluegreen.model.text import plural

if TYPE_CHECKING:
    from bluegreen.doctor.finding import Finding

COLUMNS = ("Check", "Verdict", "Finding", "Next")


class DoctorCommand(Verb, Lister):
    """Examine the cloud and an application, with the rights that you have.

    Reads services, rights, quota, and extensions of the network service; of an application: its
    router, who else manages its addresses, and whether this machine reaches it. Changes nothing
    without --measure. Exit code 1 if something must be fixed first.
    """

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        """Add --measure and --external-network."""
        parser = super().get_parser(prog_name)
        add_change(parser)
        add_application(parser)
        parser.add_argument(
            "--measure",
            choices=("pair", "application"),
            help="see what happens to open connections when the address moves: on a throw-away "
            "pair of sides without servers, which takes two load balancers, two floating "
            "IPs and some minutes; or on the application itself, whose production moves to "
            "the idle side and back",
        )
        parser.add_argument(
            "--external-network",
            metavar="NAME",
            help="for --measure pair: where its floating IPs come from (default: as in "
            f"{SPECIFICATION}, or the only one there is)",
        )
        add_proof(parser)
        return parser

    def run(self, parsed_args: argparse.Namespace) -> int:
        """Show the findings, and tell by the exit code whether something stands in the way."""
        from bluegreen.doctor.finding import Rating

        self._found: list[Finding] = []
        super().run(parsed_args)
        wrong = sum(finding.verdict is Rating.BAD for finding in self._found)
        self.say(f"{wrong} of {plural(len(self._found), 'finding')} must be fixed first.")
        return 1 if wrong else 0

    def take_action(self, parsed_args: argparse.Namespace) -> Rows:
        """Examine, and measure on request."""
        from bluegreen.doctor.run import DoctorRequest, examine_and_measure
        from bluegreen.operations.switch.proof import proof_of

        named = parsed_args.application is not None or SPECIFICATION.exists()
        name = application_of(parsed_args) if named else None
        specification = own_specification(name) if name else None
        request = DoctorRequest(
            application=name,
            specification=specification,
            proof=proof_of(specification, parsed_args.proof),
            measure=parsed_args.measure,
            external_network=parsed_args.external_network,
        )
        for finding in examine_and_measure(request, self.session(parsed_args)):
            self._found.append(finding)
            self.say(f"  {finding.verdict:7} {finding.sentence}.")
        return COLUMNS, [
            cells((f.name, str(f.verdict), f.sentence, f.next_step)) for f in self._found
        ]
