# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""`bluegreen watch`: is the live side well, now that users reach it?"""

from __future__ import annotations

import argparse

from bluegreen.cli._release_base import TakesStages
from bluegreen.cli.base import duration


class Watch(TakesStages):
    """Watch the live side for a while: probe production, and run the checks against it.

    When it is not well, production goes back by itself (exit code 3) unless the specification's
    watch.on_failure says otherwise (exit code 4).
    """

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        """Add --duration."""
        parser = super().get_parser(prog_name)
        parser.add_argument("--duration", type=duration, help="how long (default: watch.duration)")
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> int:
        """Watch, and decide."""
        from bluegreen.cloud.observe import observe_existing
        from bluegreen.release.dry_run import foresee_watch
        from bluegreen.release.stages.watch import watch

        specification = self.specification(parsed_args)
        if parsed_args.duration is not None:
            rules = specification.watch
            every = min(rules.every, parsed_args.duration)
            rules = rules.model_copy(update={"duration": parsed_args.duration, "every": every})
            specification = specification.model_copy(update={"watch": rules})
        with self.run_under_lease(specification, parsed_args) as run:
            application = observe_existing(run.cloud, specification.application)
            version = self.version_on(application, live=True)
            order = self.order(specification, version, parsed_args)
            if parsed_args.dry_run:
                self.show_stage(foresee_watch(order, application))
                return 0
            watch(order, run)
        return 0
