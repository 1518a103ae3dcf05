# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Running the checks of a specification, all at the same time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed, wait

from bluegreen.clock import Clock, SteadyClock
from bluegreen.extensions.checks.command import check_command
from bluegreen.extensions.checks.http import check_http
from bluegreen.extensions.checks.prometheus import check_prometheus
from bluegreen.extensions.environment import refuse_without_variables
from bluegreen.extensions.facts import ReleaseFacts
from bluegreen.model.verdict import CheckResult, Verdict
from bluegreen.spec.checks import CheckSection, Command, Http, Prometheus


def run_checks(
    checks: Sequence[CheckSection],
    facts: ReleaseFacts,
    *,
    say: Callable[[str], None],
    clock: Clock | None = None,
) -> Verdict:
    """Run the checks side by side, say each result as it comes, and return what they decide.

    The caller has proved that the facts' address shows the side. Raises Refused, before any
    check runs, when an environment variable is missing; programs are ended on KeyboardInterrupt.
    """
    refuse_without_variables({name for check in checks for name in check.variables})
    clock = clock or SteadyClock()
    with ThreadPoolExecutor(max_workers=max(1, len(checks))) as pool:
        futures = [pool.submit(_result, check, facts, clock) for check in checks]
        try:
            for future in as_completed(futures):
                say(str(future.result()))
        except KeyboardInterrupt:
            clock.interrupt()
            wait(futures)
            clock.carry_on()
            raise
    return Verdict(tuple(future.result() for future in futures))


def _result(check: CheckSection, facts: ReleaseFacts, clock: Clock) -> CheckResult:
    match check.kind:
        case Http() as http:
            kind, finding = "http", check_http(http, facts, clock)
        case Prometheus() as prometheus:
            kind, finding = "prometheus", check_prometheus(prometheus, facts)
        case Command() as command:
            kind, finding = "command", check_command(command, facts, clock)
    return CheckResult.of(check.name, kind, finding, trial=check.trial)
