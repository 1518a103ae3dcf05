# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Watches the HAProxy processes and reports to Octavia what has changed."""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock

from openstack_lab.octavia_provider import status, status_reporter
from openstack_lab.octavia_provider.control import Row, Unreachable
from openstack_lab.octavia_provider.machine import Machine
from openstack_lab.octavia_provider.model import LoadBalancer
from openstack_lab.octavia_provider.statistics import Ledger, Report

_LOG = logging.getLogger(__name__)
_CHECK_EVERY, _COUNT_EVERY = 5.0, 3.0


@dataclass
class _Watched:
    """A load balancer being served, and what was last reported of it."""

    lb: LoadBalancer
    ledger: Ledger
    reported: dict[str, str]
    counted: list[Report] = field(default_factory=list)


class Watcher:
    """Reads health every second and counters every few, and reports only what is new."""

    def __init__(self, machine: Machine, library: status_reporter.Library) -> None:
        self._machine = machine
        self._library = library
        self._watched: dict[str, _Watched] = {}
        self._in_change: set[str] = set()
        self._next_check = self._next_count = 0.0
        self._one_voice = Lock()  # two reports about one object must not overtake each other

    def is_served(self, load_balancer_id: str) -> bool:
        """Whether a load balancer was made to work and has not broken since."""
        return load_balancer_id in self._watched

    def watch(self, requested: LoadBalancer) -> None:
        """Report what was requested as done, and watch the load balancer from now on."""
        lb = requested.staying()
        with self._one_voice:
            before = self._watched.get(lb.id)
            ledger = before.ledger if before else Ledger(self._machine.counters_of(lb.id))
            known = {item.id: item.operating_status for _, item in lb.each()}
            watched = _Watched(lb, ledger, known)
            watched.reported = self._statuses(watched, self._rows(lb.id))
            status_reporter.report_done(self._library, requested, watched.reported)
            self._watched[lb.id] = watched

    @contextmanager
    def looking_away_from(self, load_balancer_id: str) -> Iterator[None]:
        """Do not look at a load balancer that is being changed: HAProxy may be away a moment."""
        with self._one_voice:
            self._in_change.add(load_balancer_id)
        try:
            yield
        finally:
            self._in_change.discard(load_balancer_id)

    def forget(self, load_balancer_id: str) -> None:
        """Stop watching a load balancer."""
        with self._one_voice:
            self._watched.pop(load_balancer_id, None)

    def check(self) -> None:
        """Check every load balancer once; forget a broken one, so that it is rebuilt."""
        now = time.monotonic()
        is_check, is_count = now >= self._next_check, now >= self._next_count
        self._next_check = now + _CHECK_EVERY if is_check else self._next_check
        self._next_count = now + _COUNT_EVERY if is_count else self._next_count
        for load_balancer_id in self._watched.keys() - self._in_change:
            try:
                if is_check and not self._machine.is_whole(load_balancer_id):
                    raise Unreachable("the interface or HAProxy is gone")
                self._report(load_balancer_id, is_count=is_count)
            except Unreachable as error:
                _LOG.warning("Load balancer %s will be rebuilt: %s", load_balancer_id, error)
                self.forget(load_balancer_id)
            except Exception:
                _LOG.exception("Load balancer %s could not be reported", load_balancer_id)

    def _report(self, load_balancer_id: str, *, is_count: bool) -> None:
        with self._one_voice:
            watched = self._watched.get(load_balancer_id)
            if watched is None or load_balancer_id in self._in_change:
                return
            rows = self._rows(load_balancer_id)
            self._report_health(watched, rows)
            if is_count:
                self._report_counters(watched, rows)

    def _rows(self, load_balancer_id: str) -> dict[int, list[Row]]:
        """Return the statistics of every worker, the current one first."""
        master = self._machine.haproxy(load_balancer_id).master
        workers = sorted(master.workers(), key=lambda worker: worker.is_old)
        return {worker.pid: master.statistics(worker) for worker in workers}

    def _statuses(self, watched: _Watched, rows: dict[int, list[Row]]) -> dict[str, str]:
        current = next(iter(rows.values()), [])
        members = status.member_statuses(current)
        return status.operating_statuses(watched.lb, members, watched.reported)

    def _report_health(self, watched: _Watched, rows: dict[int, list[Row]]) -> None:
        statuses = self._statuses(watched, rows)
        changed = {item: new for item, new in statuses.items() if watched.reported.get(item) != new}
        if changed:
            status_reporter.report_operating(self._library, watched.lb, changed)
            watched.reported = statuses

    def _report_counters(self, watched: _Watched, rows: dict[int, list[Row]]) -> None:
        listeners = [listener.id for listener in watched.lb.listeners]
        counted = watched.ledger.record(rows, listeners)
        if counted != watched.counted:
            self._library.update_listener_statistics({"listeners": counted})
            watched.counted = counted
