# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""A switch that is killed at every point, and operators who collide, on a real OpenStack."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from datetime import timedelta
from itertools import cycle
from pathlib import Path
from urllib.request import urlopen

import pytest

from bluegreen.clock import SteadyClock, wait_until
from bluegreen.probe import ByHeader, Prober, Target

from .conftest import BIN, Operator

pytestmark = [pytest.mark.lab, pytest.mark.long]

NAME = "crash"
POINTS = [
    f"{moment}:{step}"
    for step in (
        "verify-size",
        "prove-on-preview",
        "start-measuring",
        "detach-preview",
        "move-production",
        "point-preview",
        "prove-on-production",
        "stop-measuring",
    )
    for moment in ("before", "after")
]
AFTERWARDS = [f"{moment}:wait-until-drained" for moment in ("before", "after")]
KILLED = 137
ROUNDS, AT_ONCE = 20, 6


@pytest.fixture(scope="module")
def production(operator: Operator) -> str:
    """The production address."""
    return str(operator.sides(NAME)["blue"]["Floating IP"])


def side_that_answers(address: str) -> str:
    """Return the side that the application says it is, over a fresh connection."""
    with urlopen(f"http://{address}/version", timeout=20) as answer:
        return str(answer.headers["X-Bluegreen-Side"])


def wait_until_answered_by(side: str, address: str) -> None:
    """Wait for the side: a move takes some tenths of a second to reach the network nodes."""
    limit, every = timedelta(seconds=30), timedelta(seconds=0.2)
    answered = wait_until(
        lambda: side_that_answers(address) == side, limit=limit, every=every, clock=SteadyClock()
    )
    assert answered, f"{address} is not answered by {side}"


def is_good(operator: Operator) -> bool:
    """Tell whether one side is live, the other on preview, and both are healthy."""
    sides = operator.sides(NAME).values()
    roles = sorted(row["Role"] for row in sides)
    addresses = {row["Floating IP"] for row in sides}
    return (
        roles == ["idle", "live"]
        and None not in addresses
        and len(addresses) == 2
        and {row["State"] for row in sides} == {"healthy"}
    )


def test_a_point_that_is_none_is_refused_with_all_points(operator: Operator) -> None:
    """This file names every point of a switch, in order."""
    refused = operator.types("switch", "--stop-at", "nowhere", "--yes", expect=2)

    assert refused.err.rpartition("one of ")[2].strip().split(", ") == POINTS + AFTERWARDS


@pytest.mark.parametrize(
    ("point", "next_step"),
    list(zip(POINTS, cycle(["resume", "switch", "switch", "resume"]))),
)
def test_a_switch_that_is_killed_serves_on_and_ends_well(
    operator: Operator, production: str, point: str, next_step: str
) -> None:
    """No request fails while the switch dies, nor while `resume` or the same command goes on.

    Each step meets both ways on, one before it and one after it; the fake takes every point both
    ways (tests/unit/scenarios/test_crash_matrix.py).
    """
    old = operator.live(NAME)
    new = "green" if old == "blue" else "blue"
    command = ("switch", NAME, "--to", new, "--yes", "--drain", "none")
    target = Target.of(f"http://{production}")
    with Prober(target, rate=20.0) as load:
        operator.types(*command, "--stop-at", point, expect=KILLED)
        moved = POINTS.index(point) >= POINTS.index("after:move-production")
        wait_until_answered_by(new if moved else old, production)
        words = ("resume", NAME, "--yes") if next_step == "resume" else command
        held = operator.types(*words, expect=1)
        operator.types(*words, "--break-lease")
        report = load.stop()

    assert "is changing" in held.err
    assert is_good(operator)
    assert operator.live(NAME) == (new if moved or next_step == "switch" else old)
    assert report.failed == 0, report.as_dict()


def test_a_switch_that_is_killed_while_it_drains_holds_nobody_up(operator: Operator) -> None:
    """The lease was given back before, so the next command needs to break none."""
    old = operator.live(NAME)
    new = "green" if old == "blue" else "blue"
    operator.types("switch", NAME, "--yes", "--stop-at", AFTERWARDS[0], expect=KILLED)
    operator.types("resume", NAME, "--yes")

    assert operator.live(NAME) == new
    assert is_good(operator)


@pytest.fixture(scope="module")
def gate(operator: Operator) -> Iterator[Path]:
    """A hook that keeps a switch waiting, lease in hand, until this file is there."""
    gate = operator.folder / "gate"
    hook = operator.folder / "wait.sh"
    hook.write_text(f"#!/bin/sh\nuntil [ -e {gate} ]; do sleep 0.1; done\n")
    hook.chmod(0o755)
    specification = operator.folder / "bluegreen.yaml"
    text = specification.read_text()
    specification.write_text(f"{text}hooks: {{before_switch: ./wait.sh}}\n")
    yield gate
    specification.write_text(text)


@pytest.mark.parametrize("number", range(ROUNDS))
def test_of_six_switches_at_once_exactly_one_wins(
    operator: Operator, gate: Path, number: int
) -> None:
    """The others are refused with exit code 1, and told who holds the lease, and why."""
    old = operator.live(NAME)
    new = "green" if old == "blue" else "blue"
    gate.unlink(missing_ok=True)
    words = ("switch", NAME, "--from", old, "--yes", "--drain", "none")
    running = [
        subprocess.Popen(
            [BIN / "bluegreen", *words, "-m", f"round {number}, operator {one}"],
            cwd=operator.folder,
            env=operator.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        for one in range(AT_ONCE)
    ]
    try:
        only_one_is_left = wait_until(
            lambda: sum(process.poll() is None for process in running) <= 1,
            limit=timedelta(minutes=3),
            every=timedelta(seconds=0.2),
            clock=SteadyClock(),
        )
    finally:
        gate.touch()
    ended = [(process.communicate()[1], process.returncode) for process in running]

    assert only_one_is_left, ended
    assert sorted(code for _, code in ended) == [0] + [1] * (AT_ONCE - 1), ended
    winner = next(one for one, (_, code) in enumerate(ended) if code == 0)
    for told, code in ended:
        assert code == 0 or f"(round {number}, operator {winner})" in told
    assert operator.live(NAME) == new
    assert is_good(operator)


def test_kept_alive_clients_meet_no_error_through_a_switch_and_a_rollback(
    operator: Operator, production: str
) -> None:
    """Connections that stay on the old side are served there until they end on their own
    (argoproj/argo-rollouts #3761, kubernetes/kubernetes #108523).
    """
    target = Target.of(f"http://{production}/version", ByHeader("X-Bluegreen-Side"))
    with Prober(target, rate=10.0, keepalive_clients=4) as load:
        operator.types("switch", NAME, "--yes", "--drain", "none")
        operator.types("rollback", NAME, "--yes", "--drain", "none")
        report = load.stop()

    assert report.kept_alive is not None
    assert report.kept_alive.failed == 0
    assert report.failed == 0, report.as_dict()


def test_the_journal_tells_who_was_interrupted(operator: Operator) -> None:
    """Killed runs are unfinished in the history, the ways on have succeeded."""
    rows = operator.types("history", NAME, "--limit", "100", "-f", "json").json()
    outcomes = {(row["Event"], row["Phase"]) for row in rows}

    assert {("switch", "unfinished"), ("switch", "succeeded"), ("resume", "succeeded")} <= outcomes
    assert all(row["Operator"] for row in rows)
