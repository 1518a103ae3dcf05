# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""`--watch`: what a command shows, shown again and again over one connection."""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from bluegreen.errors import CloudError

if TYPE_CHECKING:
    from bluegreen.cli.verb import Verb

SHORTEST = 0.5
CLEAR = "\x1b[2J\x1b[H"


def add_watch(parser: argparse.ArgumentParser) -> None:
    """Add the option."""
    parser.add_argument(
        "--watch",
        nargs="?",
        type=_seconds,
        const=2.0,
        metavar="SECONDS",
        help="redraw every SECONDS (default: 2) until Ctrl-C",
    )


def show_once_or_watch(verb: Verb, every: float | None, show: Callable[[], int]) -> int:
    """Show it once; or every so many seconds until Ctrl-C, each time on a cleared screen.

    A cloud that does not answer for once does not end the loop: a line says so, and it looks
    again. Raises CloudError when it is shown once.
    """
    if every is None:
        return show()
    stdout = verb.app.stdout
    try:
        while True:
            if stdout.isatty():
                stdout.write(CLEAR)
            try:
                show()
            except CloudError as error:
                verb.say(f"Could not read the state: {error.true_now}; trying again.")
            stdout.flush()
            time.sleep(every)
    except KeyboardInterrupt:
        return 0


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not SHORTEST <= seconds < float("inf"):
        raise argparse.ArgumentTypeError(f"{text}: a number of seconds, {SHORTEST:g} or more")
    return seconds
