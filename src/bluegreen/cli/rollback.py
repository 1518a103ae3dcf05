# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""`bluegreen rollback`: make the previous side live again."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from cliff.show import ShowOne

from bluegreen.cli.move_options import Row, add_drain, add_move, drain_of, row_of
from bluegreen.cli.options import SPECIFICATION, application_of, own_specification
from bluegreen.cli.verb import Verb
from bluegreen.errors import SpecificationInvalid, UsageError

if TYPE_CHECKING:
    from bluegreen.spec import Specification


class RollbackCommand(Verb, ShowOne):
    """Make the previous side live again, without the checks of a switch.

    If the previous side is smaller than the live one, it scales out first, and production moves
    once it has as many healthy servers. If the previous side cannot scale out or does not answer,
    the live side stays live. Refuses if the other side has a version that was never live: that is a
    switch; or one that failed its watch, unless --to-failed. --rehearse, before a switch, proves
    that the rollback will work.
    """

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        """Add --rehearse, what it allows, on what it depends, and what every move takes."""
        parser = super().get_parser(prog_name)
        add_move(parser)
        add_drain(parser)
        parser.add_argument(
            "--rehearse",
            action="store_true",
            help="before a switch: prove that a rollback to the side that is live now will work, "
            "without moving anything; exit code 1 if it will not",
        )
        parser.add_argument(
            "--allow-smaller",
            action="store_true",
            help="take the previous side as it is, at once, no matter how few servers it has",
        )
        parser.add_argument(
            "--to-failed",
            action="store_true",
            help="also make a version live again that failed its watch: the one that the last "
            "rollback came back from",
        )
        parser.add_argument(
            "--if-live",
            metavar="VERSION",
            help="do nothing, with exit code 0, unless this version is live; for a CI job that "
            "fails, at whatever point",
        )
        parser.add_argument(
            "--if-switched-by-me",
            action="store_true",
            help="do nothing, with exit code 0, unless the last move of production was a switch "
            "by you to the side that is live now: the same CI run (BLUEGREEN_RUN, "
            "BUILD_URL), or else the same user and host",
        )
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> Row:
        """Roll back, and return what it came to; or rehearse."""
        from bluegreen.operations.switch.proof import proof_of
        from bluegreen.operations.switch.run import RollbackRequest, rollback

        name = application_of(parsed_args)
        if parsed_args.rehearse:
            return self._rehearse(name, parsed_args)
        specification = self._specification(name)
        request = RollbackRequest(
            application=name,
            expected=parsed_args.expected,
            proof=proof_of(specification, parsed_args.proof),
            drain=drain_of(parsed_args, specification),
            specification=specification,
            allow_smaller=parsed_args.allow_smaller,
            to_failed=parsed_args.to_failed,
            allow_unknown=parsed_args.allow_unknown,
            if_live=parsed_args.if_live,
            if_switched_by_me=parsed_args.if_switched_by_me,
        )
        return row_of(rollback(request, self.session(parsed_args)))

    def _specification(self, name: str) -> Specification | None:
        """Read ./bluegreen.yaml; a broken one does not stand in the way of a rollback."""
        try:
            return own_specification(name)
        except SpecificationInvalid:
            self.say(f"{SPECIFICATION} is not valid: no hooks run, and the default proof applies.")
            return None

    def _rehearse(self, name: str, parsed_args: argparse.Namespace) -> Row:
        """Write what a rehearsal found. Raises Refused when the rollback would not work."""
        from bluegreen.operations.switch.rehearsal import refuse_unless_it_would_work
        from bluegreen.operations.switch.run import rehearse_rollback

        if parsed_args.dry_run:
            raise UsageError(
                "--rehearse moves nothing anyway, and --dry-run would skip its proofs",
                "bluegreen rollback --rehearse",
            )
        if parsed_args.break_lease:
            raise UsageError(
                "--rehearse moves nothing, so it never breaks a lease",
                "bluegreen rollback --rehearse --wait 3m",
            )
        findings = rehearse_rollback(name, self.session(parsed_args))
        for finding in findings:
            self.say(finding.line)
        refuse_unless_it_would_work(name, findings)
        return tuple(f.name for f in findings), tuple(f.sentence for f in findings)
