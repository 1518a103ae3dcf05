# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""`bluegreen check`: is the release on the idle side good?"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from typing import Any

from cliff.lister import Lister

from bluegreen.cli.options import specification_of
from bluegreen.cli.stages import add_stage, request_of, show_stage, version_on
from bluegreen.cli.verb import Verb

COLUMNS = ("Check", "Kind", "Outcome", "Trial", "Sentence", "Measured")


class CheckCommand(Verb, Lister):
    """Run the checks against the idle side, through the preview address.

    Checks nothing unless the preview address shows the idle side. Warms every server up first. Exit
    code 0 if all deciding checks passed, else 1.
    """

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        """Add what a stage takes."""
        parser = super().get_parser(prog_name)
        add_stage(parser)
        return parser

    def run(self, parsed_args: argparse.Namespace) -> int:
        """Show the results, and tell by the exit code what they decide."""
        super().run(parsed_args)
        return 0 if self._passed else 1

    def take_action(
        self, parsed_args: argparse.Namespace
    ) -> tuple[Sequence[str], Iterable[Sequence[Any]]]:
        """Prove, warm up, check."""
        from bluegreen.cloud.observe import observe_existing
        from bluegreen.extensions.checks import CheckOutcome
        from bluegreen.release.dry_run import foresee_check
        from bluegreen.release.stages.check import checked

        specification = specification_of(parsed_args)
        self._passed = True
        session = self.session(parsed_args)
        with session.under_lease(specification.application) as lease:
            application = observe_existing(session.cloud, specification.application)
            version = version_on(application, live=False)
            request = request_of(specification, version, parsed_args)
            if session.dry_run:
                show_stage(foresee_check(request, application), session)
                return COLUMNS, []
            verdict = checked(request, session.context(lease), application)
        self._passed = verdict.outcome is CheckOutcome.PASSED
        self.say(f"{verdict.sentence[0].upper()}{verdict.sentence[1:]}.")
        return COLUMNS, [
            (r.name, r.kind, str(r.outcome), r.trial, r.sentence, dict(r.measured))
            for r in verdict.results
        ]
