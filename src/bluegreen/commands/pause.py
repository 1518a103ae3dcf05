# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""`bluegreen pause` and `unpause`: a person takes over, or hands back."""

from __future__ import annotations

import argparse

from bluegreen.commands.base import NamesApplication


class Pauses(NamesApplication):
    """A verb that sets or clears the mark of an application that is paused."""

    paused: bool

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        """Add --message."""
        parser = super().get_parser(prog_name)
        parser.add_argument(
            "-m", "--message", default="", metavar="TEXT", help="why; kept in the journal"
        )
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> int:
        """Mark the production address, and say so in the journal."""
        from bluegreen.pausing import set_paused
        from bluegreen.steps.step import Run
        from bluegreen.whoami import whoami

        name, cloud = self.application(parsed_args), self.cloud()
        run = Run(cloud=cloud, say=self.say, operator=whoami(), message=parsed_args.message)
        self.say(set_paused(name, run, paused=self.paused))
        return 0


class Pause(Pauses):
    """Stop everything that is done by itself: releases stop before their next stage, and a watch
    that fails does not roll back. What a person orders by name is still done: deploy, switch,
    rollback, retire, down.
    """

    paused = True


class Unpause(Pauses):
    """Let things be done by themselves again."""

    paused = False
