# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The options that several commands have, and what their words mean."""

from __future__ import annotations

import argparse
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from bluegreen.errors import UsageError

if TYPE_CHECKING:
    from bluegreen.model.tags import Colour
    from bluegreen.spec import Specification

SPECIFICATION = Path("bluegreen.yaml")


def duration(text: str) -> timedelta:
    """Return the duration that a word such as 10m means; argparse's error when it means none."""
    from pydantic import TypeAdapter, ValidationError

    from bluegreen.spec.values import Duration

    try:
        return TypeAdapter(Duration).validate_python(text)
    except ValidationError as error:
        raise argparse.ArgumentTypeError(f"{text}: such as 500ms, 50s, 2m or 1h") from error


def at_least_one(text: str) -> int:
    """Return the count that a word is; argparse's error when it is none."""
    if not (text.isascii() and text.isdecimal() and int(text)):
        raise argparse.ArgumentTypeError(f"{text}: a whole number, at least 1")
    return int(text)


def side_colour(text: str) -> Colour:
    """Return the colour of a side; argparse's error when it is none."""
    from bluegreen.model.tags import Colour

    try:
        return Colour(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text} is no side; choose blue or green") from error


def number_of_servers(text: str) -> int:
    """Return the number of servers that a word means; argparse's error when it means none."""
    from bluegreen.spec.servers import MOST_SERVERS

    if not text.isdigit() or not 1 <= int(text) <= MOST_SERVERS:
        raise argparse.ArgumentTypeError(f"{text}: between 1 and {MOST_SERVERS}")
    return int(text)


def version_of_release(text: str) -> str:
    """Return the version that a word is; argparse's error when it is none.

    None at all is what an unset variable of a pipeline comes to. Only what is to be built must be
    one: a release that is there with another version is shown, switched to, rolled back to and
    removed like any other.
    """
    from bluegreen.spec.values import VERSION

    try:
        return VERSION.check(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is no version: it {error}") from error


def refuse_unless_name_of_application(text: str, next_step: str) -> None:
    """Raise UsageError for what could not name an application in a specification either.

    Tags with a comma in them are never found again, and long names share a journal.
    """
    from bluegreen.spec.values import APPLICATION_NAME

    try:
        APPLICATION_NAME.check(text)
    except ValueError as error:
        raise UsageError(f"{text!r} cannot name an application: it {error}", next_step) from error


def add_application(parser: argparse.ArgumentParser) -> None:
    """Add the application as an optional argument."""
    parser.add_argument(
        "application",
        metavar="APPLICATION",
        nargs="?",
        help=f"name of the application (default: that of ./{SPECIFICATION})",
    )


def add_application_of_specification(parser: argparse.ArgumentParser) -> None:
    """Add --specification, and the application as an argument that only confirms it."""
    parser.add_argument(
        "application",
        metavar="APPLICATION",
        nargs="?",
        help="refuse unless the specification is of this application",
    )
    add_specification(parser)


def application_of(parsed_args: argparse.Namespace) -> str:
    """Return the application's name, by default that of ./bluegreen.yaml.

    Raises UsageError when neither the command line nor that file gives one, and
    SpecificationInvalid when the file's `application` is no name.
    """
    if parsed_args.application is not None:
        return str(parsed_args.application)
    if not SPECIFICATION.exists():
        raise UsageError(
            f"no application given, and there is no {SPECIFICATION} here",
            "bluegreen list, then run the same command with the name of an application",
        )
    from bluegreen.spec import application_name

    return application_name(SPECIFICATION)


def own_specification(application: str) -> Specification | None:
    """Return ./bluegreen.yaml when it is of this application; None when it is not, or absent.

    Raises SpecificationInvalid.
    """
    from bluegreen.spec import load

    found = load(SPECIFICATION) if SPECIFICATION.exists() else None
    return found if found and found.application == application else None


def add_specification(parser: argparse.ArgumentParser) -> None:
    """Add --specification."""
    parser.add_argument(
        "--specification",
        metavar="FILE",
        type=Path,
        default=SPECIFICATION,
        help=f"the specification (default: {SPECIFICATION})",
    )


def specification_of(parsed_args: argparse.Namespace) -> Specification:
    """Read the specification; SpecificationInvalid holds all of its problems.

    Raises UsageError where the command line names another application.
    """
    from bluegreen.spec import load

    specification = load(parsed_args.specification)
    named = getattr(parsed_args, "application", None)
    if named not in (None, specification.application):
        raise UsageError(
            f"{parsed_args.specification} is the specification of {specification.application}, "
            f"not of {named}",
            "run the same command with --specification and the file of that application",
        )
    return specification


def add_side(parser: argparse.ArgumentParser) -> None:
    """Add the side as a positional argument."""
    from bluegreen.model.tags import Colour

    parser.add_argument("side", metavar="SIDE", type=side_colour, choices=list(Colour))


def add_version(parser: argparse.ArgumentParser) -> None:
    """Add the version as a positional argument."""
    parser.add_argument(
        "version", metavar="VERSION", type=version_of_release, help="version of the application"
    )


def add_message(parser: argparse.ArgumentParser) -> None:
    """Add --message."""
    parser.add_argument(
        "-m", "--message", default="", metavar="TEXT", help="reason; kept in the journal"
    )


def add_dry_run(parser: argparse.ArgumentParser) -> None:
    """Add the option of every verb that changes something."""
    parser.add_argument("--dry-run", action="store_true", help="show the plan, change nothing")


def add_lease(parser: argparse.ArgumentParser) -> None:
    """Add the reason, what to do while another operator is at work, and --dry-run."""
    add_message(parser)
    parser.add_argument(
        "--wait",
        type=duration,
        default=timedelta(0),
        metavar="DURATION",
        help="how long to wait for another operator to finish, such as 10m (default: do not wait)",
    )
    parser.add_argument(
        "--break-lease",
        action="store_true",
        help="force-release another operator's lease (asks first); only if you are sure that its "
        "process is gone",
    )
    parser.add_argument(
        "--without-lease",
        action="store_true",
        help="do not take the lease (for credentials without that right): still refuses while "
        "another operator holds it, but does not lock out later ones",
    )
    add_dry_run(parser)


def add_change(parser: argparse.ArgumentParser) -> None:
    """Add what a command takes that shows its plan and asks before it acts: the lease, --yes."""
    add_lease(parser)
    parser.set_defaults(changes_cloud=True)
    parser.add_argument("--yes", action="store_true", help="do not ask for confirmation")
    parser.add_argument(
        "--stop-at",
        metavar="POINT",
        help="fault injection: exit at once, like kill -9, at before:STEP or after:STEP",
    )
