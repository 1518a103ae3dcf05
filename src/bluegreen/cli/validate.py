# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""`bluegreen validate`: what is wrong with the specification, all at once."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from pathlib import Path

from bluegreen.cli.options import SPECIFICATION, add_specification, specification_of
from bluegreen.cli.verb import Verb
from bluegreen.errors import SpecificationInvalid, UsageError


class ValidateCommand(Verb):
    """Check the specification offline, and report all problems at once.

    Exit code 0 if it is valid, else 2.
    """

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        """Add the file and --format."""
        parser = super().get_parser(prog_name)
        parser.add_argument(
            "file",
            metavar="FILE",
            nargs="?",
            type=Path,
            help="the specification, as after --specification",
        )
        add_specification(parser)
        parser.add_argument(
            "-f",
            "--format",
            choices=("text", "json"),
            default="text",
            help="text for people, or json: the list of problems (default: text)",
        )
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> int:
        """Report the problems, or that there are none."""
        if parsed_args.file is not None:
            if parsed_args.specification not in (SPECIFICATION, parsed_args.file):
                raise UsageError(
                    f"two files are given: {parsed_args.file} and {parsed_args.specification}",
                    f"bluegreen validate {parsed_args.file}",
                )
            parsed_args.specification = parsed_args.file
        if parsed_args.format == "json":
            return self._list_problems(parsed_args)
        specification = specification_of(parsed_args)
        self.app.stdout.write(
            f"{parsed_args.specification} is a valid specification of {specification.application}\n"
        )
        return 0

    def _list_problems(self, parsed_args: argparse.Namespace) -> int:
        exit_code, problems = 0, []
        try:
            specification_of(parsed_args)
        except SpecificationInvalid as error:
            exit_code, problems = error.exit_code, [asdict(problem) for problem in error.problems]
        self.app.stdout.write(json.dumps(problems, indent=2) + "\n")
        return exit_code
