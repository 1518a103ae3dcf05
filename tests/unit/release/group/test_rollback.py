# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""All go back that are live together, or all stay for a person; and those who want to are told."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from support.fake_cloud import FakeProject, no_fault
from support.faults import heat_is_down
from support.shop_and_desk import FAILS_LIVE, ON_PREVIEW, QUICK, check, live, parts, pause, program
from support.web_server import Say, web_server
from support.worlds import SCALED_SHOP, specification

from bluegreen.cloud.errors import AnswerLost
from bluegreen.errors import RolledBack, Stuck
from bluegreen.model.application import Application
from bluegreen.release.group import Part, release_together, rollback

BOTH_OLD = {"shop": "1.0", "desk": "1.0"}
BOTH_NEW = {"shop": "2.0", "desk": "2.0"}
ONCE_A_SECOND = "watch: {duration: 1s, every: 1s, on_failure: %s}\nretire: {to: keep}\n"


def back(project: FakeProject, name: str) -> Callable[[str, str], bool]:
    """Return what tells whether an application has been taken back once."""
    way = f"addresses.point production vip-{name}-blue"
    return lambda moment, call: way in project.calls


def whenever(
    project: FakeProject, holds: Callable[[str, str], bool], then: Callable[[str, str], None]
) -> None:
    """Let something strike every call from the moment on that something holds."""

    def fault(moment: str, call: str) -> None:
        if holds(moment, call):
            then(moment, call)

    project.fault = fault


def failing(project: FakeProject, folder: Path, desk: str = "", shop: str = "") -> list[Part]:
    """Return both as parts of a release whose desk fails its watch."""
    return parts(project, folder, desk + check(folder, FAILS_LIVE), shop)


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
    first.order = replace(first.order, specification=scaled)
    with pytest.raises(RolledBack) as taken_back:
        release_together([first, second])

    assert taken_back.value.run_next.startswith(
        "bluegreen resume shop, to activate autoscaling of the live side"
    )


def live_without_faults(project: FakeProject) -> dict[str, str]:
    """Return what is live once the cloud answers again."""
    whenever(project, lambda moment, call: False, heat_is_down)
    return live(project)


def test_a_cloud_that_does_not_answer_leaves_it_to_a_person(
    project: FakeProject, tmp_path: Path
) -> None:
    """It is asked for a minute; then what is not known is said, with a command that is safe."""

    def silent(moment: str, call: str) -> None:
        raise AnswerLost("no answer from the network service")

    def shop_is_looked_at(moment: str, call: str) -> bool:
        return back(project, "desk")(moment, call) and call == "addresses.find"

    whenever(project, shop_is_looked_at, silent)
    with pytest.raises(Stuck, match=r"not rolled back: .*shop .*no answer from the net") as stuck:
        release_together(failing(project, tmp_path))

    assert stuck.value.run_next.endswith("bluegreen rollback shop --if-live 2.0")
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

    assert stuck.value.run_next == "bluegreen rollback desk --if-live 2.0"
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

    assert stuck.value.run_next == (
        "bluegreen rollback desk --if-live 2.0; bluegreen rollback shop --if-live 2.0"
    )


def test_a_paused_one_keeps_all_where_they_are(project: FakeProject, tmp_path: Path) -> None:
    """Paused during the watch: nothing goes back by itself, the others neither."""
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


def test_one_that_never_goes_back_by_itself_keeps_all_where_they_are(
    project: FakeProject, tmp_path: Path
) -> None:
    """It may have moved data forward; two versions that were not meant for each other help nobody.

    The policy of the one that is well counts too.
    """
    with pytest.raises(Stuck, match=r"not rolled back: shop, desk \(shop never rolls") as stuck:
        release_together(failing(project, tmp_path, shop=ONCE_A_SECOND % "never"))

    assert live(project) == BOTH_NEW
    assert "bluegreen rollback shop --if-live 2.0" in stuck.value.run_next


def test_an_inconclusive_check_names_the_way_back_of_each(
    project: FakeProject, tmp_path: Path
) -> None:
    """What helps with the one that a person must judge, and then what takes both back."""
    unclear = check(tmp_path, f"{ON_PREVIEW} || exit 2")
    with pytest.raises(Stuck, match=r"not rolled back: shop, desk") as stuck:
        release_together(parts(project, tmp_path, unclear))

    assert live(project) == BOTH_NEW
    assert stuck.value.run_next.endswith(
        "; bluegreen rollback shop --if-live 2.0; bluegreen rollback desk --if-live 2.0"
    )


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
def test_those_who_want_to_know_of_each_are_told_once(
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
    assert stuck.value.run_next == "bluegreen rollback shop --if-live 2.0"
    assert live_without_faults(project) == {"shop": "2.0", "desk": "1.0"}


def test_a_defect_before_anything_is_live_is_shown_as_it_is(
    project: FakeProject, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in a release of one: nothing is begun, and nothing has changed for users."""

    def no_room(*what: object) -> None:
        raise defect()

    monkeypatch.setattr("bluegreen.release.stages.switch.shortages_of_switch", no_room)
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

    monkeypatch.setattr(rollback, "see_off_after_way_back", no_counting)
    both = failing(project, tmp_path)
    with pytest.raises(RolledBack):
        release_together(both)

    assert live(project) == BOTH_OLD
    assert all(part.is_told for part in both)
