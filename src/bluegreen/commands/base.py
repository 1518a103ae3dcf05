# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What verbs share: speaking, asking, naming the application, reaching the cloud."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from cliff.command import Command

from bluegreen.errors import Refused, UsageError

if TYPE_CHECKING:
    from bluegreen.cloud.interface import Cloud
    from bluegreen.plan import Plan
    from bluegreen.specification import Specification
    from bluegreen.steps.step import Run

SPECIFICATION = Path("bluegreen.yaml")


class Verb(Command):
    """A command that speaks on stderr and can reach the cloud.

    The classes of this file stand before cliff's in a command's bases:
    `class Status(NamesApplication, ShowOne)`.
    """

    def say(self, sentence: str) -> None:
        """Write one sentence for people to stderr, unless --quiet; results go to stdout."""
        if self.app.options.verbose_level:
            self.app.stderr.write(f"{sentence}\n")
            self.app.stderr.flush()

    def cloud(self) -> Cloud:
        """Connect to the cloud that --os-cloud or OS_CLOUD names.

        openstack is imported only here, since that alone takes a second.
        """
        from bluegreen.cloud import connect

        return connect(self.app.options.os_cloud)


class NamesApplication(Verb):
    """A verb for one application, by default that of ./bluegreen.yaml."""

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        """Add the application as an optional argument."""
        parser = super().get_parser(prog_name)
        parser.add_argument(
            "application",
            metavar="APPLICATION",
            nargs="?",
            help=f"name of the application (default: that of ./{SPECIFICATION})",
        )
        return parser

    def application(self, parsed_args: argparse.Namespace) -> str:
        """Return the application's name.

        Raises UsageError when neither the command line nor ./bluegreen.yaml gives one, and
        SpecificationInvalid when the file's `application` is no name.
        """
        if parsed_args.application is not None:
            return str(parsed_args.application)
        if not SPECIFICATION.exists():
            raise UsageError(
                f"no application is named, and there is no {SPECIFICATION} here",
                "the same command with the name of the application; bluegreen list shows them",
            )
        from bluegreen.specification import application_name

        return application_name(SPECIFICATION)


class ReadsSpecification(Verb):
    """A verb that works from the specification."""

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        """Add --specification."""
        parser = super().get_parser(prog_name)
        parser.add_argument(
            "--specification",
            metavar="FILE",
            type=Path,
            default=SPECIFICATION,
            help=f"the specification (default: {SPECIFICATION})",
        )
        return parser

    def specification(self, parsed_args: argparse.Namespace) -> Specification:
        """Read the specification; SpecificationInvalid holds all of its problems."""
        from bluegreen.specification import load

        return load(parsed_args.specification)


class ChangesCloud(Verb):
    """A verb that changes something: it can show its plan, and asks before it acts."""

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        """Add --dry-run and --yes."""
        parser = super().get_parser(prog_name)
        parser.add_argument("--dry-run", action="store_true", help="show the plan, change nothing")
        parser.add_argument("--yes", action="store_true", help="do not ask before changing")
        return parser

    def carry_out(
        self, plan: Plan, cloud: Cloud, parsed_args: argparse.Namespace, question: str
    ) -> Run | None:
        """Show a plan, ask, and carry it out; None when it was only to be shown.

        Raises Refused when a guard says no, with --dry-run too: that is what a rehearsal is for.
        """
        from bluegreen.carrying_out import carry_out
        from bluegreen.commands.showing import plan_lines
        from bluegreen.steps.step import Run

        for line in plan_lines(plan):
            self.say(line)
        plan.refuse_unless_allowed()
        if parsed_args.dry_run:
            return None
        if plan.steps:
            self.confirm(parsed_args, question)
        run = Run(cloud=cloud, say=self.say)
        carry_out(plan, run)
        return run

    def confirm(self, parsed_args: argparse.Namespace, question: str) -> None:
        """Go on only with a yes: by --yes, or typed in answer to `question`.

        Raises Refused for any other answer, and UsageError when there is nobody to ask.
        """
        if parsed_args.yes:
            return
        if not self.app.stdin.isatty():
            raise UsageError(
                "this asks before it changes anything, and there is no terminal to ask on",
                "the same command with --yes, or with --dry-run to see the plan",
            )
        self.app.stderr.write(f"{question} [y/N] ")
        self.app.stderr.flush()
        if self.app.stdin.readline().strip().lower() not in ("y", "yes"):
            raise Refused("nothing was changed, since the answer was not yes")
