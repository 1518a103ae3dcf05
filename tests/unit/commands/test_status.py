# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""`status --watch`: the same rows again and again, whatever the cloud does meanwhile."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from support.crash_matrix import world_before
from support.fake_cloud import FakeProject, no_fault
from support.operator import Operator

from bluegreen.cloud.errors import AnswerLost


@pytest.fixture
def project() -> FakeProject:
    """A project whose application is up, with 2.0 on the idle side."""
    return world_before("switch").copy()


def watch(project: FakeProject, folder: Path, monkeypatch: pytest.MonkeyPatch, looks: int) -> str:
    """Watch until so many looks were taken, then press Ctrl-C; return what was printed."""
    slept: list[float] = []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        project.fault = no_fault
        if len(slept) == looks:
            raise KeyboardInterrupt

    monkeypatch.setattr(time, "sleep", sleep)
    done = Operator(project, folder).types("status", "shop", "--watch", "0.5", expect=0)
    assert slept == [0.5] * looks
    return done.out + done.err


def test_it_is_shown_again_until_ctrl_c(
    project: FakeProject, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exit code 0: the watching was ended, not broken off."""
    shown = watch(project, tmp_path, monkeypatch, looks=3)

    assert shown.count("shop: blue is live on 203.0.113.2 with 1.0, 2 of 2 healthy.") == 3


def test_a_cloud_that_does_not_answer_for_once_does_not_end_it(
    project: FakeProject, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is said, and looked at again."""

    def no_answer(moment: str, call: str) -> None:
        raise AnswerLost("no answer from the network service")

    project.fault = no_answer
    shown = watch(project, tmp_path, monkeypatch, looks=2)

    assert shown.count("Looking again: no answer from the network service.") == 1
    assert shown.count("shop: blue is live") == 1


@pytest.mark.parametrize("seconds", ["0", "-1", "nan", "inf", "soon"])
def test_seconds_that_are_none_are_a_usage_error(
    project: FakeProject, tmp_path: Path, seconds: str
) -> None:
    """Exit code 2, and nothing is asked of the cloud."""
    refused = Operator(project, tmp_path).types("status", f"--watch={seconds}", expect=2)

    assert "a number of seconds, 0.5 or more" in refused.err
    assert project.calls == []
