# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""`bluegreen down`: leave nothing of an application in the project."""

from __future__ import annotations

import argparse

from bluegreen.cli.base import ChangesCloud, NamesApplication
from bluegreen.errors import StepFailed, UsageError

KEEP_AFTERWARDS = 20
"""Entries of the journal that outlive an application: who removed it, and its last number."""


class Down(NamesApplication, ChangesCloud):
    """Remove an application: addresses, releases, both sides, router. This cannot be undone.

    Refused while the application is live, unless --live names it. Addresses that the specification
    brought stay in the project.
    """

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        """Add --live."""
        parser = super().get_parser(prog_name)
        parser.add_argument(
            "--live",
            metavar="APPLICATION",
            help="remove it although it is live; the name again, as a safeguard",
        )
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> int:
        """Observe, plan, ask, remove, and look again."""
        from bluegreen.cloud.observe import observe, observe_existing
        from bluegreen.operations.build.plan import plan_down, plan_down_to_nothing
        from bluegreen.operations.executor import execute
        from bluegreen.operations.lease_keeper import HeldLease, LastLease

        name = self.application(parsed_args)
        if parsed_args.live not in (None, name):
            raise UsageError(
                f"--live {parsed_args.live} does not name the application {name}",
                f"bluegreen down {name} --live {name}",
            )
        cloud = self.cloud()
        with self.lease_on(name, cloud, parsed_args) as lease:
            application = observe_existing(cloud, name)
            plan = plan_down(application, allow_live=parsed_args.live is not None)
            rest = plan_down_to_nothing(application)
            if self.carry_out(plan, cloud, lease, parsed_args, afterwards=(rest,)) is None:
                return 0
            last = LastLease(lease, self.clock()) if isinstance(lease, HeldLease) else lease
            execute(rest, self.run_of(cloud, last, parsed_args))
        cloud.journal.prune(name, keep=KEEP_AFTERWARDS)
        if observe(cloud, name).exists:
            raise StepFailed(f"parts of {name} are still there", f"bluegreen down {name}")
        self.say(f"Nothing of {name} is left in the project.")
        return 0
