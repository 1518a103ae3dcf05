# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""`bluegreen rollback`: make the previous side live again."""

from __future__ import annotations

import argparse

from bluegreen.commands.moving import MovesProduction, Result


class Rollback(MovesProduction):
    """Make the previous side live again, at once: it only has to be able to serve.

    Skips the checks of a switch. When the previous side turns out not to answer, the side that is
    live now stays live.
    """

    def take_action(self, parsed_args: argparse.Namespace) -> Result:
        """Observe, plan, ask, act."""
        from bluegreen.observe import observe_existing
        from bluegreen.plan import plan_rollback

        name, cloud = self.application(parsed_args), self.cloud()
        with self.lease_on(name, cloud, parsed_args) as lease:
            plan = plan_rollback(
                observe_existing(cloud, name),
                expected=parsed_args.expected,
                demand=self.demand(name, parsed_args),
            )
            return self.move(plan, cloud, lease, parsed_args)
