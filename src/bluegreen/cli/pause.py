# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""`bluegreen pause` and `unpause`: a person takes over, or hands back."""

from __future__ import annotations

import argparse

from bluegreen.cli.base import NamesApplication, add_dry_run


class Pauses(NamesApplication):
    """A verb that sets or clears the mark of an application that is paused."""

    paused: bool
    change: str
    undone_by: str

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        """Add --message."""
        parser = super().get_parser(prog_name)
        parser.add_argument(
            "-m", "--message", default="", metavar="TEXT", help="why; kept in the journal"
        )
        add_dry_run(parser)
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> int:
        """Mark the production address, and say so in the journal."""
        from bluegreen.cloud.observe import observe_existing
        from bluegreen.cloud.permit import PAUSE
        from bluegreen.model.operator import whoami
        from bluegreen.operations.context import ExecutionContext
        from bluegreen.operations.pause import address_to_mark, set_paused

        name, cloud = self.application(parsed_args), self.cloud()
        if parsed_args.dry_run:
            address = address_to_mark(observe_existing(cloud, name))
            self.say(self.change.format(address.floating_ip))
            self.say(f"  undo: bluegreen {self.undone_by} {name}")
            return 0
        run = ExecutionContext(
            cloud, self.say, operator=whoami(), message=parsed_args.message, lease=PAUSE
        )
        self.say(set_paused(name, run, paused=self.paused))
        return 0


class Pause(Pauses):
    """Stop everything that is done by itself: releases stop before their next stage, and a watch
    that fails does not roll back. What a person orders by name is still done: deploy, switch,
    rollback, retire, down.
    """

    paused = True
    change = "Mark the production address {} as paused."
    undone_by = "unpause"


class Unpause(Pauses):
    """Let things be done by themselves again."""

    paused = False
    change = "Take the mark that says paused off the production address {}."
    undone_by = "pause"
