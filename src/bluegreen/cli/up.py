# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""`bluegreen up`: from an empty project to both sides serving."""

from __future__ import annotations

import argparse

from cliff.lister import Lister

from bluegreen.cli.columns import Rows, both_sides
from bluegreen.cli.options import (
    add_application_of_specification,
    add_change,
    add_version,
    specification_of,
)
from bluegreen.cli.verb import Verb
from bluegreen.errors import UsageError
from bluegreen.model.tags import Colour


class UpCommand(Verb, Lister):
    """Build both sides of an application with one version, addresses included.

    After an interruption, the same command continues where it stopped and leaves what exists. It
    never replaces what a side runs: that is what `deploy` does.
    """

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        """Add the version and --sides."""
        parser = super().get_parser(prog_name)
        add_change(parser)
        add_version(parser)
        add_application_of_specification(parser)
        parser.add_argument(
            "--sides",
            default="blue,green",
            metavar="SIDES",
            help="blue, green, or blue,green (default); the first becomes live",
        )
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> Rows:
        """Build, and return both sides."""
        from bluegreen.operations.build.run import UpRequest, up

        sides = _colours(parsed_args.sides)
        request = UpRequest(
            specification=specification_of(parsed_args),
            version=parsed_args.version,
            sides=sides,
        )
        return both_sides(up(request, self.session(parsed_args)))


def _colours(text: str) -> tuple[Colour, ...]:
    try:
        colours = tuple(dict.fromkeys(Colour(word.strip()) for word in text.split(",")))
    except ValueError:
        raise UsageError(
            f"--sides {text}: a side is blue or green", "bluegreen up --help"
        ) from None
    return colours
