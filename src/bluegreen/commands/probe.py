# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""`bluegreen probe URL`: send requests at a fixed rate, count every one, and who answered."""

import argparse
import csv
import re
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from cliff.columns import FormattableColumn
from cliff.show import ShowOne
from pydantic import TypeAdapter, ValidationError

from bluegreen.errors import UsageError
from bluegreen.probe.identity import ByBody, ByHeader, Identity
from bluegreen.probe.prober import Prober
from bluegreen.probe.report import COLUMNS, Report
from bluegreen.probe.target import Target
from bluegreen.probe.words import crossing_lines, progress_line, tally_lines
from bluegreen.specification.values import Duration


class Probe(ShowOne):
    """Probe a URL at a fixed rate, and count every request and which side answered it.

    Without a path in the URL the load balancer itself is asked which side it is; with one, the side
    is read from the answer's X-Bluegreen-Side header. Ctrl-C ends the probing with its result.
    Exit code: 0 when no request failed, else 1.
    """

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        """Add the URL and the options to cliff's own."""
        parser = super().get_parser(prog_name)
        parser.add_argument("url", metavar="URL", help="http://ADDRESS[:PORT][/PATH]")
        parser.add_argument(
            "--rate",
            type=_number(float, "above 0 and at most 1000", lambda rate: 0 < rate <= 1000),
            default=50.0,
            help="requests per second and kind of connection (default: 50)",
        )
        parser.add_argument(
            "--duration", type=_duration, default="10s", help="how long, as in 10s or 2m"
        )
        parser.add_argument(
            "--timeout", type=_duration, default="5s", help="limit for one whole request"
        )
        parser.add_argument(
            "--keepalive",
            type=_number(int, "0 to 1000", lambda clients: 0 <= clients <= 1000),
            default=0,
            metavar="N",
            help="probe over N kept-alive connections as well",
        )
        parser.add_argument(
            "--records", type=Path, metavar="FILE", help="write every request to this CSV file"
        )
        _add_ways_to_read_an_answer(parser)
        return parser

    def run(self, parsed_args: argparse.Namespace) -> int:
        """Show the result, and tell by the exit code whether a request failed."""
        super().run(parsed_args)
        return 1 if self._report.failed else 0

    def take_action(self, parsed_args: argparse.Namespace) -> tuple[Sequence[str], Iterable[Any]]:
        """Probe, and give the figures."""
        if parsed_args.records:
            _write_records(parsed_args.records, [])
        prober = Prober(
            _target(parsed_args),
            rate=parsed_args.rate,
            keepalive_clients=parsed_args.keepalive,
            timeout=parsed_args.timeout,
        )
        prober.start()
        try:
            self._show_progress(prober, parsed_args.duration.total_seconds())
        except KeyboardInterrupt:
            pass
        finally:
            self._report = prober.stop()
        if parsed_args.records:
            _write_records(parsed_args.records, self._report.rows())
        return self.dict2columns(_told(self._report))

    def _show_progress(self, prober: Prober, seconds: float) -> None:
        """Wait for the end; on a terminal with a line that is renewed five times a second."""
        terminal = self.app.stderr
        began = time.monotonic()
        while (passed := time.monotonic() - began) < seconds:
            if terminal.isatty():
                terminal.write(f"\r{progress_line(prober.progress(), passed)}\033[K")
                terminal.flush()
            time.sleep(min(0.2, seconds - passed))
        if terminal.isatty():
            terminal.write("\r\033[K")


class _Told(FormattableColumn[Any]):
    """Figures that are plain values for JSON and lines for people."""

    def __init__(self, value: Any, lines: str) -> None:
        super().__init__(value)
        self._lines = lines

    def human_readable(self) -> str:
        return self._lines


def _told(report: Report) -> dict[str, Any]:
    plain = report.as_dict()
    lines = {
        kind: tally_lines(tally) if tally else "none"
        for kind, tally in (("fresh", report.fresh), ("kept_alive", report.kept_alive))
    }
    crossing = report.only_crossing
    lines["crossing"] = crossing_lines(crossing, report.began) if crossing else "none"
    return plain | {name: _Told(plain[name], text) for name, text in lines.items()}


def _add_ways_to_read_an_answer(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--expect",
        type=_number(int, "100 to 599", lambda status: 100 <= status <= 599),
        metavar="STATUS",
        help="the one status that is a good answer (default: 200 to 399)",
    )
    told_by = parser.add_mutually_exclusive_group()
    told_by.add_argument("--side-header", metavar="NAME", help="the header that names the side")
    told_by.add_argument(
        "--side-pattern",
        metavar="REGEX",
        help="what names the side in the body, as in 'served by (?P<side>blue|green)'",
    )


def _target(parsed_args: argparse.Namespace) -> Target:
    identity: Identity | None = None
    try:
        if parsed_args.side_header:
            identity = ByHeader(parsed_args.side_header)
        elif parsed_args.side_pattern:
            identity = ByBody(re.compile(parsed_args.side_pattern))
        return Target.of(parsed_args.url, identity, parsed_args.expect)
    except (ValueError, re.error) as error:
        raise UsageError(str(error), "bluegreen probe --help") from error


def _write_records(path: Path, rows: Iterable[Iterable[Any]]) -> None:
    """Write the CSV file. Raises UsageError where it cannot be written."""
    try:
        with path.open("w", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(COLUMNS)
            writer.writerows(rows)
    except OSError as error:
        raise UsageError(
            f"{path} cannot be written: {error.strerror}", "name another file"
        ) from error


def _duration(text: str) -> Any:
    try:
        return TypeAdapter(Duration).validate_python(text)
    except ValidationError as error:
        rule = error.errors()[0]["ctx"]["error"]
        raise argparse.ArgumentTypeError(f"{text!r} {rule}") from error


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
