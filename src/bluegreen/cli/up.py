# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""`bluegreen up`: from an empty project to both sides serving."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from bluegreen.cli._build_base import Builds
from bluegreen.cli.columns import Rows
from bluegreen.errors import UsageError
from bluegreen.model.tags import Colour

if TYPE_CHECKING:
    from bluegreen.model.quota import Needs
    from bluegreen.operations.plan import Plan


class Up(Builds):
    """Build both sides of an application with one version, addresses included.

    Run again, it goes on where it stopped, and leaves what is there. It never replaces what a side
    runs: that is what `deploy` is for.
    """

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        """Add --sides."""
        parser = super().get_parser(prog_name)
        parser.add_argument(
            "--sides",
            default="blue,green",
            metavar="SIDES",
            help="blue, green, or blue,green (default); the first becomes live",
        )
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> Rows:
        """Observe, plan, ask, build."""
        from bluegreen.cloud.observe import observe
        from bluegreen.cloud.permit import FOUNDATION
        from bluegreen.operations.build.plan import needs_of_up, plan_foundation, plan_up
        from bluegreen.operations.executor import execute

        colours = _colours(parsed_args.sides)
        specification = self.specification(parsed_args)
        cloud = self.cloud()
        name, version = specification.application, parsed_args.version

        def plan_and_needs() -> tuple[Plan, Needs]:
            seen, newest = observe(cloud, name), cloud.journal.newest_release(name)
            return (
                plan_up(specification, version, seen, colours, newest=newest),
                needs_of_up(specification, version, seen, colours),
            )

        if observe(cloud, name).stack is None and not parsed_args.dry_run:
            # Until this stack is there nothing can hold a lease; its name can be taken only once.
            self.agree_on(*plan_and_needs(), cloud, parsed_args)
            foundation = plan_foundation(specification, version)
            execute(foundation, self.run_of(cloud, FOUNDATION, parsed_args))
            parsed_args.yes = True
        with self.lease_on(name, cloud, parsed_args) as lease:
            return self.build(*plan_and_needs(), cloud, lease, parsed_args)


def _colours(text: str) -> tuple[Colour, ...]:
    try:
        colours = tuple(dict.fromkeys(Colour(word.strip()) for word in text.split(",")))
    except ValueError:
        raise UsageError(
            f"--sides {text}: a side is blue or green", "bluegreen up --help"
        ) from None
    return colours
