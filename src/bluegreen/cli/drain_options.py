# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The options about connections that stay on the old side, and what they make of the policy."""

from __future__ import annotations

import argparse
from datetime import timedelta
from typing import TYPE_CHECKING

from bluegreen.cli.options import duration
from bluegreen.errors import UsageError

if TYPE_CHECKING:
    from bluegreen.spec import Specification
    from bluegreen.spec.drain import Drain


def add_drain(parser: argparse.ArgumentParser) -> None:
    """Add --drain, --drain-deadline and --after-deadline."""
    parser.add_argument(
        "--drain",
        choices=("drain", "cut", "none"),
        help="connections that stay on the old side: wait until they end by themselves (drain), "
        "end them (cut), or neither (none), for `bluegreen drain` later "
        "(default: switch.drain.policy)",
    )
    parser.add_argument(
        "--drain-deadline",
        type=duration,
        metavar="DURATION",
        help="how long to wait for them (default: switch.drain.deadline)",
    )
    add_after_deadline(parser)


def add_after_deadline(parser: argparse.ArgumentParser) -> None:
    """Add --after-deadline."""
    parser.add_argument(
        "--after-deadline",
        choices=("leave", "cut"),
        help="those that are left then (default: switch.drain.after_deadline)",
    )


def drain_of(parsed_args: argparse.Namespace, specification: Specification | None) -> Drain:
    """Return what is to become of the connections on the old side. Raises UsageError."""
    return drain_for_once(
        specification,
        parsed_args.drain,
        parsed_args.drain_deadline,
        parsed_args.after_deadline,
    )


def drain_for_once(
    specification: Specification | None,
    policy: str | None,
    deadline: timedelta | None,
    after_deadline: str | None,
) -> Drain:
    """Return the specification's policy, or the default one, with what is said instead for once.

    The policy "none" only counts: a drain whose time is up at once, and that leaves what it finds.
    Raises UsageError for a deadline where nothing is waited for.
    """
    if policy in ("cut", "none") and (deadline is not None or after_deadline):
        raise UsageError(
            f"a deadline is for waiting, and with {policy} nothing is waited for",
            "the same command without the deadline",
        )
    from bluegreen.spec.drain import Drain

    wish = specification.switch.drain if specification else Drain()
    if policy == "none":
        policy, deadline, after_deadline = "drain", timedelta(0), "leave"
    said = {"policy": policy, "deadline": deadline, "after_deadline": after_deadline}
    return wish.model_copy(update={key: value for key, value in said.items() if value is not None})
