# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""`bluegreen watch`: is the live side well, now that users reach it?"""

from __future__ import annotations

import argparse

from bluegreen.cli.options import duration, specification_of
from bluegreen.cli.stages import add_stage, request_of, show_stage, version_on
from bluegreen.cli.verb import Verb


class WatchCommand(Verb):
    """Watch the live side for a while: probe production, and run the checks against it.

    On a failure it rolls back automatically (exit code 3), unless watch.on_failure of the
    specification says otherwise (exit code 4).
    """

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        """Add --duration, and what a stage takes."""
        parser = super().get_parser(prog_name)
        add_stage(parser)
        parser.add_argument("--duration", type=duration, help="how long (default: watch.duration)")
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> int:
        """Watch, and decide."""
        from bluegreen.cloud.observe import observe_existing
        from bluegreen.release.dry_run import foresee_watch
        from bluegreen.release.stages.watch import watch

        specification = specification_of(parsed_args)
        if parsed_args.duration is not None:
            rules = specification.watch
            every = min(rules.every, parsed_args.duration)
            rules = rules.model_copy(update={"duration": parsed_args.duration, "every": every})
            specification = specification.model_copy(update={"watch": rules})
        session = self.session(parsed_args)
        with session.under_lease(specification.application) as lease:
            application = observe_existing(session.cloud, specification.application)
            version = version_on(application, live=True)
            request = request_of(specification, version, parsed_args)
            if session.dry_run:
                show_stage(foresee_watch(request, application), session)
                return 0
            watch(request, session.context(lease))
        return 0
