# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Checks as a specification writes them, run against a server of the test's."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from bluegreen.clock import SteadyClock, wait_until
from bluegreen.extensions.checks import CheckResult, Verdict, run_checks
from bluegreen.extensions.facts import ReleaseFacts
from bluegreen.spec.checks import CheckSection
from support.web_server import WebServer


def facts_of(server: WebServer | None = None) -> ReleaseFacts:
    """Return the context of a release of which the server is the preview."""
    return ReleaseFacts(
        application="shop",
        side="green",
        version="2.0",
        release="r7",
        address=server.address if server else "",
        production="203.0.113.10:80",
    )


def run_all(*checks: dict[str, object], server: WebServer | None = None) -> Verdict:
    """Run checks that are given as YAML gives them."""
    return run_checks(
        [CheckSection.model_validate(check) for check in checks],
        facts_of(server),
        say=lambda _: None,
    )


def run_one(server: WebServer | None = None, **kind: object) -> CheckResult:
    """Run one check of the given kind."""
    return run_all({"name": "it", **kind}, server=server).results[0]


def wait_until_ended(pid: str) -> bool:
    """Wait until a process that was killed has ended: the kernel takes its time for it."""
    limit, every = timedelta(minutes=1), timedelta(milliseconds=10)
    return wait_until(lambda: not is_running(pid), limit=limit, every=every, clock=SteadyClock())


def is_running(pid: str) -> bool:
    """Tell whether a process runs; one that only waits to be reaped does not."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    except FileNotFoundError:
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"
