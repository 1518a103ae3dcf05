# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Counters only grow, over reloads and restarts; active connections are never forgotten."""

from pathlib import Path

from openstack_lab.octavia_provider.control import Worker, parse_statistics, parse_workers
from openstack_lab.octavia_provider.statistics import Ledger

PROCESSES = """\
#<PID>          <type>          <reloads>       <uptime>        <version>
100             master          2 [failed: 0]   0d00h00m12s     2.6.12
# workers
103             worker          0               0d00h00m01s     2.6.12
# old workers
101             worker          2               0d00h00m12s     2.6.12
# programs

"""


def rows(total: int, active: int = 0) -> list[dict[str, str]]:
    """One listener as a worker counts it."""
    head = "# pxname,svname,scur,stot,bin,bout,ereq,type\n"
    return parse_statistics(f"{head}web,FRONTEND,{active},{total},{total},{total},0,0\n\n")


def test_old_workers_are_known() -> None:
    """`show proc` lists the workers that only finish what they have."""
    assert parse_workers(PROCESSES) == [Worker(103, is_old=False), Worker(101, is_old=True)]


def test_a_worker_that_has_gone_has_no_rows() -> None:
    """HAProxy answers with a sentence then."""
    assert parse_statistics("Can't find the target PID matching the prefix '@!1'\n") == []


def test_active_connections_are_the_sum_over_workers(tmp_path: Path) -> None:
    """An old worker's connections count until it ends."""
    ledger = Ledger(tmp_path / "counters")
    (report,) = ledger.record({2: rows(1, active=1), 1: rows(5, active=3)}, ["web"])
    assert (report["active_connections"], report["total_connections"]) == (4, 6)
    (report,) = ledger.record({2: rows(2, active=1)}, ["web"])
    assert (report["active_connections"], report["total_connections"]) == (1, 7)


def test_totals_survive_a_restart_of_the_agent(tmp_path: Path) -> None:
    """The file holds what ended workers had counted, and the living one is not counted twice."""
    Ledger(tmp_path / "counters").record({1: rows(5)}, ["web"])
    Ledger(tmp_path / "counters").record({2: rows(2)}, ["web"])
    (report,) = Ledger(tmp_path / "counters").record({2: rows(3)}, ["web"])
    assert report["total_connections"] == 8


def test_a_process_number_may_come_again(tmp_path: Path) -> None:
    """After a restart of the machine another worker may have the same number."""
    Ledger(tmp_path / "counters").record({1: rows(5)}, ["web"])
    (report,) = Ledger(tmp_path / "counters").record({1: rows(2)}, ["web"])
    assert report["total_connections"] == 7


def test_a_listener_that_no_worker_has_is_idle(tmp_path: Path) -> None:
    """A listener that is down is reported with zero active, so that a drain ends."""
    ledger = Ledger(tmp_path / "counters")
    ledger.record({1: rows(5, active=1)}, ["web"])
    (report,) = ledger.record({}, ["web"])
    assert (report["active_connections"], report["total_connections"]) == (0, 5)
