# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Troubles that strike one call of the fake cloud."""

from __future__ import annotations

from collections.abc import Callable

from bluegreen.clock import Clock
from bluegreen.cloud.errors import AnswerLost, Forbidden, OverQuota
from bluegreen.errors import CloudError
from support.fake_cloud import FakeProject


def strike(
    project: FakeProject, moment: str, call: str, trouble: Callable[[], BaseException]
) -> None:
    """Let one call meet one trouble, once, before or after its effect."""
    left = [trouble]

    def fault(now: str, called: str) -> None:
        if (now, called) == (moment, call) and left:
            raise left.pop()()

    project.fault = fault


def silence(
    project: FakeProject, call: str, clock: Clock | None = None, seconds: float = float("inf")
) -> None:
    """Leave a call without an answer: for that long from its first time on, or for ever."""
    began: list[float] = []

    def fault(now: str, called: str) -> None:
        if (now, called) != ("before", call):
            return
        at = clock.now() if clock else 0.0
        began.append(at)
        if at - began[0] <= seconds:
            raise AnswerLost("no answer")

    project.fault = fault


def just_before(project: FakeProject, call: str, happens: Callable[[], None]) -> None:
    """Let somebody else do something in the moment before a call, once."""
    left = [happens]

    def fault(now: str, called: str) -> None:
        if (now, called) == ("before", call) and left:
            left.pop()()

    project.fault = fault


def no_port_is_left(project: FakeProject) -> None:
    """Let the quota of ports be used up."""

    def fault(moment: str, call: str) -> None:
        if (moment, call) == ("before", "POST ports"):
            raise OverQuota("POST /ports of the network service answered 409: Quota exceeded")

    project.fault = fault


def no_clock(project: FakeProject, trouble: type[CloudError] = Forbidden) -> None:
    """Let nobody learn what time it is in the cloud, and so when a lease ends."""

    def fault(moment: str, call: str) -> None:
        if (moment, call) == ("before", "POST subnetpools"):
            raise trouble("POST /subnetpools of the network service answered 404")

    project.fault = fault


def heat_is_down(moment: str, call: str) -> None:
    """Let Heat answer nothing: neither for stacks nor for the journal."""
    if call.startswith("stacks.") or call.endswith("software_configs"):
        raise AnswerLost("no answer from the orchestration service")
