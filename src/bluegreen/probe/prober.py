# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The fixed-rate, open-loop prober: when requests start is planned, not decided by the server.

A server that stalls does not slow the plan down: fresh requests keep starting beside the ones that
hang, and a kept-alive client, which can only ask one thing at a time, starts its next ones late.
Either way the stall is in the figures; a closed loop would have sent fewer requests and hidden it.
"""

import math
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import timedelta
from itertools import count
from typing import Self

from bluegreen.probe.client import Client, ask_once
from bluegreen.probe.ledger import Ledger, Progress
from bluegreen.probe.outcome import Outcome
from bluegreen.probe.record import Kind, Record
from bluegreen.probe.report import Report
from bluegreen.probe.target import Target

REQUEST_TIMEOUT = timedelta(seconds=5)


class Prober:
    """Sends requests to the target from `start` (or `with`) until `stop`, and counts every one.

    `rate` is requests per second for fresh connections, and once more for all the
    `keepalive_clients` together. `timeout` limits each request as a whole.
    Raises ValueError for a rate or timeout that is not above 0, or when there is nothing to send.
    """

    def __init__(
        self,
        target: Target,
        *,
        rate: float = 50.0,
        fresh: bool = True,
        keepalive_clients: int = 0,
        timeout: timedelta = REQUEST_TIMEOUT,
    ) -> None:
        if rate <= 0 or timeout <= timedelta() or keepalive_clients < 0:
            raise ValueError("rate and timeout must be above 0, keepalive_clients not below")
        if not fresh and not keepalive_clients:
            raise ValueError("nothing to send: neither fresh connections nor kept-alive clients")
        self._target, self._rate, self._timeout = target, rate, timeout
        self._fresh, self._keepalive_clients = fresh, keepalive_clients
        self._ledger = Ledger()
        self._stopping = threading.Event()
        self._stopped = math.inf
        self._end_of_plan = threading.Lock()
        self._fault: BaseException | None = None
        self._report: Report | None = None

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> Self:
        """Begin to send; the first request of each kind is planned for now."""
        # Threads are made only as requests overlap; with this many no request waits for one.
        most_at_once = math.ceil(self._rate * self._timeout.total_seconds()) + 1
        self._requests = ThreadPoolExecutor(most_at_once, "probe-fresh")
        self._loops = ThreadPoolExecutor(1 + self._keepalive_clients, "probe-plan")
        self._began, self._began_at = time.monotonic(), time.time()
        self._loops_running = [
            self._loops.submit(self._ask_kept_alive, number)
            for number in range(self._keepalive_clients)
        ]
        if self._fresh:
            self._loops_running.append(self._loops.submit(self._ask_fresh))
        return self

    def progress(self) -> Progress:
        """Say what has been counted so far; cheap enough for a live view."""
        return self._ledger.progress()

    def stop(self) -> Report:
        """Plan nothing more, wait for what was planned (at most twice the timeout), and report.

        Called again, it gives the same report.
        """
        if self._report is None:
            with self._end_of_plan:
                self._stopped = time.monotonic()
            self._stopping.set()
            self._loops.shutdown()
            self._requests.shutdown()
            for loop in self._loops_running:
                loop.result()
            if self._fault is not None:
                raise self._fault
            self._report = Report(
                self._target.url,
                self._rate,
                self._began_at,
                self._began,
                self._stopped,
                self._ledger.records(),
            )
        return self._report

    def _ask_fresh(self) -> None:
        for planned in self._starts(first=0.0, apart=1 / self._rate):
            asked = self._requests.submit(self._ask_once, planned)
            asked.add_done_callback(self._notice_fault)

    def _ask_once(self, planned: float) -> None:
        self._ledger.add(ask_once(self._target, self._timeout, planned))

    def _notice_fault(self, asked: Future[None]) -> None:
        """Keep what no request may raise, so that `stop` raises it instead of counting too few."""
        self._fault = self._fault or asked.exception()

    def _ask_kept_alive(self, number: int) -> None:
        apart = self._keepalive_clients / self._rate
        with Client(self._target, Kind.KEPT_ALIVE, self._timeout) as client:
            for planned in self._starts(first=number / self._rate, apart=apart):
                self._ledger.add(self._request_in_turn(client, planned))

    def _request_in_turn(self, client: Client, planned: float) -> Record:
        """Send a kept-alive request, or give it up when a stall has held it far past the end."""
        now = time.monotonic()
        if now > self._stopped + self._timeout.total_seconds():
            return Record(Kind.KEPT_ALIVE, planned, now, now, Outcome.NOT_SENT, connected=False)
        return client.request(planned)

    def _starts(self, first: float, apart: float) -> Iterator[float]:
        """Give each planned time once it has come, as late as the caller asks for it."""
        for turn in count():
            planned = self._began + first + turn * apart
            self._stopping.wait(max(0.0, planned - time.monotonic()))
            with self._end_of_plan:
                if planned > self._stopped:
                    return
            yield planned
