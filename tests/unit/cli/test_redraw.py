# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""`status --watch` and `list --watch`: the same again and again, whatever the cloud does."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from support.crash_world import world_before
from support.fake_cloud import FakeProject, no_fault
from support.operator import Operator

from bluegreen.cloud.errors import AnswerLost


@pytest.fixture
def project() -> FakeProject:
    """A project whose application is up, with 2.0 on the idle side."""
    return world_before("switch").copy()


STATUS = ("status", "shop")
LIST = ("list",)
SHOWN = {STATUS: "shop: blue is live on 203.0.113.2 with 1.0, 2 of 2 healthy.", LIST: "203.0.113.2"}
both = pytest.mark.parametrize("words", [STATUS, LIST], ids=" ".join)


def watch(
    project: FakeProject,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...],
    looks: int,
) -> str:
    """Watch until so many looks were taken, then press Ctrl-C; return what was printed."""
    slept: list[float] = []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        project.fault = no_fault
        if len(slept) == looks:
            raise KeyboardInterrupt

    monkeypatch.setattr(time, "sleep", sleep)
    done = Operator(project, folder).types(*words, "--watch", "0.5", expect=0)
    assert slept == [0.5] * looks
    return done.out + done.err


@both
def test_it_is_shown_again_until_ctrl_c(
    project: FakeProject, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    """Exit code 0: the watching was ended, not broken off."""
    shown = watch(project, tmp_path, monkeypatch, words, looks=3)

    assert shown.count(SHOWN[words]) == 3


@both
def test_a_cloud_that_does_not_answer_for_once_does_not_end_it(
    project: FakeProject, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    """A line says so, and it looks again."""

    def no_answer(moment: str, call: str) -> None:
        raise AnswerLost("no answer from the network service")

    project.fault = no_answer
    shown = watch(project, tmp_path, monkeypatch, words, looks=2)

    assert (
        shown.count("Could not read the state: no answer from the network service; trying again.")
        == 1
    )
    assert shown.count(SHOWN[words]) == 1


def test_what_is_shown_once_fails_when_the_cloud_does_not_answer(
    project: FakeProject, tmp_path: Path
) -> None:
    """Only who watches looks again."""

    def no_answer(moment: str, call: str) -> None:
        raise AnswerLost("no answer from the network service")

    project.fault = no_answer
    refused = Operator(project, tmp_path).types(*LIST, expect=1)

    assert "Could not read the state" not in refused.err


@both
@pytest.mark.parametrize("seconds", ["0", "-1", "nan", "inf", "soon"])
def test_seconds_that_are_none_are_a_usage_error(
    project: FakeProject, tmp_path: Path, seconds: str, words: tuple[str, ...]
) -> None:
    """Exit code 2, and nothing is asked of the cloud."""
    refused = Operator(project, tmp_path).types(*words, f"--watch={seconds}", expect=2)

    assert "a number of seconds, 0.5 or more" in refused.err
    assert project.calls == []
