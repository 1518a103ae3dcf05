# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Troubles that strike one call of the fake cloud."""

from __future__ import annotations

from collections.abc import Callable

from bluegreen.cloud.errors import AnswerLost
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


def just_before(project: FakeProject, call: str, happens: Callable[[], None]) -> None:
    """Let somebody else do something in the moment before a call, once."""
    left = [happens]

    def fault(now: str, called: str) -> None:
        if (now, called) == ("before", call) and left:
            left.pop()()

    project.fault = fault


def heat_is_down(moment: str, call: str) -> None:
    """Let Heat answer nothing: neither for stacks nor for the journal."""
    if call.startswith("stacks.") or call.endswith("software_configs"):
        raise AnswerLost("no answer from the orchestration service")
