# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""`bluegreen deploy`: put a version on the idle side."""

from __future__ import annotations

import argparse

from bluegreen.cli._build_base import Builds
from bluegreen.cli.columns import Rows


class Deploy(Builds):
    """Put a version on the idle side, as a release of its own, no smaller than the live one.

    What the idle side ran before is removed once the new release is healthy. The live side is not
    touched. When the new release fails, it is removed, and the idle side is as it was. With
    --replace-first what it ran before is removed first, for which there is no way back. Refused
    where the version is live already and would replace another one, which is the way back.
    """

    when_short_of_quota = (
        "bluegreen deploy VERSION --replace-first, which removes what the idle side runs first"
    )

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        """Add --replace-first and --allow-live."""
        parser = super().get_parser(prog_name)
        parser.add_argument(
            "--replace-first",
            action="store_true",
            help="where quota is too small for both: remove what the idle side runs before the "
            "new release is built; until that is healthy there is no rollback",
        )
        parser.add_argument(
            "--allow-live",
            action="store_true",
            help="build a version that is live already on the idle side too, in place of another "
            "one; a rollback then brings the same version",
        )
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> Rows:
        """Observe, plan, ask, build."""
        from bluegreen.cloud.observe import observe_existing
        from bluegreen.operations.build.plan import needs_of_deploy, plan_deploy, size_of_deploy

        specification = self.specification(parsed_args)
        name, version = specification.application, parsed_args.version
        if parsed_args.replace_first:
            self.when_short_of_quota = ""
        cloud = self.cloud()
        with self.lease_on(name, cloud, parsed_args) as lease:
            application = observe_existing(cloud, name)
            plan = plan_deploy(
                specification,
                version,
                application,
                newest=cloud.journal.newest_release(name),
                replace_first=parsed_args.replace_first,
                allow_live=parsed_args.allow_live,
            )
            needs = needs_of_deploy(
                specification,
                version,
                size_of_deploy(specification, application),
                freed=application.idle if parsed_args.replace_first else None,
            )
            return self.build(plan, needs, cloud, lease, parsed_args)
