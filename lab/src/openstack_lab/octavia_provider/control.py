# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Talks to a running HAProxy through the socket of its master process.

The master reaches every worker, also those that an earlier reload left behind and that live on
until their last connection ends (HAProxy management guide, section 9.4).
"""

import csv
import io
import socket
from dataclasses import dataclass
from pathlib import Path

Row = dict[str, str]


class Unreachable(Exception):
    """HAProxy does not answer on its master socket."""


@dataclass(frozen=True)
class Worker:
    """One worker process; `is_old` means that it only finishes what it has."""

    pid: int
    is_old: bool


class Master:
    """The command line of HAProxy's master process."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def ask(self, command: str) -> str:
        """Send one command and return the answer.

        Raises Unreachable when there is no such process.
        """
        try:
            with socket.socket(socket.AF_UNIX) as master:
                master.settimeout(5)
                master.connect(str(self._path))
                master.sendall(f"{command}\n".encode())
                master.shutdown(socket.SHUT_WR)
                with master.makefile() as answer:
                    return answer.read()
        except OSError as error:
            raise Unreachable(f"{self._path}: {error}") from error

    def workers(self) -> list[Worker]:
        """Return all workers, old ones included."""
        return parse_workers(self.ask("show proc"))

    def current(self) -> Worker | None:
        """Return the worker that takes new connections."""
        return next((worker for worker in self.workers() if not worker.is_old), None)

    def statistics(self, worker: Worker) -> list[Row]:
        """Return the rows of `show stat` of one worker; none if it has just ended."""
        return parse_statistics(self.ask(f"@!{worker.pid} show stat"))


def parse_workers(answer: str) -> list[Worker]:
    """Read the answer to `show proc`."""
    workers, is_old = [], False
    for line in answer.splitlines():
        if line.startswith("# "):
            is_old = line.startswith("# old workers")
            continue
        words = line.split()
        if len(words) > 1 and words[1] == "worker":
            workers.append(Worker(pid=int(words[0]), is_old=is_old))
    return workers


def parse_statistics(answer: str) -> list[Row]:
    """Read the answer to `show stat`; a worker that has gone answers with a sentence."""
    if not answer.startswith("# "):
        return []
    table = "\n".join(line for line in answer.removeprefix("# ").splitlines() if line)
    return list(csv.DictReader(io.StringIO(table)))
