# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""`bluegreen up`: from an empty project to both sides serving."""

from __future__ import annotations

import argparse

from bluegreen.commands.building import Builds, Rows
from bluegreen.errors import UsageError
from bluegreen.observation import Colour


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
        from bluegreen.building import needs_of_up, plan_up
        from bluegreen.observe import observe

        colours = _colours(parsed_args.sides)
        specification = self.specification(parsed_args)
        cloud = self.cloud()
        application = observe(cloud, specification.application)
        plan = plan_up(specification, parsed_args.version, application, colours)
        needs = needs_of_up(specification, parsed_args.version, application, colours)
        return self.build(application.name, plan, needs, cloud, parsed_args)


def _colours(text: str) -> tuple[Colour, ...]:
    try:
        colours = tuple(dict.fromkeys(Colour(word.strip()) for word in text.split(",")))
    except ValueError:
        raise UsageError(
            f"--sides {text}: a side is blue or green", "bluegreen up --help"
        ) from None
    return colours
