# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What `switch`, `rollback` and `resume` have in common: their options, and their result."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from bluegreen.cli.options import add_application, add_change
from bluegreen.cli.proof_options import add_proof
from bluegreen.model.tags import Colour

if TYPE_CHECKING:
    from bluegreen.operations.switch.run import MoveResult

Row = tuple[tuple[str, ...], tuple[Any, ...]]


def add_move(parser: argparse.ArgumentParser) -> None:
    """Add the lease, the application, --from and --proof."""
    add_change(parser)
    add_application(parser)
    parser.add_argument(
        "--from",
        dest="expected",
        type=Colour,
        choices=list(Colour),
        help="refuse unless this side is live now",
    )
    add_proof(parser)


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
