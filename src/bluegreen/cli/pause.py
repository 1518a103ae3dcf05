# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""`bluegreen pause` and `unpause`: a person takes over, or hands back."""

from __future__ import annotations

import argparse

from bluegreen.cli.options import add_application, add_dry_run, add_message, application_of
from bluegreen.cli.verb import Verb


class PauseCommand(Verb):
    """Suspend automatic actions.

    Releases stop before their next stage, and a failed watch does not roll back. Commands still
    work: deploy, switch, rollback, retire, down.
    """

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        """Add the application, --message and --dry-run."""
        return _with_options(super().get_parser(prog_name))

    def take_action(self, parsed_args: argparse.Namespace) -> int:
        """Mark the production address, and say so in the journal."""
        return _set(self, parsed_args, paused=True)


class UnpauseCommand(Verb):
    """Resume automatic actions."""

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        """Add the application, --message and --dry-run."""
        return _with_options(super().get_parser(prog_name))

    def take_action(self, parsed_args: argparse.Namespace) -> int:
        """Take the mark off, and say so in the journal."""
        return _set(self, parsed_args, paused=False)


def _with_options(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    add_application(parser)
    add_message(parser)
    add_dry_run(parser)
    return parser


def _set(verb: Verb, parsed_args: argparse.Namespace, *, paused: bool) -> int:
    """Set or clear the mark of an application that is paused, or say what would be done."""
    from bluegreen.cloud.observe import observe_existing
    from bluegreen.operations.pause import address_to_mark, set_paused

    name, session = application_of(parsed_args), verb.session(parsed_args)
    if session.dry_run:
        address = address_to_mark(observe_existing(session.cloud, name)).floating_ip
        verb.say(
            f"Mark the production address {address} as paused."
            if paused
            else f"Take the mark that says paused off the production address {address}."
        )
        verb.say(f"  undo: bluegreen {'unpause' if paused else 'pause'} {name}")
        return 0
    verb.say(set_paused(name, session, paused=paused))
    return 0
