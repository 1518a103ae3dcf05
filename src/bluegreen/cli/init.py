# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""`bluegreen init`: a first specification."""

from __future__ import annotations

import argparse
from importlib.resources import files

from bluegreen.cli.options import add_specification, refuse_unless_name_of_application
from bluegreen.cli.verb import Verb
from bluegreen.errors import Refused

EXAMPLE = "shop"


class InitCommand(Verb):
    """Write a commented starter specification.

    Overwrites nothing and needs no cloud.
    """

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        """Add --application."""
        parser = super().get_parser(prog_name)
        add_specification(parser)
        parser.add_argument(
            "--application",
            metavar="NAME",
            default=EXAMPLE,
            help=f"name of the application (default: {EXAMPLE})",
        )
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> None:
        """Write the file. Raises Refused where there is one, UsageError for a wrong name."""
        name, file = parsed_args.application, parsed_args.specification
        refuse_unless_name_of_application(name, "bluegreen init --application NAME")
        try:
            with file.open("x", encoding="utf-8") as starter:
                starter.write(_starter(name))
        except FileExistsError as error:
            raise Refused(
                f"{file} already exists and stays as it is",
                f"bluegreen validate --specification {file}, or bluegreen init --specification "
                "FILE",
            ) from error
        except OSError as error:
            raise Refused(
                f"{file} cannot be written: {(error.strerror or str(error)).lower()}",
                "bluegreen init --specification FILE",
            ) from error
        self.say(f"Wrote {file}; edit it, then run: bluegreen validate")


def _starter(name: str) -> str:
    text = files("bluegreen.cli").joinpath("starter.yaml").read_text(encoding="utf-8")
    _, _, body = text.partition("\n\n")  # our copyright is not for their file
    return body.replace(f"application: {EXAMPLE}", f"application: {name}", 1)
