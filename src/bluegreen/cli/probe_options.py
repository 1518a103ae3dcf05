# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The options of `bluegreen probe`, and the prober that they describe."""

import argparse
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from bluegreen.cli.probe_request import of_websockets, target_of
from bluegreen.errors import UsageError
from bluegreen.probe.prober import Prober
from bluegreen.spec.values import Duration


def add_pace(parser: argparse.ArgumentParser) -> None:
    """Add how often, how long, and how patiently to ask."""
    parser.add_argument(
        "--rate",
        type=_number(float, "above 0 and at most 1000", lambda rate: 0 < rate <= 1000),
        default=50.0,
        help="requests per second over each kind of connection (default: 50)",
    )
    parser.add_argument(
        "--duration", type=_duration, default="10s", help="how long, such as 10s or 2m"
    )
    parser.add_argument(
        "--timeout",
        type=_duration,
        default="5s",
        help="time limit of a complete request (default: 5s)",
    )
    parser.add_argument(
        "--progress-timeout",
        type=_duration,
        metavar="TIME",
        help="longest wait between two bytes (default: only --timeout applies)",
    )


def add_shapes(parser: argparse.ArgumentParser) -> None:
    """Add what to send, and over which kinds of connections."""
    clients = _number(int, "0 to 1000", lambda clients: 0 <= clients <= 1000)
    parser.add_argument(
        "--keepalive",
        type=clients,
        default=0,
        metavar="N",
        help="probe over N kept-alive connections as well",
    )
    parser.add_argument(
        "--post",
        type=_size,
        metavar="SIZE",
        help="send POST with a body of SIZE bytes, such as 500, 64k or 10M, instead of GET",
    )
    parser.add_argument("--chunked", action="store_true", help="send the body of --post in chunks")
    parser.add_argument(
        "--websockets",
        type=clients,
        default=0,
        metavar="N",
        help="keep N WebSockets open as well, and ping them",
    )
    parser.add_argument(
        "--websocket-path",
        default="/",
        metavar="PATH",
        help="where to open the WebSockets (default: /)",
    )
    parser.add_argument(
        "--download",
        metavar="PATH",
        help="download this once as well, from the start of the probe, and wait for its end",
    )


def add_reading(parser: argparse.ArgumentParser) -> None:
    """Add what tells the side of an answer."""
    told_by = parser.add_mutually_exclusive_group()
    told_by.add_argument("--side-header", metavar="NAME", help="header that names the side")
    told_by.add_argument(
        "--side-pattern",
        metavar="REGEX",
        help="regular expression that finds the side in the body, as in 'served by "
        "(?P<side>blue|green)'",
    )


def add_files(parser: argparse.ArgumentParser) -> None:
    """Add the files to write."""
    parser.add_argument(
        "--records", type=Path, metavar="FILE", help="write every request to this CSV file"
    )
    parser.add_argument(
        "--html", type=Path, metavar="FILE", help="write a report with curves to this HTML file"
    )


def prober_of(parsed_args: argparse.Namespace) -> Prober:
    """Make the prober. Raises UsageError for options that make no sense."""
    try:
        target = target_of(parsed_args)
        download = parsed_args.download
        return Prober(
            target,
            rate=parsed_args.rate,
            keepalive_clients=parsed_args.keepalive,
            websocket_clients=parsed_args.websockets,
            websocket=target.at(parsed_args.websocket_path).with_headers(
                of_websockets(parsed_args)
            ),
            download=None if download is None else target.at(download),
            timeout=parsed_args.timeout,
            progress_timeout=parsed_args.progress_timeout,
        )
    except ValueError as error:
        raise UsageError(str(error), "bluegreen probe --help") from error


def _duration(text: str) -> Any:
    try:
        return TypeAdapter(Duration).validate_python(text)
    except ValidationError as error:
        rule = error.errors()[0]["ctx"]["error"]
        raise argparse.ArgumentTypeError(f"{text!r} {rule}") from error


def _size(text: str) -> int:
    match = re.fullmatch(r"(\d+)([kM]?)", text, re.ASCII)
    if match is None:
        raise argparse.ArgumentTypeError(f"{text!r} must be a number of bytes: 500, 64k or 10M")
    return int(match[1]) * {"": 1, "k": 1024, "M": 1024 * 1024}[match[2]]


def _number(
    kind: type[int] | type[float], rule: str, holds: Callable[[float], bool]
) -> Callable[[str], float]:
    """Make an argument type that reads a number and says what it must be."""

    def read(text: str) -> float:
        try:
            number = kind(text)
        except ValueError:
            number = -1
        if not holds(number):
            raise argparse.ArgumentTypeError(f"{text!r} is not {rule}")
        return number

    return read
