# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""`bluegreen approve` and `reject`: another person's answer to a release that waits."""

from __future__ import annotations

import argparse

from bluegreen.cli.options import add_application, add_dry_run, add_message, application_of
from bluegreen.cli.verb import Verb


class ApproveCommand(Verb):
    """Approve the release on the idle side, so that it goes live: the waiting release continues.

    Changes nothing, with exit code 1, while no release waits for an answer.
    """

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        """Add the application, --release, --record, --message and --dry-run."""
        parser = _with_options(super().get_parser(prog_name))
        parser.add_argument(
            "--record",
            action="store_true",
            help="only write to the journal that you approve, although no release waits; for a "
            "pipeline that asks by its own means",
        )
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> int:
        """Write to the journal that it may go live."""
        return _answer(self, parsed_args, approved=True)


class RejectCommand(Verb):
    """Reject the release on the idle side, so that it does not go live: the waiting run ends.

    Changes nothing, with exit code 1, while no release waits for an answer.
    """

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        """Add the application, --release, --message and --dry-run."""
        return _with_options(super().get_parser(prog_name))

    def take_action(self, parsed_args: argparse.Namespace) -> int:
        """Write to the journal that it is not to go live."""
        return _answer(self, parsed_args, approved=False)


def _with_options(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    add_application(parser)
    parser.add_argument(
        "--release", metavar="rN", help="refuse unless this is the release on the idle side"
    )
    add_message(parser)
    add_dry_run(parser)
    return parser


def _answer(verb: Verb, parsed_args: argparse.Namespace, *, approved: bool) -> int:
    """Write the answer where the release looks for it. No lease is taken: the release has it."""
    from bluegreen.cloud.observe import observe_existing
    from bluegreen.operations.plan import what_is_on
    from bluegreen.release.approval import answer, question_about, side_that_waits

    name, session = application_of(parsed_args), verb.session(parsed_args)
    record = getattr(parsed_args, "record", False)
    if session.dry_run:
        idle = side_that_waits(observe_existing(session.cloud, name), parsed_args.release)
        if not record:
            question_about(idle, name, session.cloud)
        word = "may go live" if approved else "is not to go live"
        verb.say(f"Write to the journal that {what_is_on(idle)['release']} {word}.")
        verb.say("  undo: none, once the waiting release has read it")
        return 0
    release = parsed_args.release
    verb.say(answer(name, session, approved=approved, release=release, record=record))
    return 0
