# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""`bluegreen down`: leave nothing of an application in the project."""

from __future__ import annotations

import argparse

from bluegreen.cli.options import add_application, add_change, application_of
from bluegreen.cli.verb import Verb
from bluegreen.errors import UsageError


class DownCommand(Verb):
    """Remove an application: addresses, releases, both sides, router. This cannot be undone.

    Refuses while the application is live, unless --live names it. Addresses that the specification
    named stay in the project.
    """

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        """Add the application, --live and --remove-foreign."""
        parser = super().get_parser(prog_name)
        add_change(parser)
        add_application(parser)
        parser.add_argument(
            "--live",
            metavar="APPLICATION",
            help="remove it even though it is live; repeat the name as a safeguard",
        )
        parser.add_argument(
            "--remove-foreign",
            action="store_true",
            help="also remove the listeners, pools, ports and router interfaces of others that "
            "would keep its load balancers and networks from being deleted",
        )
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> int:
        """Remove it."""
        from bluegreen.operations.build.run import DownRequest, down

        name = application_of(parsed_args)
        if parsed_args.live not in (None, name):
            raise UsageError(
                f"--live {parsed_args.live} does not name the application {name}",
                f"bluegreen down {name} --live {name}",
            )
        request = DownRequest(
            application=name,
            allow_live=parsed_args.live is not None,
            remove_foreign=parsed_args.remove_foreign,
        )
        down(request, self.session(parsed_args))
        return 0
