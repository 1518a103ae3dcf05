# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""All go back that are live together, or all stay for a person; with notifications."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from support.fake_cloud import FakeProject
from support.faults import heat_is_down
from support.rollbacks import (
    BOTH_NEW,
    BOTH_OLD,
    ONCE_A_SECOND,
    failing,
    live_without_faults,
    whenever,
)
from support.shop_and_desk import ON_PREVIEW, QUICK, check, live, parts, pause
from support.worlds import SCALED_SHOP, specification

from bluegreen.cloud.errors import AnswerLost
from bluegreen.errors import RolledBack, Stuck
from bluegreen.release.group import release_together


def back(project: FakeProject, name: str) -> Callable[[str, str], bool]:
    """Return what tells whether an application has been taken back once."""
    way = f"addresses.point production vip-{name}-blue"
    return lambda moment, call: way in project.calls


def test_heat_is_not_needed(project: FakeProject, tmp_path: Path) -> None:
    """It goes away as soon as the first one is back: the other one goes back all the same."""
    whenever(project, back(project, "desk"), heat_is_down)
    with pytest.raises(RolledBack):
        release_together(failing(project, tmp_path))

    assert live_without_faults(project) == BOTH_OLD


def test_what_lets_each_side_scale_that_is_live_again_is_named(
    project: FakeProject, tmp_path: Path
) -> None:
    """Without Heat what is wanted of each is all that is known of it."""
    moved = "addresses.point production vip-desk-green"
    whenever(project, lambda moment, call: moved in project.calls, heat_is_down)
    first, second = failing(project, tmp_path)
    scaled = specification(tmp_path / "shop", SCALED_SHOP + QUICK)
    first.request = replace(first.request, specification=scaled)
    with pytest.raises(RolledBack) as taken_back:
        release_together([first, second])

    assert taken_back.value.next_step.startswith(
        "bluegreen resume shop, to activate autoscaling of the live side"
    )


def test_a_cloud_that_does_not_answer_leaves_it_to_a_person(
    project: FakeProject, tmp_path: Path
) -> None:
    """It is asked for a minute; then it says what is unknown, with a safe command."""

    def silent(moment: str, call: str) -> None:
        raise AnswerLost("no answer from the network service")

    def shop_is_looked_at(moment: str, call: str) -> bool:
        return back(project, "desk")(moment, call) and call == "addresses.find"

    whenever(project, shop_is_looked_at, silent)
    with pytest.raises(Stuck, match=r"not rolled back: .*shop .*no answer from the net") as stuck:
        release_together(failing(project, tmp_path))

    assert stuck.value.next_step.endswith("bluegreen rollback shop --if-live 2.0")
    assert live_without_faults(project)["shop"] == "2.0"


def test_one_that_cannot_go_back_does_not_keep_the_others(
    project: FakeProject, tmp_path: Path
) -> None:
    """The desk, taken back first, is named; the shop is on the old version."""

    def refused(moment: str, call: str) -> None:
        raise AnswerLost("the network service says no")

    stays = "addresses.point production vip-desk-blue"
    whenever(project, lambda moment, call: call == stays, refused)
    with pytest.raises(
        Stuck, match=r"not rolled back: desk \(rollback of desk to blue failed"
    ) as stuck:
        release_together(failing(project, tmp_path))

    assert stuck.value.next_step == "bluegreen rollback desk --if-live 2.0"
    assert live_without_faults(project) == {"shop": "1.0", "desk": "2.0"}


def test_all_that_cannot_go_back_are_named(project: FakeProject, tmp_path: Path) -> None:
    """Each with its own reason, and a command for each."""

    def refused(moment: str, call: str) -> None:
        raise AnswerLost("the network service says no")

    def goes_back(moment: str, call: str) -> bool:
        return call.startswith("addresses.point production") and call.endswith("-blue")

    whenever(project, goes_back, refused)
    with pytest.raises(Stuck, match=r"desk \(rollback of desk .*shop \(rollback of shop ") as stuck:
        release_together(failing(project, tmp_path))

    assert stuck.value.next_step == (
        "bluegreen rollback desk --if-live 2.0; bluegreen rollback shop --if-live 2.0"
    )


def test_a_paused_one_keeps_all_where_they_are(project: FakeProject, tmp_path: Path) -> None:
    """Paused during the watch: nothing goes back automatically, the others neither."""
    both = failing(project, tmp_path)
    watching = both[0].context.clock.sleep

    def sleep_and_pause(seconds: float) -> None:
        watching(seconds)
        if live(project) == BOTH_NEW:
            pause(project, "shop")

    both[0].context.clock.sleep = sleep_and_pause  # type: ignore[method-assign]
    with pytest.raises(Stuck, match="shop is paused"):
        release_together(both)

    assert live(project) == BOTH_NEW


def test_one_that_is_paused_while_the_others_go_back_stays(
    project: FakeProject, tmp_path: Path
) -> None:
    """It is looked at again before its own way back."""
    whenever(project, back(project, "desk"), lambda moment, call: pause(project, "shop"))
    with pytest.raises(Stuck, match=r"not rolled back: shop \(shop is paused\)"):
        release_together(failing(project, tmp_path))

    assert live_without_faults(project) == {"shop": "2.0", "desk": "1.0"}


def test_one_that_is_paused_before_its_switch_takes_the_others_back(
    project: FakeProject, tmp_path: Path
) -> None:
    """It is on the old version and stays there, so the shop goes back to it."""

    def shop_is_live(moment: str, call: str) -> bool:
        return (moment, call) == ("after", "addresses.point production vip-shop-green")

    whenever(project, shop_is_live, lambda moment, call: pause(project, "desk"))
    with pytest.raises(RolledBack, match="desk is paused"):
        release_together(parts(project, tmp_path))

    assert live(project) == BOTH_OLD


def test_one_that_never_rolls_back_automatically_keeps_all_where_they_are(
    project: FakeProject, tmp_path: Path
) -> None:
    """It may have moved data forward; two versions that were not meant for each other help nobody.

    The policy of the one that is well counts too.
    """
    with pytest.raises(Stuck, match=r"not rolled back: shop, desk \(shop never rolls") as stuck:
        release_together(failing(project, tmp_path, shop=ONCE_A_SECOND % "never"))

    assert live(project) == BOTH_NEW
    assert "bluegreen rollback shop --if-live 2.0" in stuck.value.next_step


def test_an_inconclusive_check_names_the_way_back_of_each(
    project: FakeProject, tmp_path: Path
) -> None:
    """What helps with the one that a person must judge, and then what takes both back."""
    unclear = check(tmp_path, f"{ON_PREVIEW} || exit 2")
    with pytest.raises(Stuck, match=r"not rolled back: shop, desk") as stuck:
        release_together(parts(project, tmp_path, unclear))

    assert live(project) == BOTH_NEW
    assert stuck.value.next_step.endswith(
        "; bluegreen rollback shop --if-live 2.0; bluegreen rollback desk --if-live 2.0"
    )
