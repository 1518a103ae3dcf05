# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""`bluegreen repair`: new servers in place of those of a side that are dead."""

from __future__ import annotations

import argparse

from cliff.lister import Lister

from bluegreen.cli.columns import Rows, cells
from bluegreen.cli.options import (
    add_application,
    add_change,
    add_side,
    application_of,
    own_specification,
)
from bluegreen.cli.verb import Verb

COLUMNS = ("Server", "Trouble", "Replaced By")


class RepairCommand(Verb, Lister):
    """Replace the dead servers of a side, without a new release.

    A server is dead if it is in ERROR, shut off or gone, if it fails its health check, or if it has
    failed in Heat; one that runs and is younger than ten minutes may still be booting. The other
    servers continue to serve, and the side keeps its size. Autoscaling of the live side is
    suspended meanwhile.
    """

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        """Add the side and the application."""
        parser = super().get_parser(prog_name)
        add_change(parser)
        add_side(parser)
        add_application(parser)
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> Rows:
        """Repair, and return what was replaced by what."""
        from bluegreen.operations.repair.run import RepairRequest, repair

        name = application_of(parsed_args)
        request = RepairRequest(
            application=name, side=parsed_args.side, specification=own_specification(name)
        )
        result = repair(request, self.session(parsed_args))
        return COLUMNS, [
            cells((one.server, one.why, result.servers.get(one.member.name)))
            for one in result.diagnosis.broken
        ]
