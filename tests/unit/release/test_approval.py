# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""An answer counts where a release waits for it, and nowhere else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from support.acts import DEPLOY, UP
from support.fake_cloud import FakeProject
from support.operator import Operator
from support.releases import asks, live, on_sleep, order
from support.worlds import context_in

from bluegreen.errors import Refused
from bluegreen.model.journal import Phase
from bluegreen.model.tags import Colour
from bluegreen.release.pipeline import release

ANSWERS = pytest.mark.parametrize("word", ["approve", "reject"])


@pytest.fixture
def jane(tmp_path: Path) -> Operator:
    """Another person, whose shop has 2.0 on its idle side, deployed and not checked."""
    jane = Operator(FakeProject(), tmp_path)
    for words in (UP, DEPLOY):
        jane.types(*words, expect=0)
    return jane


def records(project: FakeProject) -> int:
    """Return how many entries the journal has."""
    return len(project.cloud().journal.entries("shop", limit=300))


def is_refused(jane: Operator, word: str) -> str:
    """Have an answer refused with exit code 1 and nothing written, and return what was printed."""
    before = records(jane.project)
    for more in ((), ("--dry-run",)):
        refused = jane.types(word, "shop", *more, expect=1)
        assert "no release of shop waits for an answer, and nothing is changed" in refused.err
    assert records(jane.project) == before
    return refused.err


@ANSWERS
def test_an_answer_that_nobody_asked_for_is_refused(jane: Operator, word: str) -> None:
    """What is on the idle side may never have been checked, or be a retired version."""
    assert "next: bluegreen history shop" in is_refused(jane, word)


def test_a_pipeline_that_asks_by_its_own_means_records_the_answer(jane: Operator) -> None:
    """Jenkins and GitLab have their own question; the journal is to know who said yes."""
    jane.types("approve", "shop", "--record", "--dry-run", expect=0)
    jane.types("approve", "shop", "--record", "-m", "by ada", expect=0)

    written = jane.project.cloud().journal.entries("shop", 1)[0]
    assert (written.event, written.phase) == ("approval", Phase.SUCCEEDED)
    assert (written.release, written.message) == ("r3", "by ada")


@ANSWERS
def test_a_second_answer_is_refused_and_names_the_first(jane: Operator, word: str) -> None:
    """The release has read it, or will; it does not change its mind."""
    asks(jane.project)
    jane.types("approve", "shop", expect=0)

    assert "r3 was approved" in is_refused(jane, word)


@ANSWERS
def test_a_release_that_was_killed_while_it_waited_is_no_longer_answered(
    jane: Operator, word: str
) -> None:
    """It asked under its lease, which is gone, or another command holds one by now."""
    leases = jane.project.cloud().leases
    lease = leases.take("shop", "bob@desk", "release 2.0", timedelta(minutes=2))
    asks(jane.project, lease=lease.id)
    leases.release(lease)
    assert "the run of bob@desk that asked about r3 has ended" in is_refused(jane, word)

    leases.take("shop", "eve@desk", "repair blue", timedelta(minutes=2))
    is_refused(jane, word)


def test_a_release_that_holds_its_lease_is_answered(jane: Operator) -> None:
    """It waits for as long as it renews the lease."""
    lease = jane.project.cloud().leases.take("shop", "bob", "release 2.0", timedelta(minutes=2))
    asks(jane.project, lease=lease.id)

    assert "r3 (2.0) is approved" in jane.types("approve", "shop", expect=0).err


@ANSWERS
def test_a_question_without_a_lease_is_open_for_as_long_as_a_release_waits(
    jane: Operator, word: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody can see whether such a release still waits, but none waits for a day."""
    asks(jane.project)

    class Tomorrow(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:
            return datetime.now(UTC) + timedelta(days=1)

    monkeypatch.setattr("bluegreen.release.approval.datetime", Tomorrow)
    is_refused(jane, word)
    monkeypatch.undo()
    jane.types(word, "shop", expect=0)


@pytest.mark.parametrize(
    ("word", "phase", "ends_on"),
    [("approve", "succeeded", Colour.GREEN), ("reject", "failed", Colour.BLUE)],
)
def test_a_release_goes_on_by_what_another_person_types(
    jane: Operator, word: str, phase: str, ends_on: Colour
) -> None:
    """Question and answer are one run of the history, by the person who answered."""
    run = context_in(jane.project)
    typed: list[str] = []

    def answer_once() -> None:
        asked = jane.project.cloud().journal.entries("shop", 1, event="approval")
        if asked and not typed:
            typed.append(jane.types(word, "shop", "-m", "seen", expect=0).err)

    on_sleep(run, answer_once)
    wanted = order(jane.folder, "approval: wait\n")
    if ends_on is Colour.GREEN:
        release(wanted, run)
    else:
        with pytest.raises(Refused, match=r"rejected r3: seen"):
            release(wanted, run)

    assert live(jane.project)[0] is ends_on
    answers = jane.project.cloud().journal.entries("shop", 9, event="approval")
    assert [(entry.phase, entry.message) for entry in answers] == [
        (Phase(phase), "seen"),
        (Phase.INTENDED, ""),
    ]
    assert len({entry.run for entry in answers}) == 1


@ANSWERS
def test_a_question_that_nobody_answered_in_time_is_over(
    jane: Operator, word: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The release that gave up waiting says so in the journal."""
    limit = "bluegreen.release.stages.approve.APPROVAL_LIMIT"
    monkeypatch.setattr(limit, timedelta(minutes=1))
    with pytest.raises(Refused, match="nobody approved r3"):
        release(order(jane.folder, "approval: wait\n"), context_in(jane.project))

    assert "r3 was not approved" in is_refused(jane, word)
