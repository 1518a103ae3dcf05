# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Listener statistics that survive reloads.

Each reload starts a worker whose counters begin at zero, while the old worker goes on serving
what it has. Totals are the counters of all workers living plus what the ended ones had reached;
`active_connections` is the sum over the living, old ones included, so that a drain counter never
forgets a connection.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from openstack_lab.octavia_provider.control import Row

Report = dict[str, int | str]


@dataclass(frozen=True)
class Counters:
    """What Octavia counts for a listener."""

    bytes_in: int = 0
    bytes_out: int = 0
    request_errors: int = 0
    total_connections: int = 0

    def __add__(self, other: "Counters") -> "Counters":
        return Counters(
            self.bytes_in + other.bytes_in,
            self.bytes_out + other.bytes_out,
            self.request_errors + other.request_errors,
            self.total_connections + other.total_connections,
        )


class Ledger:
    """The counters of one load balancer's listeners, kept in a file across agent restarts."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._ended: dict[str, Counters] = {}
        self._living: dict[str, dict[str, Counters]] = {}
        if path.exists():
            saved = json.loads(path.read_text())
            self._ended = _load(saved["ended"])
            self._living = {worker: _load(rows) for worker, rows in saved["living"].items()}

    def record(self, workers: Mapping[int, list[Row]], listeners: Iterable[str]) -> list[Report]:
        """Take in the `show stat` rows of every living worker; return a report per listener."""
        now = {str(pid): _counters(rows) for pid, rows in workers.items()}
        for worker, before in self._living.items():
            if worker not in now or _has_restarted(before, now[worker]):
                for listener, counters in before.items():
                    self._ended[listener] = self._ended.get(listener, Counters()) + counters
        if now != self._living:
            self._living = now
            self._save()
        active = _active(workers)
        return [
            {"id": item, "active_connections": active.get(item, 0), **asdict(self._total(item))}
            for item in listeners
        ]

    def _total(self, listener: str) -> Counters:
        parts = [rows[listener] for rows in self._living.values() if listener in rows]
        return sum(parts, self._ended.get(listener, Counters()))

    def _save(self) -> None:
        text = json.dumps(
            {
                "ended": _dump(self._ended),
                "living": {worker: _dump(rows) for worker, rows in self._living.items()},
            }
        )
        draft = self._path.with_suffix(".draft")
        draft.write_text(text)
        draft.replace(self._path)


def _frontends(rows: list[Row]) -> dict[str, Row]:
    return {row["pxname"]: row for row in rows if row["svname"] == "FRONTEND"}


def _counters(rows: list[Row]) -> dict[str, Counters]:
    return {
        listener: Counters(int(row["bin"]), int(row["bout"]), int(row["ereq"]), int(row["stot"]))
        for listener, row in _frontends(rows).items()
    }


def _has_restarted(before: Mapping[str, Counters], now: Mapping[str, Counters]) -> bool:
    """Whether another process has the worker's number now, as after a restart of the machine."""
    return any(
        now.get(listener, Counters()).total_connections < counters.total_connections
        for listener, counters in before.items()
    )


def _active(workers: Mapping[int, list[Row]]) -> dict[str, int]:
    active: dict[str, int] = {}
    for rows in workers.values():
        for listener, row in _frontends(rows).items():
            active[listener] = active.get(listener, 0) + int(row["scur"])
    return active


def _load(rows: Mapping[str, Mapping[str, int]]) -> dict[str, Counters]:
    return {listener: Counters(**values) for listener, values in rows.items()}


def _dump(rows: Mapping[str, Counters]) -> dict[str, dict[str, int]]:
    return {listener: asdict(counters) for listener, counters in rows.items()}
