# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""`bluegreen deploy`: put a version on the idle side."""

from __future__ import annotations

import argparse

from cliff.lister import Lister

from bluegreen.cli.columns import Rows, both_sides
from bluegreen.cli.options import add_change, add_specification, add_version, specification_of
from bluegreen.cli.verb import Verb


class DeployCommand(Verb, Lister):
    """Put a version on the idle side, as a release of its own, no smaller than the live one.

    What the idle side ran before is removed once the new release is healthy. The live side is not
    touched. When the new release fails, it is removed, and the idle side is as it was. With
    --replace-first what it ran before is removed first, for which there is no way back. Refused
    where the version is live already and would replace another one, which is the way back.
    """

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        """Add the version, --replace-first and --allow-live."""
        parser = super().get_parser(prog_name)
        add_change(parser)
        add_specification(parser)
        add_version(parser)
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
        """Deploy, and return both sides."""
        from bluegreen.operations.build.run import DeployRequest, deploy

        request = DeployRequest(
            specification=specification_of(parsed_args),
            version=parsed_args.version,
            replace_first=parsed_args.replace_first,
            allow_live=parsed_args.allow_live,
        )
        return both_sides(deploy(request, self.session(parsed_args)))
