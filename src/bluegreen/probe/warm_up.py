# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The warm-up: every new server has answered before users reach it."""

from __future__ import annotations

from datetime import timedelta

from bluegreen.clock import Clock, SteadyClock
from bluegreen.model.data_plane import RequestSpec, is_among
from bluegreen.model.text import plural
from bluegreen.model.verdict import CheckFinding, CheckOutcome, CheckResult
from bluegreen.probe.http_request import Answer, Ask, NoAnswer, NotAsked, ask

REQUESTS_PER_SERVER = 10
REQUEST_LIMIT = timedelta(seconds=5)
PAUSE = timedelta(milliseconds=100)
AS_A_BROWSER = RequestSpec()


def warm_up(
    url: str,
    servers: int,
    header: str | None,
    request: RequestSpec = AS_A_BROWSER,
    *,
    limit: timedelta = timedelta(minutes=1),
    clock: Clock | None = None,
) -> CheckResult:
    """Ask through the load balancer until so many servers have answered well.

    The value of `header` tells the servers apart. Without it nobody can know which of them
    answered: ten good answers in a row for each server must do, and the result says so. Bad answers
    only delay, until the limit. `url` has no path: that is of the request.
    """
    warming = _Warming(servers, header, request)
    headers = {**request.headers, **({"Host": request.host} if request.host else {})}
    body = None if request.body is None else request.body.encode()
    what = Ask(f"{url}{request.path}", headers, body, direct=True, method=request.method)
    clock = clock or SteadyClock()
    ends = clock.now() + limit.total_seconds()
    while not warming.is_warm and clock.now() < ends:
        clock.sleep(0 if warming.is_going_well else PAUSE.total_seconds())
        try:
            warming.note(ask(what, REQUEST_LIMIT))
        except NoAnswer as none:
            warming.note_bad(str(none), is_own=isinstance(none, NotAsked))
    return CheckResult.of("warm-up", "warm-up", warming.finding(limit))


class _Warming:
    """What has been seen so far."""

    def __init__(self, servers: int, header: str | None, request: RequestSpec) -> None:
        self._servers = servers
        self._request = request
        self._header = header
        self._seen: set[str] = set()
        self._in_a_row = 0
        self._requests = 0
        self._slowest = 0.0
        self._problem = ""
        self._is_own = False

    @property
    def is_warm(self) -> bool:
        if self._header:
            return len(self._seen) >= self._servers
        return self._in_a_row >= REQUESTS_PER_SERVER * self._servers

    @property
    def is_going_well(self) -> bool:
        return self._in_a_row > 0 or self._requests == 0

    def note(self, answer: Answer) -> None:
        if not is_among(answer.status, self._request.expect):
            asked = f"{self._request.method} {self._request.path}"
            self.note_bad(f"the answer to {asked} had status {answer.status}")
            return
        self._requests += 1
        self._in_a_row += 1
        self._slowest = max(self._slowest, answer.seconds)
        if self._header:
            server = answer.headers.get(self._header, "").strip()
            if server:
                self._seen.add(server)
            else:
                self._problem = f"an answer lacked the header {self._header}"

    def note_bad(self, problem: str, *, is_own: bool = False) -> None:
        self._requests += 1
        self._is_own = is_own
        self._in_a_row = 0
        self._problem = problem

    def finding(self, limit: timedelta) -> CheckFinding:
        measured: dict[str, float | str] = {
            "requests": self._requests,
            "slowest_ms": round(self._slowest * 1000, 1),
        }
        if self._header:
            measured["servers_seen"] = len(self._seen)
            sentence = f"{len(self._seen)} of {plural(self._servers, 'server')} answered"
        elif self.is_warm:
            sentence = (
                f"{self._in_a_row} requests in a row succeeded; servers.identity_header is not "
                "set, so it is unknown which servers answered"
            )
        else:
            wanted = REQUESTS_PER_SERVER * self._servers
            sentence = f"{wanted} requests in a row did not succeed"
        if self.is_warm:
            return CheckFinding(CheckOutcome.PASSED, sentence, measured)
        late = f"{sentence} within {limit.total_seconds():g} s"
        because = f"; last problem: {self._problem}" if self._problem else ""
        outcome = CheckOutcome.INCONCLUSIVE if self._is_own else CheckOutcome.FAILED
        return CheckFinding(outcome, late + because, measured)
