# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""`bluegreen credential`: narrow credentials for jobs."""

from __future__ import annotations

import argparse
import os
import re
import secrets
import stat
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, TextIO

from cliff.lister import Lister

from bluegreen.cli.columns import Rows, cells
from bluegreen.cli.options import add_application, add_dry_run, application_of
from bluegreen.cli.verb import Verb
from bluegreen.errors import Refused
from bluegreen.model.text import plural

if TYPE_CHECKING:
    from bluegreen.cloud.protocols import Cloud
    from bluegreen.model.credential import Credential, CredentialRequest

JOBS = ("switch-only", "jenkins")
COLUMNS = ("Name", "Id", "Roles", "Rules", "Expires", "Description")
_UNITS = {"h": timedelta(hours=1), "d": timedelta(days=1)}


def lifetime(text: str) -> timedelta:
    """Return the time that a word such as 90d or 12h means; argparse's error for another."""
    found = re.fullmatch(r"([1-9][0-9]{0,4})([hd])", text)
    if not found:
        raise argparse.ArgumentTypeError(f"{text}: such as 12h or 90d")
    return int(found[1]) * _UNITS[found[2]]


class CredentialCreateCommand(Verb):
    """Make a narrow application credential for a job, and print its clouds.yaml entry once.

    It may make exactly the calls that the job makes on this application, for a limited time. Its
    secret is printed to stdout this once and stored nowhere. docs/credentials.md lists what the
    rules cannot separate.
    """

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        """Add the job, the time, the name of the entry, and what is more."""
        parser = super().get_parser(prog_name)
        add_application(parser)
        parser.add_argument(
            "--for",
            dest="job",
            required=True,
            choices=JOBS,
            help="switch-only: move the two addresses, and read; jenkins: also everything that a "
            "pipeline does except building (cut, retire, scale, repair, pause)",
        )
        parser.add_argument(
            "--expires",
            type=lifetime,
            default=timedelta(days=90),
            metavar="TIME",
            help="how long the credential is valid, such as 12h or 90d (default: 90d)",
        )
        parser.add_argument(
            "--cloud",
            metavar="NAME",
            help="name of the entry in clouds.yaml (default: APPLICATION-JOB)",
        )
        parser.add_argument(
            "--with-cut",
            action="store_true",
            help="for switch-only: also allow ending connections on a side, which changes its "
            "listener; for switch.drain with cut",
        )
        parser.add_argument(
            "--without-lease",
            action="store_true",
            help="without the right to take the lease, which includes changing and deleting any "
            "port of the project; commands then need --without-lease too",
        )
        add_dry_run(parser)
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> int:
        """Observe, since the rules name what is there; make; print."""
        import yaml

        from bluegreen.model.credential import clouds_entry

        if not parsed_args.dry_run:
            _refuse_to_show_others(self.app.stdout)
        name, cloud = application_of(parsed_args), self.cloud()
        wish = _wish(name, cloud, parsed_args)
        what = (
            f"roles {', '.join(wish.roles)}; {plural(len(wish.rules), 'access rule')}; valid "
            f"until {wish.expires:%F %T} UTC."
        )
        if parsed_args.dry_run:
            self.say(f"Create a credential for {parsed_args.job} on {name}: {what}")
            for rule in wish.rules:
                self.say(f"  may {rule.method} {rule.path} ({rule.service})")
            self.say(f"  undo: bluegreen credential delete {name} --name NAME")
        else:
            made = cloud.credentials.make(wish)
            entry = clouds_entry(made, parsed_args.cloud or f"{name}-{parsed_args.job}")
            self.app.stdout.write(yaml.safe_dump(entry, sort_keys=False))
            self.say(
                f"Created {made.name}: {what} The secret is shown only this once and stored "
                "nowhere."
            )
        if not parsed_args.without_lease:
            self.say(
                "It may also create, change and delete ports and subnet pools of the project, "
                "because the lease is a port. To avoid that, use --without-lease, both here and "
                "with the commands."
            )
        return 0


class CredentialListCommand(Verb, Lister):
    """List the narrow credentials that you made for an application. It never shows a secret."""

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        """Add the application."""
        parser = super().get_parser(prog_name)
        add_application(parser)
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> Rows:
        """Look, and return a row for each."""
        name = application_of(parsed_args)
        return COLUMNS, [
            cells(
                (
                    found.name,
                    found.id,
                    " ".join(found.roles),
                    len(found.rules),
                    f"{found.expires:%F %T}" if found.expires else None,
                    found.description,
                )
            )
            for found in _of_application(self.cloud().credentials.find(), name)
        ]


class CredentialDeleteCommand(Verb):
    """Delete narrow credentials of an application: the named ones, or all that you made for it.

    OpenStack refuses a deleted credential from then on.
    """

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        """Add which."""
        parser = super().get_parser(prog_name)
        add_application(parser)
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument(
            "--name",
            action="append",
            metavar="NAME",
            help="name or id of a credential; may be given more than once",
        )
        which.add_argument(
            "--all", action="store_true", help="delete all that you made for the application"
        )
        add_dry_run(parser)
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> int:
        """Find, then delete; nothing is deleted when one is not found."""
        application, cloud = application_of(parsed_args), self.cloud()
        there = _of_application(cloud.credentials.find(), application)
        wanted = set(parsed_args.name or ())
        chosen = [one for one in there if parsed_args.all or {one.id, one.name} & wanted]
        missing = wanted - {word for one in chosen for word in (one.id, one.name)}
        if missing:
            raise Refused(
                f"{application} has no credential {', '.join(sorted(missing))}; nothing was "
                "deleted",
                f"bluegreen credential list {application}",
            )
        if parsed_args.dry_run:
            for one in chosen:
                self.say(f"Delete {one.name}, which cannot be undone.")
            return 0
        for one in chosen:
            cloud.credentials.remove(one)
            self.say(f"Deleted {one.name}.")
        return 0


def _refuse_to_show_others(stdout: TextIO) -> None:
    """Raise Refused where stdout is a file that others may read: `>` makes one of mode 644."""
    try:
        mode = os.fstat(stdout.fileno()).st_mode
    except OSError:  # no file at all
        return
    if stat.S_ISREG(mode) and mode & (stat.S_IRGRP | stat.S_IROTH):
        raise Refused(
            "others could read the file that the secret goes to, so no credential was made",
            "chmod 600 FILE, or umask 077 before the file exists; then run the same command again",
        )


def _wish(application: str, cloud: Cloud, parsed_args: argparse.Namespace) -> CredentialRequest:
    """Return the credential that the command asks for, with a name of its own.

    Raises Refused when the application is not whole, or when one who may make none asks for it.
    """
    from bluegreen.cloud.observe import observe_existing
    from bluegreen.model.credential import (
        CredentialRequest,
        Job,
        description_of,
        name_prefix,
        roles_for,
        rules_for,
    )

    job, who = Job(parsed_args.job), cloud.tenancy.who()
    if who.restricted:
        raise Refused(
            "these credentials cannot make another one, so nothing was made",
            "log in as a user with a password, then run the same command again",
        )
    return CredentialRequest(
        name=f"{name_prefix(application)}{job}-{secrets.token_hex(3)}",
        description=description_of(job, application),
        roles=roles_for(job, who.roles),
        expires=datetime.now(UTC) + parsed_args.expires,
        rules=rules_for(
            job,
            observe_existing(cloud, application),
            cut=parsed_args.with_cut,
            lease=not parsed_args.without_lease,
        ),
    )


def _of_application(found: list[Credential], application: str) -> list[Credential]:
    from bluegreen.model.credential import is_of

    return [one for one in found if is_of(application, one)]
