# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""`bluegreen check`: is the release on the idle side good?"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from typing import Any

from cliff.lister import Lister

from bluegreen.cli._release_base import TakesStages

COLUMNS = ("Check", "Kind", "Outcome", "Trial", "Sentence", "Measured")


class Check(TakesStages, Lister):
    """Run the checks against the idle side, through the preview address.

    Nothing is checked unless preview shows the idle side. Every server is warmed up first. Exit
    code 0 when all deciding checks passed, else 1.
    """

    def run(self, parsed_args: argparse.Namespace) -> int:
        """Show the results, and tell by the exit code what they decide."""
        super().run(parsed_args)
        return 0 if self._passed else 1

    def take_action(
        self, parsed_args: argparse.Namespace
    ) -> tuple[Sequence[str], Iterable[Sequence[Any]]]:
        """Prove, warm up, check."""
        from bluegreen.cloud.observe import observe_existing
        from bluegreen.extensions.checks import Outcome
        from bluegreen.release.dry_run import foresee_check
        from bluegreen.release.stages.check import checked

        specification = self.specification(parsed_args)
        self._passed = True
        with self.run_under_lease(specification, parsed_args) as run:
            application = observe_existing(run.cloud, specification.application)
            version = self.version_on(application, live=False)
            order = self.order(specification, version, parsed_args)
            if parsed_args.dry_run:
                self.show_stage(foresee_check(order, application))
                return COLUMNS, []
            verdict, _ = checked(order, run, application)
        self._passed = verdict.outcome is Outcome.PASSED
        self.say(f"{verdict.sentence[0].upper()}{verdict.sentence[1:]}.")
        return COLUMNS, [
            (r.name, r.kind, str(r.outcome), r.trial, r.sentence, dict(r.measured))
            for r in verdict.results
        ]
