# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""`bluegreen deploy`: put a version on the idle side."""

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


class DeployCommand(Verb, Lister):
    """Deploy a version to the idle side, as a new release, no smaller than the live one.

    Once the new release is healthy, it removes what the idle side ran before. It does not touch the
    live side. If the new release fails, it removes that release, and the idle side is as it was.
    With --replace-first it removes the former release first, and then no rollback is possible. It
    refuses if the version is already live and would replace another one, which is the rollback
    target.
    """

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        """Add the version, --replace-first and --allow-live."""
        parser = super().get_parser(prog_name)
        add_change(parser)
        add_version(parser)
        add_application_of_specification(parser)
        parser.add_argument(
            "--replace-first",
            action="store_true",
            help="if the quota is too small for both: remove the release on the idle side before "
            "building the new one; until that is healthy, there is no rollback",
        )
        parser.add_argument(
            "--allow-live",
            action="store_true",
            help="also build a version that is already live, replacing another one on the idle "
            "side; a rollback then brings the same version",
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
