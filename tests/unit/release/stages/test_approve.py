# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""A person decides what the checks could not, and only about the release that asks."""

from __future__ import annotations

import time
from contextlib import nullcontext
from datetime import datetime, timedelta, tzinfo
from pathlib import Path

import pytest
from support.fake_cloud import FakeProject
from support.releases import CHECK, live, on_sleep, order, smoke
from support.worlds import context_in, shop

from bluegreen.cloud.errors import AnswerLost
from bluegreen.errors import Refused, RolledBack
from bluegreen.model.journal import Phase
from bluegreen.model.tags import Colour
from bluegreen.operations.context import ExecutionContext
from bluegreen.operations.journal_writer import note
from bluegreen.release.pipeline import release
from bluegreen.release.stages.approve import APPROVAL


@pytest.fixture
def nobody_waits_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait a minute for an answer that does not come, instead of hours."""
    monkeypatch.setattr("bluegreen.release.stages.approve.APPROVAL_LIMIT", timedelta(minutes=1))


def test_an_inconclusive_check_waits_for_a_person(project: FakeProject, tmp_path: Path) -> None:
    """Neither good nor bad: even with approval auto, somebody is asked."""
    smoke(tmp_path, 2, 0)
    asked: list[str] = []
    run = context_in(project, ask=lambda question: bool(asked.append(question)) or True)
    release(order(tmp_path, CHECK), run)

    assert asked == ["Let shop 2.0 (r3) go live?"]
    assert live(project) == (Colour.GREEN, "2.0")


def test_a_no_to_the_question_changes_nothing(project: FakeProject, tmp_path: Path) -> None:
    """The operator looks at preview, and says no."""
    run = context_in(project, ask=lambda question: False)
    with pytest.raises(Refused, match="not confirmed"):
        release(order(tmp_path, "approval: ask\n"), run)

    assert live(project) == (Colour.BLUE, "1.0")


@pytest.mark.parametrize(
    ("phase", "ends_on"), [(Phase.SUCCEEDED, Colour.GREEN), (Phase.FAILED, Colour.BLUE)]
)
def test_another_person_answers_through_the_journal(
    project: FakeProject, tmp_path: Path, phase: Phase, ends_on: Colour
) -> None:
    """`approve` and `reject` are entries that the waiting release looks for."""
    run = context_in(project)
    on_sleep(run, lambda: answer(project, phase))
    rejected = pytest.raises(Refused, match="jane rejected r3: looked at it")
    with rejected if phase is Phase.FAILED else nullcontext():
        release(order(tmp_path, "approval: wait\n"), run)

    assert live(project)[0] is ends_on


@pytest.mark.usefixtures("nobody_waits_long")
@pytest.mark.parametrize("phase", [Phase.SUCCEEDED, Phase.FAILED])
def test_an_answer_to_an_earlier_attempt_does_not_count_again(
    project: FakeProject, tmp_path: Path, phase: Phase
) -> None:
    """The release went live and back since, or was rejected and mended: it asks again, and
    nobody says anything now.
    """
    smoke(tmp_path, *((0, 1, 0) if phase is Phase.SUCCEEDED else (0,)))
    wanted = order(tmp_path, CHECK + "approval: wait\n")
    run = context_in(project)
    on_sleep(run, lambda: answer(project, phase))
    ended = RolledBack if phase is Phase.SUCCEEDED else Refused
    with pytest.raises(ended):
        release(wanted, run)

    with pytest.raises(Refused, match="nobody approved r3"):
        release(wanted, context_in(project))

    assert live(project) == (Colour.BLUE, "1.0")


@pytest.mark.parametrize("hours", [-5, 5])
def test_an_answer_counts_however_wrong_the_clock_of_its_machine_is(
    project: FakeProject, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, hours: int
) -> None:
    """Jane's clock is behind, or ahead; the store's own order decides."""

    class JanesClock(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> JanesClock:
            return cls.fromtimestamp(time.time() + hours * 3600, tz)

    def jane_answers() -> None:
        project.seconds += 2  # the store cuts its times to seconds
        with monkeypatch.context() as patch:
            patch.setattr("bluegreen.operations.journal_writer.datetime", JanesClock)
            answer(project, Phase.SUCCEEDED)

    smoke(tmp_path, 2, 0)
    run = context_in(project)
    on_sleep(run, jane_answers)
    release(order(tmp_path, CHECK), run)

    assert live(project) == (Colour.GREEN, "2.0")


@pytest.mark.usefixtures("nobody_waits_long")
def test_where_the_check_is_not_on_record_no_answer_before_the_question_counts(
    project: FakeProject, tmp_path: Path
) -> None:
    """What cannot be placed in time is not believed; one that comes then is."""
    smoke(tmp_path, 0)
    run = context_in(project)
    release_waits = order(tmp_path, CHECK + "approval: wait\n")
    with pytest.raises(Refused, match="nobody approved"):
        release(release_waits, run)
    answer(project, Phase.SUCCEEDED)

    def no_check_is_written(moment: str, call: str) -> None:
        if call == "POST software_configs" and "data_plane.warm_up" in project.calls:
            raise AnswerLost("no answer")

    project.calls.clear()
    project.fault = no_check_is_written
    with pytest.raises(Refused, match="nobody approved"):
        release(release_waits, run)

    assert live(project) == (Colour.BLUE, "1.0")


def answer(project: FakeProject, phase: Phase) -> None:
    """Answer as another person, once a release asks; only the first time."""
    entries = project.cloud().journal.entries("shop", limit=50, event=APPROVAL)
    if len(entries) != 1:
        return
    jane = ExecutionContext(cloud=project.cloud(), say=lambda sentence: None, operator="jane")
    idle = shop(project).idle
    note(jane, "shop", APPROVAL, phase, idle, {}, "looked at it", run=entries[0].run)
