# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The fixed-rate, open-loop prober: when requests start is planned, not decided by the server.

A server that stalls does not slow the plan down: fresh requests keep starting beside the ones that
hang, and a client with a connection, which can only ask one thing at a time, starts its next ones
late. Either way the stall is in the figures; a closed loop would have sent fewer requests and
hidden it.
"""

import math
import time
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import timedelta
from typing import Self

from bluegreen.probe.ask_once import ask_once
from bluegreen.probe.client import Client
from bluegreen.probe.http_client import HttpClient
from bluegreen.probe.ledger import Ledger, ProbeProgress
from bluegreen.probe.limits import Limits
from bluegreen.probe.plan import StartTimes
from bluegreen.probe.record import Kind
from bluegreen.probe.report import Report
from bluegreen.probe.target import Target
from bluegreen.probe.websocket_client import WebSocketClient

REQUEST_TIMEOUT = timedelta(seconds=5)
DOWNLOAD_TIMEOUT = timedelta(hours=1)


class Prober:
    """Sends requests to the target from `start` (or `with`) until `stop`, and counts every one.

    `rate` is requests per second for fresh connections, once more for all the `keepalive_clients`
    together, and once more for the pings of all the `websocket_clients`, which open theirs at
    `websocket` (else at the target). `download` is asked once, at the start.
    `timeout` limits each request as a whole, and `progress_timeout` the wait for its next bytes;
    the download is limited by the latter (else by `timeout`) and by an hour.
    Raises ValueError for a rate or limit that is not above 0, or when there is nothing to send.
    """

    def __init__(
        self,
        target: Target,
        *,
        rate: float = 50.0,
        fresh: bool = True,
        keepalive_clients: int = 0,
        websocket_clients: int = 0,
        websocket: Target | None = None,
        download: Target | None = None,
        timeout: timedelta = REQUEST_TIMEOUT,
        progress_timeout: timedelta | None = None,
    ) -> None:
        if rate <= 0 or min(keepalive_clients, websocket_clients) < 0:
            raise ValueError(
                "rate must be above 0, and the numbers of clients must not be negative"
            )
        if not (fresh or keepalive_clients or websocket_clients or download):
            raise ValueError("nothing to send: no connections of any kind and no download")
        self._target, self._rate, self._fresh = target, rate, fresh
        self._limits = Limits(timeout, progress_timeout)
        kept_alive = [
            HttpClient(target, Kind.KEPT_ALIVE, self._limits) for _ in range(keepalive_clients)
        ]
        websockets = [
            WebSocketClient(websocket or target, self._limits) for _ in range(websocket_clients)
        ]
        self._clients: list[Sequence[Client]] = [kept_alive, websockets]
        self._download = download
        self._ledger = Ledger()
        self._fault: BaseException | None = None
        self._report: Report | None = None

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> Self:
        """Begin to send; the first request of each kind is planned for now."""
        # Threads are made only as requests overlap; with this many no request waits for one.
        most_at_once = math.ceil(self._rate * self._limits.whole.total_seconds()) + 1
        self._requests = ThreadPoolExecutor(most_at_once, "probe-fresh")
        self._loops = ThreadPoolExecutor(2 + sum(map(len, self._clients)), "probe-plan")
        self._plan, self._began_at = StartTimes(), time.time()
        self._loops_running = [
            self._loops.submit(
                self._ask_in_turn, client, number / self._rate, len(clients) / self._rate
            )
            for clients in self._clients
            for number, client in enumerate(clients)
        ]
        if self._fresh:
            self._loops_running.append(self._loops.submit(self._ask_fresh))
        if self._download:
            self._loops_running.append(self._loops.submit(self._ask_download, self._download))
        return self

    def progress(self) -> ProbeProgress:
        """Say what has been counted so far; cheap enough for a live view."""
        return self._ledger.progress()

    def stop(self) -> Report:
        """Plan nothing more, wait for what was planned, and report.

        The wait is at most twice the timeout, and until the download has ended.
        Called again, it gives the same report.
        """
        if self._report is None:
            self._plan.end()
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
                self._plan.began,
                self._plan.ended,
                self._ledger.records(),
            )
        return self._report

    def _ask_fresh(self) -> None:
        for planned in self._plan.starts(first=0.0, apart=1 / self._rate):
            try:
                asked = self._requests.submit(self._ask_once, planned)
            except RuntimeError:  # this machine makes no more threads
                client = HttpClient(self._target, Kind.FRESH, self._limits)
                self._ledger.add(client.not_sent(planned))
            else:
                asked.add_done_callback(self._notice_fault)

    def _ask_once(self, planned: float) -> None:
        self._ledger.add(ask_once(self._target, self._limits, planned))

    def _notice_fault(self, asked: Future[None]) -> None:
        """Keep what no request may raise, so that `stop` raises it instead of counting too few."""
        self._fault = self._fault or asked.exception()

    def _ask_in_turn(self, client: Client, first: float, apart: float) -> None:
        with client:
            for planned in self._plan.starts(first, apart):
                # A stall may have held it far past the end: then it is given up.
                late = time.monotonic() > self._plan.ended + self._limits.whole.total_seconds()
                self._ledger.add(client.not_sent(planned) if late else client.request(planned))

    def _ask_download(self, target: Target) -> None:
        stuck_after = self._limits.progress or self._limits.whole
        limits = Limits(DOWNLOAD_TIMEOUT, progress=stuck_after)
        with HttpClient(target, Kind.DOWNLOAD, limits) as client:
            self._ledger.add(client.request(self._plan.began))
