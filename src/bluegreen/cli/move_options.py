# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Options about production's move: the proof, the old side's connections; and the result."""

from __future__ import annotations

import argparse
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from bluegreen.cli.options import add_application, add_change, duration, side_colour
from bluegreen.errors import UsageError
from bluegreen.model.tags import Colour

if TYPE_CHECKING:
    from bluegreen.operations.switch.run import MoveResult
    from bluegreen.spec import Specification
    from bluegreen.spec.switch import DrainSection

Row = tuple[tuple[str, ...], tuple[Any, ...]]


def add_move(parser: argparse.ArgumentParser) -> None:
    """Add the lease, the application, --from and --proof."""
    add_change(parser)
    add_application(parser)
    parser.add_argument(
        "--from",
        dest="expected",
        type=side_colour,
        choices=list(Colour),
        help="refuse unless this side is live now",
    )
    add_proof(parser)
    add_allow_unknown(parser)


def add_allow_unknown(parser: argparse.ArgumentParser) -> None:
    """Add --allow-unknown."""
    parser.add_argument(
        "--allow-unknown",
        action="store_true",
        help="also make a side live of which nobody can tell whether it works, such as one whose "
        "servers no health monitor asks; only if you know that it does",
    )


def row_of(result: MoveResult) -> Row:
    """Return what a move came to, as a row."""
    cutover, drained = result.cutover, result.drained
    live = result.application.live if result.application else None
    return (
        (
            "application",
            "live",
            "version",
            "cutover_seconds",
            "requests",
            "failed_requests",
            "old_after_new",
            "connections_left",
            "connections_cut",
        ),
        (
            result.name,
            str(live.colour) if live else None,
            live.release.version if live and live.release else None,
            round(cutover.seconds, 2) if cutover and cutover.seconds is not None else None,
            cutover.requests if cutover else None,
            cutover.failed if cutover else None,
            cutover.old_after_new if cutover else None,
            drained.remaining if drained else None,
            drained.cut if drained else None,
        ),
    )


WAYS = ("probe", "statistics", "none")


def add_proof(parser: argparse.ArgumentParser) -> None:
    """Add --proof."""
    parser.add_argument(
        "--proof",
        choices=WAYS,
        help="how to prove who answers: with connections from this machine (probe); if it has no "
        "route to the address, by the load balancers' own counts of users' connections, "
        "which is slower and weaker (statistics); or not at all (none). Default: "
        "switch.proof.by of the specification, else probe",
    )


def add_drain(parser: argparse.ArgumentParser) -> None:
    """Add --drain, --drain-deadline and --after-deadline."""
    parser.add_argument(
        "--drain",
        choices=("drain", "cut", "none"),
        help="connections that stay on the old side: wait until they end (drain), end them "
        "(cut), or leave them for a later `bluegreen drain` (none) (default: "
        "switch.drain.policy)",
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
        help="what to do with those that remain then (default: switch.drain.after_deadline)",
    )


def drain_of(parsed_args: argparse.Namespace, specification: Specification | None) -> DrainSection:
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
) -> DrainSection:
    """Return the specification's policy, or the default one, as the options change it.

    The policy "none" only counts: a drain whose time is up at once, and that leaves what it finds.
    Raises UsageError for a deadline where nothing is waited for.
    """
    if policy in ("cut", "none") and (deadline is not None or after_deadline):
        raise UsageError(
            f"a deadline is for waiting, but {policy} does not wait",
            "run the same command without the deadline",
        )
    from bluegreen.spec.switch import DrainSection

    wish = specification.switch.drain if specification else DrainSection()
    if policy == "none":
        policy, deadline, after_deadline = "drain", timedelta(0), "leave"
    said = {"policy": policy, "deadline": deadline, "after_deadline": after_deadline}
    return wish.model_copy(update={key: value for key, value in said.items() if value is not None})
