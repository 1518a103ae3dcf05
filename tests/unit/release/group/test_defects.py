# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""A defect of the program while several are released hides nothing and moves nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from support.fake_cloud import FakeProject, no_fault
from support.rollbacks import BOTH_OLD, failing, live_without_faults, whenever
from support.shop_and_desk import live, parts

from bluegreen.errors import RolledBack, Stuck
from bluegreen.model.application import Application
from bluegreen.release.group import release_together, rollback


def defect() -> Exception:
    """Return what only a mistake in this program raises."""
    return KeyError("nobody thought of it")


def test_a_defect_once_one_is_live_is_left_to_a_person(
    project: FakeProject, tmp_path: Path
) -> None:
    """The desk's switch meets it before its own move: "nothing is changed" would be wrong."""

    def shop_is_live(moment: str, call: str) -> bool:
        return "addresses.point preview vip-shop-blue" in project.calls and call == "stacks.find"

    def strikes(moment: str, call: str) -> None:
        project.fault = no_fault
        raise defect()

    whenever(project, shop_is_live, strikes)
    with pytest.raises(Stuck, match=r"releasing shop, desk met a defect of this prog") as stuck:
        release_together(parts(project, tmp_path))

    assert "not rolled back: shop (an operator must decide after a defect)" in stuck.value.true_now
    assert stuck.value.next_step == "bluegreen rollback shop --if-live 2.0"
    assert live_without_faults(project) == {"shop": "2.0", "desk": "1.0"}


def test_a_defect_before_anything_is_live_is_shown_as_it_is(
    project: FakeProject, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in a release of one: nothing is begun, and nothing has changed for users."""

    def no_room(*what: object) -> None:
        raise defect()

    monkeypatch.setattr("bluegreen.release.stages.switch.switch_shortages", no_room)
    with pytest.raises(KeyError):
        release_together(parts(project, tmp_path))

    assert live(project) == BOTH_OLD


@pytest.mark.parametrize("what", ["plan_rollback", "look_before_way_back"])
def test_a_defect_in_one_way_back_does_not_keep_the_others(
    what: str, project: FakeProject, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As with one that the cloud refuses."""
    as_it_is = getattr(rollback, what)

    def met_by_the_desk(application: Application | str, *more: Any, **others: Any) -> Any:
        if "desk" in (application, getattr(application, "name", "")):
            raise defect()
        return as_it_is(application, *more, **others)

    monkeypatch.setattr(rollback, what, met_by_the_desk)
    with pytest.raises(Stuck, match=r"not rolled back: desk \(.*unexpected KeyError"):
        release_together(failing(project, tmp_path))

    assert live(project) == {"shop": "1.0", "desk": "2.0"}


def test_a_defect_after_one_way_back_does_not_hide_that_all_are_back(
    project: FakeProject, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor does it keep those from being told who want to know."""

    def no_counting(*what: object) -> None:
        raise defect()

    monkeypatch.setattr(rollback, "drain_after_rollback", no_counting)
    both = failing(project, tmp_path)
    with pytest.raises(RolledBack):
        release_together(both)

    assert live(project) == BOTH_OLD
    assert all(part.is_notified for part in both)
