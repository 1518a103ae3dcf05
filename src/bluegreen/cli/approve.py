# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""`bluegreen approve` and `reject`: another person's answer to a release that waits."""

from __future__ import annotations

import argparse

from bluegreen.cli.base import NamesApplication, add_dry_run


class Answers(NamesApplication):
    """A verb that answers a waiting release. It takes no lease: the release holds it."""

    approved: bool

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        """Add --release and --message."""
        parser = super().get_parser(prog_name)
        parser.add_argument(
            "--release", metavar="rN", help="refuse unless this is the release on the idle side"
        )
        parser.add_argument(
            "-m", "--message", default="", metavar="TEXT", help="why; kept in the journal"
        )
        add_dry_run(parser)
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> int:
        """Write the answer to the journal, where the release looks for it."""
        from bluegreen.cloud.observe import observe_existing
        from bluegreen.model.operator import whoami
        from bluegreen.operations.context import ExecutionContext
        from bluegreen.operations.plan import what_is_on
        from bluegreen.release.approval import answer, side_that_waits

        name, cloud = self.application(parsed_args), self.cloud()
        if parsed_args.dry_run:
            idle = side_that_waits(observe_existing(cloud, name), parsed_args.release)
            word = "may go live" if self.approved else "is not to go live"
            self.say(f"Write to the journal that {what_is_on(idle)['release']} {word}.")
            self.say("  undo: none, once the release that waits has read it")
            return 0
        run = ExecutionContext(
            cloud=cloud, say=self.say, operator=whoami(), message=parsed_args.message
        )
        self.say(answer(name, run, approved=self.approved, release=parsed_args.release))
        return 0


class Approve(Answers):
    """Let the release on the idle side go live: the release that waits for it goes on."""

    approved = True


class Reject(Answers):
    """Keep the release on the idle side from going live: the release that waits for it ends."""

    approved = False
