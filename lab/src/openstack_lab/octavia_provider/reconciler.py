# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Reconciles this machine with what the Octavia API wants, and tries again what has failed."""

import logging
import time
from collections import Counter
from concurrent.futures import Executor

from openstack_lab.octavia_provider import status_reporter
from openstack_lab.octavia_provider.desired_state import DesiredState, is_pending
from openstack_lab.octavia_provider.machine import Machine
from openstack_lab.octavia_provider.model import Json, LoadBalancer
from openstack_lab.octavia_provider.watcher import Watcher

_LOG = logging.getLogger(__name__)
_ATTEMPTS = 3


class Reconciler:
    """Compares the API with this machine and closes the gap, several load balancers at once.

    It acts on each load balancer that is pending, or that this machine does not serve: new, lost
    with a restart, or broken. What fails is tried a few times and then reported as an error, so
    that nothing stays pending for ever.
    """

    def __init__(
        self,
        desired: DesiredState,
        machine: Machine,
        library: status_reporter.Library,
        watcher: Watcher,
        workers: Executor,
    ) -> None:
        self._desired = desired
        self._machine = machine
        self._library = library
        self._watcher = watcher
        self._workers = workers
        self._busy: set[str] = set()
        self._failures: Counter[str] = Counter()

    def reconcile(self) -> None:
        """Ask the API once and start what is due. If the API does not answer, try again later."""
        try:
            rows = self._desired.load_balancers()
        except Exception as error:
            _LOG.warning("The Octavia API did not answer; trying again soon: %s", error)
            return
        for row in rows:
            if row["id"] not in self._busy and self._is_due(row):
                self._start(row)
        for load_balancer_id in self._machine.known() - {row["id"] for row in rows} - self._busy:
            self._clear(load_balancer_id)

    def _is_due(self, row: Json) -> bool:
        if is_pending(row):
            return True
        is_served = self._watcher.is_served(row["id"])
        return not is_served and self._failures[row["id"]] < _ATTEMPTS

    def _start(self, row: Json) -> None:
        self._busy.add(row["id"])
        self._workers.submit(self._reconcile_one, row)

    def _reconcile_one(self, row: Json) -> None:
        lb = LoadBalancer.from_api(row, listeners=(), pools=())
        try:
            wanted = self._desired.tree(lb.id)
            if wanted is not None:  # else it is gone; the next pass removes what it left
                lb = wanted
                self._converge(lb)
            del self._failures[lb.id]
        except Exception:
            self._note_failure(lb)
        finally:
            self._busy.discard(lb.id)

    def _converge(self, lb: LoadBalancer) -> None:
        if lb.is_leaving:
            self._remove(lb)
        elif lb.is_pending or not self._watcher.is_served(lb.id):
            self._serve(lb)

    def _serve(self, lb: LoadBalancer) -> None:
        began = time.monotonic()
        with self._watcher.looking_away_from(lb.id):
            self._machine.serve(lb.staying())
            self._watcher.watch(lb)
        _LOG.info("Load balancer %s serves, after %.1f s", lb.id, time.monotonic() - began)

    def _remove(self, lb: LoadBalancer) -> None:
        self._watcher.forget(lb.id)
        self._machine.remove(lb.id, lb.vip_port_id)
        status_reporter.report_removed(self._library, lb)

    def _clear(self, load_balancer_id: str) -> None:
        """Remove what a load balancer left that the API does not know any more."""
        try:
            self._watcher.forget(load_balancer_id)
            self._machine.remove(load_balancer_id, vip_port_id=None)
        except Exception:
            _LOG.exception(
                "Load balancer %s is deleted, but not everything of it is removed", load_balancer_id
            )

    def _note_failure(self, lb: LoadBalancer) -> None:
        self._failures[lb.id] += 1
        attempt = self._failures[lb.id]
        _LOG.exception("Load balancer %s: attempt %d of %d failed", lb.id, attempt, _ATTEMPTS)
        if attempt >= _ATTEMPTS:
            status_reporter.report_failed(self._library, lb)
            if lb.is_pending:
                del self._failures[lb.id]
