# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Who decides about a rollback of several, and who hears of it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from support.fake_cloud import FakeProject
from support.rollbacks import BOTH_NEW, BOTH_OLD, ONCE_A_SECOND, failing, whenever
from support.shop_and_desk import live, parts, program
from support.web_server import Say, web_server

from bluegreen.cloud.errors import AnswerLost
from bluegreen.errors import RolledBack, Stuck
from bluegreen.release.group import release_together


@pytest.mark.parametrize("answer", [True, False, None])
def test_a_person_is_asked_once_for_all(
    answer: bool | None, project: FakeProject, tmp_path: Path
) -> None:
    """Yes takes all back; no, and nobody at the terminal, leave all."""
    asked: list[str] = []
    both = failing(project, tmp_path, desk=ONCE_A_SECOND % "ask", shop=ONCE_A_SECOND % "ask")

    def ask(question: str) -> bool:
        asked.append(question)
        return bool(answer)

    if answer is not None:
        for part in both:
            part.context = replace(part.context, ask=ask)
    with pytest.raises(RolledBack if answer else Stuck):
        release_together(both)

    assert live(project) == (BOTH_OLD if answer else BOTH_NEW)
    assert len(asked) == (answer is not None)
    assert all(question.endswith("Roll back shop, desk?") for question in asked)


def test_the_hooks_run_around_every_way_back(project: FakeProject, tmp_path: Path) -> None:
    """Around that of the application that is well, too."""
    hooks = "hooks: {before_rollback: ./hook.sh, after_rollback: ./hook.sh}\n"
    for name in ("shop", "desk"):
        program(tmp_path / name / "hook.sh", "echo $BLUEGREEN_HOOK >> hooks")
    with pytest.raises(RolledBack):
        release_together(failing(project, tmp_path, desk=hooks, shop=hooks))

    for name in ("shop", "desk"):
        ran = (tmp_path / name / "hooks").read_text().split()
        assert ran == ["before_rollback", "after_rollback"]


def test_a_hook_that_refuses_a_way_back_leaves_that_one(
    project: FakeProject, tmp_path: Path
) -> None:
    """As with a rollback that is typed."""
    program(tmp_path / "shop" / "no.sh", "exit 1")
    hooks = "hooks: {before_rollback: ./no.sh}\n"
    with pytest.raises(Stuck, match=r"not rolled back: shop \(the hook before_rollback refuses"):
        release_together(failing(project, tmp_path, shop=hooks))

    assert live(project) == {"shop": "2.0", "desk": "1.0"}


@pytest.mark.parametrize(("policy", "event"), [("automatic", "rolled_back"), ("never", "stuck")])
def test_those_who_want_to_know_of_each_are_notified_once(
    policy: str, event: str, project: FakeProject, tmp_path: Path
) -> None:
    """Of the one that was not well, and of those that went back, or stay, with it."""
    with web_server(lambda asked: Say()) as chat:
        more = f"{ONCE_A_SECOND % policy}notifications: [{{url: '{chat.url}'}}]\n"
        with pytest.raises((RolledBack, Stuck)):
            release_together(failing(project, tmp_path, desk=more, shop=more))
        told = [json.loads(asked.body) for asked in chat.asked]

    ends = [(t["application"], t["event"]) for t in told if t["event"] in ("rolled_back", "stuck")]
    assert sorted(ends) == [("desk", event), ("shop", event)]


def test_what_the_failed_switch_was_told_of_is_not_told_again(
    project: FakeProject, tmp_path: Path
) -> None:
    """The desk has failed, and is where it was; the shop is rolled back."""
    refused = {"addresses.point production vip-desk-green"}

    def no(moment: str, call: str) -> None:
        raise AnswerLost("the network service says no")

    whenever(project, lambda moment, call: call in refused, no)
    with web_server(lambda asked: Say()) as chat:
        more = f"notifications: [{{url: '{chat.url}', events: [failed, rolled_back, stuck]}}]\n"
        with pytest.raises(RolledBack):
            release_together(parts(project, tmp_path, desk=more, shop=more))
        told = [json.loads(asked.body) for asked in chat.asked]

    assert [(t["application"], t["event"]) for t in told] == [
        ("desk", "failed"),
        ("shop", "rolled_back"),
    ]
