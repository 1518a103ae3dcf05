# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""`lab logs`: what the services said."""

import re
import subprocess
import time
from collections import deque
from collections.abc import Iterable, Iterator
from pathlib import Path

from openstack_lab.errors import LabError
from openstack_lab.lab import Lab

_TAIL_BYTES = 1_000_000
_LINE_LENGTH = 300
_KEPT_DAYS = 30
_ERROR = re.compile(
    r"(ERROR|CRITICAL) [\w.]+ \S|\[(ERROR|error)\]|\|(ERR|EMER)\||: error :|FATAL|"
    r"\blevel=error\b|^fatal error: |^[\w.]*Error: "
)
"""How each kind of program says it, without the lines of a trace."""
_EXCEPTION = re.compile(r"(^|[\s.])\w+(Error|Exception|Refused|NotFound)\w*: \S")
"""The last line of a trace, also behind the date and level of a logger."""


def show(lab: Lab, service: str, *, follow: bool) -> None:
    """Write the end of one service's log to standard output; go on as it grows if `follow`."""
    log = lab.paths.logs / f"{service}.log"
    if not log.exists():
        known = ", ".join(path.stem for path in _all(lab))
        raise LabError(f"There is no log of {service}.", f"The logs are: {known or 'none'}.")
    options = ["--follow=name"] if follow else []
    subprocess.run(["tail", "--lines=200", *options, log], check=False)


def error_report(lab: Lab, count: int = 5) -> str:
    """Return the last error lines of every log that has any, each under the log's name."""
    found = {log.stem: last_errors(log, count) for log in _all(lab)}
    return "".join(
        f"{name}:\n" + "".join(f"    {line}\n" for line in lines)
        for name, lines in found.items()
        if lines
    )


def last_errors(log: Path, count: int) -> list[str]:
    """Return the last lines of a log that tell of an error, each cut to a readable length."""
    lines = (line[:_LINE_LENGTH] for line in tail(log) if _ERROR.search(line))
    return list(deque(lines, maxlen=count))


def cause(log: Path) -> str:
    """Return the last line of a log that names an exception, else the last error, else its end."""
    if not log.exists():
        return "(no log)"
    found = last_exception(tail(log)) or last_errors(log, 1) or list(deque(tail(log), maxlen=1))
    return found[0][:_LINE_LENGTH] if found else "(its log is empty)"


def last_exception(lines: Iterable[str]) -> list[str]:
    """Return the last line that names an exception, or nothing."""
    return list(deque((line.strip() for line in lines if _EXCEPTION.search(line)), maxlen=1))


def remove_old(lab: Lab) -> None:
    """Remove older logs, and those of servers, that have not been written to for a month."""
    long_ago = time.time() - _KEPT_DAYS * 24 * 3600
    for log in (*lab.paths.logs.glob("*.log.1"), *lab.paths.logs.glob("libvirt/qemu/*")):
        if log.stat().st_mtime < long_ago:
            log.unlink()


def tail(log: Path) -> Iterator[str]:
    """Return the lines of the last megabyte of a log."""
    with log.open("rb") as file:
        file.seek(max(0, log.stat().st_size - _TAIL_BYTES))
        yield from file.read().decode(errors="replace").splitlines()


def _all(lab: Lab) -> list[Path]:
    return sorted(lab.paths.logs.glob("*.log"))
