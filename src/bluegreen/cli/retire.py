# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""`bluegreen retire`: end a release's time on the idle side."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from cliff.lister import Lister

from bluegreen.cli.columns import Rows, both_sides
from bluegreen.cli.options import (
    add_application,
    add_change,
    application_of,
    number_of_servers,
    own_specification,
)
from bluegreen.cli.verb import Verb
from bluegreen.errors import UsageError

if TYPE_CHECKING:
    from bluegreen.operations.retire.run import RetireRequest


class RetireCommand(Verb, Lister):
    """Shrink the idle side to a few warm servers, or remove its release.

    Never retires the live side. Refuses while connections are open on the idle side. A rollback to
    a warm side scales it out first; a rollback to a removed one is not possible. Without options,
    it does what the section `retire` of ./bluegreen.yaml says, if that file is of this application;
    otherwise it keeps one warm server.
    """

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        """Add the application, --to, --servers and --ignore-connections."""
        parser = super().get_parser(prog_name)
        add_change(parser)
        add_application(parser)
        parser.add_argument(
            "--to",
            choices=("warm", "remove", "keep"),
            help="shrink it, remove its release, or keep it as it is",
        )
        parser.add_argument(
            "--servers",
            type=number_of_servers,
            metavar="N",
            help="servers to keep; only for warm",
        )
        parser.add_argument(
            "--ignore-connections",
            action="store_true",
            help="retire even though connections are open on the idle side, which ends them",
        )
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> Rows:
        """Retire, and return both sides."""
        from bluegreen.operations.retire.run import retire

        return both_sides(retire(_request(parsed_args), self.session(parsed_args)))


def _request(parsed_args: argparse.Namespace) -> RetireRequest:
    """Return what is to become of the side, and how many servers stay if it is warm."""
    from bluegreen.operations.retire.run import RetireRequest

    name = application_of(parsed_args)
    specification = own_specification(name)
    section = specification.retire if specification else None
    to = parsed_args.to or (section.to if section else "warm")
    if parsed_args.servers is not None and to != "warm":
        raise UsageError(
            f"--servers applies only to warm, but --to is {to}",
            f"bluegreen retire {name} --to warm --servers {parsed_args.servers}",
        )
    return RetireRequest(
        application=name,
        to=to,
        servers=parsed_args.servers or (section.servers if section else 1),
        ignore_connections=parsed_args.ignore_connections,
        specification=specification,
    )
