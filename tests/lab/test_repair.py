# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""A server of the live side dies: it is replaced, and production is served all the time."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable

import pytest

from bluegreen.cloud import connect
from bluegreen.cloud.observe import observe
from bluegreen.probe import Prober, Target

from .conftest import BIN, Operator, answering

pytestmark = [pytest.mark.lab, pytest.mark.long]

NAME = "repair"
PATIENCE = 420.0
"""Seconds that anything may take; on a quiet machine it takes less than a tenth of that."""


def until(what: str, holds: Callable[[], bool]) -> float:
    """Look until it holds; return when that was, by the monotonic clock."""
    begun = time.monotonic()
    while not holds():
        assert time.monotonic() - begun < PATIENCE, f"not within {PATIENCE} s: {what}"
        time.sleep(0.5)
    return time.monotonic()


def test_a_server_that_dies_is_replaced_and_only_its_own_requests_are_lost(
    operator: Operator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its tenant stops it in Nova. Until the health check has seen that, requests are lost, and
    counted; from then on none is lost, and the new server answers like any other.
    """
    for name, value in operator.environment.items():
        monkeypatch.setitem(os.environ, name, value)
    cloud = connect()
    production = operator.sides(NAME)["blue"]["Floating IP"]
    healthy_before = operator.types("repair", "blue", "--yes", "-f", "json")
    dead, living = sorted(answering(production))

    with Prober(Target.of(f"http://{production}/version"), rate=20.0) as probe:
        time.sleep(2)
        stopped = time.monotonic()
        subprocess.run(
            [BIN / "openstack", "server", "stop", dead], env=operator.environment, check=True
        )
        noticed = until(
            "the health check fails",
            lambda: bool(observe(cloud, NAME).blue.members.failing_addresses),
        )
        shown = operator.types("repair", "blue", "--dry-run").err
        repaired = operator.types("repair", "blue", "--yes", "-f", "json")
        ended = time.monotonic()
        serving = answering(production)
        report = probe.stop()
    before, after = report.between(0, noticed), report.between(noticed, float("inf"))
    sides = operator.sides(NAME)

    print(  # noqa: T201
        f"noticed after {noticed - stopped:.1f} s, repaired {ended - noticed:.1f} s later; "
        f"{before.failed} of {len(before.records)} requests failed until it was noticed, "
        f"{after.failed} of {len(after.records)} after that"
    )
    assert healthy_before.json() == []
    assert f"{dead} is SHUTOFF" in shown
    (row,) = repaired.json()
    assert (row["Server"], row["Trouble"]) == (dead, "is SHUTOFF")
    assert serving == {living, row["Replaced By"]}
    assert after.failed == 0, after.as_dict()
    assert len(after.records) > 100
    assert (sides["blue"]["Role"], sides["blue"]["Healthy"]) == ("live", 2)
    assert (sides["green"]["Role"], sides["green"]["Healthy"]) == ("idle", 2)
    assert dead not in {server.name for server in cloud.servers.find(NAME)}
