# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""`bluegreen deploy`: put a version on the idle side."""

from __future__ import annotations

import argparse

from bluegreen.commands.building import Builds, Rows


class Deploy(Builds):
    """Put a version on the idle side, as a release of its own, no smaller than the live one.

    What the idle side ran before is removed once the new release is healthy. The live side is not
    touched. When the new release fails, it is removed, and the idle side is as it was.
    """

    def take_action(self, parsed_args: argparse.Namespace) -> Rows:
        """Observe, plan, ask, build."""
        from bluegreen.building import needs_of_deploy, plan_deploy, size_of_deploy
        from bluegreen.observe import observe_existing

        specification = self.specification(parsed_args)
        cloud = self.cloud()
        with self.lease_on(specification.application, cloud, parsed_args) as lease:
            application = observe_existing(cloud, specification.application)
            plan = plan_deploy(specification, parsed_args.version, application)
            needs = needs_of_deploy(
                specification, parsed_args.version, size_of_deploy(specification, application)
            )
            return self.build(plan, needs, cloud, lease, parsed_args)
