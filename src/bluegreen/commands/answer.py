# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""`bluegreen approve` and `reject`: another person's answer to a release that waits."""

from __future__ import annotations

import argparse

from bluegreen.commands.base import NamesApplication
from bluegreen.errors import Refused, StepFailed
from bluegreen.journal import Phase


class Answers(NamesApplication):
    """A verb that answers a waiting release. It takes no lease: the release holds it."""

    phase: Phase

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        """Add --release and --message."""
        parser = super().get_parser(prog_name)
        parser.add_argument(
            "--release", metavar="rN", help="refuse unless this is the release on the idle side"
        )
        parser.add_argument(
            "-m", "--message", default="", metavar="TEXT", help="why; kept in the journal"
        )
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> int:
        """Write the answer to the journal, where the release looks for it."""
        from bluegreen.observe import observe_existing
        from bluegreen.recording import note
        from bluegreen.stages.approve import APPROVAL
        from bluegreen.steps.step import Run
        from bluegreen.whoami import whoami

        name, cloud = self.application(parsed_args), self.cloud()
        idle = observe_existing(cloud, name).idle
        if idle is None or idle.release is None:
            raise Refused(f"no release of {name} waits on an idle side", f"bluegreen status {name}")
        release = idle.release
        if parsed_args.release not in (None, release.name):
            raise Refused(
                f"the idle side has {release.name} ({release.version}), not {parsed_args.release}",
                f"bluegreen status {name}",
            )
        run = Run(cloud=cloud, say=self.say, operator=whoami(), message=parsed_args.message)
        if not note(run, name, APPROVAL, self.phase, idle, {}):
            raise StepFailed("the answer is not recorded, so no release sees it", "the same again")
        word = "approved" if self.phase is Phase.SUCCEEDED else "rejected"
        self.say(f"{release.name} ({release.version}) is {word}.")
        return 0


class Approve(Answers):
    """Let the release on the idle side go live: the release that waits for it goes on."""

    phase = Phase.SUCCEEDED


class Reject(Answers):
    """Keep the release on the idle side from going live: the release that waits for it ends."""

    phase = Phase.FAILED
