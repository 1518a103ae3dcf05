# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Finds out what the Octavia API orders, and has it carried out."""

import logging
import time
from collections import Counter
from concurrent.futures import Executor

from openstack_lab.octavia import reporting
from openstack_lab.octavia.desired import Octavia, is_pending
from openstack_lab.octavia.machine import Machine
from openstack_lab.octavia.model import Json, LoadBalancer
from openstack_lab.octavia.observer import Observer

_LOG = logging.getLogger(__name__)
_ATTEMPTS = 3


class Orders:
    """Compares the API with this machine and closes the gap, several load balancers at once.

    An order is a load balancer that is pending, or one that this machine does not serve: new,
    lost with a restart, or broken. It is tried a few times and then reported as an error, so
    that nothing stays pending for ever.
    """

    def __init__(
        self,
        octavia: Octavia,
        machine: Machine,
        library: reporting.Library,
        observer: Observer,
        workers: Executor,
    ) -> None:
        self._octavia = octavia
        self._machine = machine
        self._library = library
        self._observer = observer
        self._workers = workers
        self._busy: set[str] = set()
        self._failures: Counter[str] = Counter()

    def look(self) -> None:
        """Ask the API once and start what is due; an API that does not answer is asked later."""
        try:
            rows = self._octavia.load_balancers()
        except Exception as error:
            _LOG.warning("The Octavia API did not answer, it will be asked again: %s", error)
            return
        for row in rows:
            if row["id"] not in self._busy and self._is_due(row):
                self._start(row)
        for load_balancer_id in self._machine.known() - {row["id"] for row in rows} - self._busy:
            self._clear(load_balancer_id)

    def _is_due(self, row: Json) -> bool:
        if is_pending(row):
            return True
        is_served = self._observer.is_served(row["id"])
        return not is_served and self._failures[row["id"]] < _ATTEMPTS

    def _start(self, row: Json) -> None:
        self._busy.add(row["id"])
        self._workers.submit(self._carry_out, row)

    def _carry_out(self, row: Json) -> None:
        lb = LoadBalancer.from_api(row, listeners=(), pools=())
        try:
            wanted = self._octavia.tree(lb.id)
            if wanted is not None:  # else it is gone; the next look removes what it left
                lb = wanted
                self._follow(lb)
            del self._failures[lb.id]
        except Exception:
            self._note_failure(lb)
        finally:
            self._busy.discard(lb.id)

    def _follow(self, lb: LoadBalancer) -> None:
        if lb.is_leaving:
            self._remove(lb)
        elif lb.is_pending or not self._observer.is_served(lb.id):
            self._serve(lb)

    def _serve(self, lb: LoadBalancer) -> None:
        began = time.monotonic()
        with self._observer.looking_away_from(lb.id):
            self._machine.serve(lb.staying())
            self._observer.watch(lb)
        _LOG.info("Load balancer %s serves, after %.1f s", lb.id, time.monotonic() - began)

    def _remove(self, lb: LoadBalancer) -> None:
        self._observer.forget(lb.id)
        self._machine.remove(lb.id, lb.vip_port_id)
        reporting.report_removed(self._library, lb)

    def _clear(self, load_balancer_id: str) -> None:
        """Remove what a load balancer left that the API does not know any more."""
        try:
            self._observer.forget(load_balancer_id)
            self._machine.remove(load_balancer_id, vip_port_id=None)
        except Exception:
            _LOG.exception("Load balancer %s is deleted, but not cleared away", load_balancer_id)

    def _note_failure(self, lb: LoadBalancer) -> None:
        self._failures[lb.id] += 1
        attempt = self._failures[lb.id]
        _LOG.exception("Load balancer %s: attempt %d of %d failed", lb.id, attempt, _ATTEMPTS)
        if attempt >= _ATTEMPTS:
            reporting.report_failed(self._library, lb)
            if lb.is_pending:
                del self._failures[lb.id]
