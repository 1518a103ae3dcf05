# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""`bluegreen probe URL`: send requests at a fixed rate, count every one, and who answered."""

import argparse
import csv
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, TextIO

from cliff.show import ShowOne

from bluegreen.cli.columns import Told
from bluegreen.cli.probe_options import (
    add_files,
    add_pace,
    add_reading,
    add_shapes,
    prober_of,
)
from bluegreen.cli.probe_request import add_request
from bluegreen.cli.verb import Verb
from bluegreen.errors import UsageError
from bluegreen.model.text import printable
from bluegreen.probe.page import render
from bluegreen.probe.prober import Prober
from bluegreen.probe.record import Kind
from bluegreen.probe.report import COLUMNS, Report
from bluegreen.probe.words import crossing_lines, download_line, progress_line, tally_lines


class ProbeCommand(Verb, ShowOne):
    """Probe a URL at a fixed rate, and count all requests and the side that answers each.

    Without a path in the URL, the load balancer itself tells its side; with a path, the header
    X-Bluegreen-Side of the answer does. Ctrl-C ends the probe and prints the result. Exit code 0 if
    no request failed, else 1.
    """

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        """Add the URL and the options to cliff's own."""
        parser = super().get_parser(prog_name)
        parser.add_argument("url", metavar="URL", help="http://ADDRESS[:PORT][/PATH]")
        add_pace(parser)
        add_request(parser)
        add_shapes(parser)
        add_reading(parser)
        add_files(parser)
        return parser

    def run(self, parsed_args: argparse.Namespace) -> int:
        """Show the result, and tell by the exit code whether a request failed."""
        super().run(parsed_args)
        return 1 if self._report.failed else 0

    def take_action(self, parsed_args: argparse.Namespace) -> tuple[Sequence[str], Iterable[Any]]:
        """Probe, and give the figures."""
        prober = prober_of(parsed_args)
        for path in filter(None, (parsed_args.records, parsed_args.html)):
            _opened(path).close()
        prober.start()
        try:
            self._show_progress(prober, parsed_args.duration.total_seconds())
        except KeyboardInterrupt:
            pass
        finally:
            self._report = prober.stop()
        if parsed_args.records:
            with _opened(parsed_args.records) as file:
                writer = csv.writer(file)
                writer.writerow(COLUMNS)
                writer.writerows(self._report.rows())
        if parsed_args.html:
            with _opened(parsed_args.html) as file:
                file.write(render(self._report))
        return self.dict2columns(_told(self._report))

    def _show_progress(self, prober: Prober, seconds: float) -> None:
        """Wait for the end; on a terminal with a line that is renewed five times a second."""
        terminal = self.app.stderr
        began = time.monotonic()
        try:
            while (passed := time.monotonic() - began) < seconds:
                if terminal.isatty():
                    line = printable(progress_line(prober.progress(), passed))
                    terminal.write(f"\r{line}\033[K")
                    terminal.flush()
                time.sleep(min(0.2, seconds - passed))
        finally:
            if terminal.isatty():
                terminal.write("\r\033[K")


def _told(report: Report) -> dict[str, Any]:
    plain = report.as_dict()
    tallies = {
        "fresh": report.fresh,
        "kept_alive": report.kept_alive,
        "websocket": report.websocket,
    }
    lines = {name: tally_lines(tally) if tally else "none" for name, tally in tallies.items()}
    lines["download"] = "\n".join(map(download_line, report.of_kind(Kind.DOWNLOAD))) or "none"
    crossing = report.only_crossing
    lines["crossing"] = crossing_lines(crossing, report.began) if crossing else "none"
    return plain | {name: Told(plain[name], text) for name, text in lines.items()}


def _opened(path: Path) -> TextIO:
    """Open a file to write. Raises UsageError where it cannot be written."""
    try:
        return path.open("w", encoding="utf-8", newline="")
    except OSError as error:
        raise UsageError(
            f"{path} cannot be written: {error.strerror}", "use another file"
        ) from error
