# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""`bluegreen down`: leave nothing of an application in the project."""

from __future__ import annotations

import argparse

from bluegreen.commands.base import ChangesCloud, NamesApplication
from bluegreen.errors import StepFailed, UsageError


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
        from bluegreen.building import plan_down
        from bluegreen.observe import observe, observe_existing

        name = self.application(parsed_args)
        if parsed_args.live not in (None, name):
            raise UsageError(
                f"--live {parsed_args.live} does not name the application {name}",
                f"bluegreen down {name} --live {name}",
            )
        cloud = self.cloud()
        plan = plan_down(observe_existing(cloud, name), although_live=parsed_args.live is not None)
        run = self.carry_out(plan, cloud, parsed_args, f"Remove {name} for good?")
        if run is None:
            return 0
        if observe(cloud, name).exists:
            raise StepFailed(f"parts of {name} are still there", f"bluegreen down {name}")
        self.say(f"Nothing of {name} is left in the project.")
        return 0
