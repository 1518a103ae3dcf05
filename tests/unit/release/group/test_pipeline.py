# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Several applications in one release: all on the new version, or all on the old one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from support.fake_cloud import FakeProject, no_fault
from support.operator import Killed, dead
from support.shop_and_desk import FAILS_LIVE, NAMES, check, live, parts, pause

from bluegreen.cloud.observe import observe
from bluegreen.errors import BlueGreenError, Refused, RolledBack, StepFailed, Stuck
from bluegreen.release.group import release_together
from bluegreen.release.pipeline import release


def test_both_go_live_and_all_are_checked_before_the_first_switch(
    project: FakeProject, tmp_path: Path
) -> None:
    """Every deploy and check comes before any production address moves."""
    release_together(parts(project, tmp_path))

    assert live(project) == {"shop": "2.0", "desk": "2.0"}
    moves = [n for n, call in enumerate(project.calls) if "point production" in call]
    builds = [n for n, call in enumerate(project.calls) if "stacks.create" in call]
    proofs = [n for n, call in enumerate(project.calls) if "prove preview" in call]
    assert max(builds) < min(moves)
    assert len([n for n in proofs if n < min(moves)]) >= 2


def test_one_that_is_not_good_keeps_all_from_going_live(
    project: FakeProject, tmp_path: Path
) -> None:
    """The second application's check fails: the first one's production never moves."""
    with pytest.raises(Refused, match="failed its checks"):
        release_together(parts(project, tmp_path, check(tmp_path, "exit 1")))

    assert live(project) == {"shop": "1.0", "desk": "1.0"}
    assert not [call for call in project.calls if "point production" in call]


def test_one_that_fails_its_watch_takes_all_back(project: FakeProject, tmp_path: Path) -> None:
    """The check passes before the switch, and fails after it."""
    more = check(tmp_path, FAILS_LIVE)
    with pytest.raises(RolledBack, match="shop, desk all run their former versions again"):
        release_together(parts(project, tmp_path, more))

    assert live(project) == {"shop": "1.0", "desk": "1.0"}


def test_one_whose_switch_fails_takes_those_back_that_went_before(
    project: FakeProject, tmp_path: Path
) -> None:
    """The second does not answer on production: both end where they were."""

    def no_answer(moment: str, call: str) -> None:
        moved = [c for c in project.calls if c == "addresses.point production vip-desk-green"]
        if moment == "before" and call == "data_plane.prove production" and moved:
            project.fault = lambda moment, call: None
            raise StepFailed("no answer")

    project.fault = no_answer
    with pytest.raises(RolledBack):
        release_together(parts(project, tmp_path))

    assert live(project) == {"shop": "1.0", "desk": "1.0"}


def test_a_first_switch_that_fails_is_no_rollback(project: FakeProject, tmp_path: Path) -> None:
    """Nothing had gone live, so nothing is rolled back, and the sentence says that."""

    def refused(moment: str, call: str) -> None:
        if call.startswith("addresses.point preview None"):
            raise StepFailed("the cloud says no")

    project.fault = refused
    with pytest.raises(BlueGreenError) as failure:
        release_together(parts(project, tmp_path))

    assert failure.value.exit_code == 1
    assert live(project) == {"shop": "1.0", "desk": "1.0"}


def kill(project: FakeProject, folder: Path, at: Callable[[str, str], bool]) -> None:
    """Kill a release of both at a moment of a call; nothing reaches the cloud after it."""

    def killed(moment: str, call: str) -> None:
        if at(moment, call):
            project.fault = dead
            raise Killed(call)

    project.fault = killed
    with pytest.raises(Killed):
        release_together(parts(project, folder))
    project.fault = no_fault


MOVES = ("production vip-shop-green", "preview vip-shop-blue")
MOVES += tuple(move.replace("shop", "desk") for move in MOVES)


@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize("move", MOVES)
def test_what_a_killed_run_made_live_goes_back_with_the_others(
    move: str, moment: str, project: FakeProject, tmp_path: Path
) -> None:
    """Killed at any move; run again, the second application fails its watch."""
    kill(project, tmp_path, lambda *now: now == (moment, f"addresses.point {move}"))

    with pytest.raises(RolledBack, match="shop, desk all run their former versions again"):
        release_together(parts(project, tmp_path, check(tmp_path, FAILS_LIVE)))

    assert live(project) == {"shop": "1.0", "desk": "1.0"}


def test_what_was_live_before_stays_when_nothing_moved(
    project: FakeProject, tmp_path: Path
) -> None:
    """The second application is not good: the first may have been released for itself, long ago.

    Users do meet two versions, so it is no "nothing is changed": a sentence says how to go back.
    """
    kill(project, tmp_path, lambda *now: now == ("before", f"addresses.point {MOVES[2]}"))

    with pytest.raises(
        Stuck, match=r"failed its checks.*not rolled back: shop \(was live b"
    ) as stuck:
        release_together(parts(project, tmp_path, check(tmp_path, "exit 1")))

    assert stuck.value.next_step == "bluegreen rollback shop --if-live 2.0"
    assert live(project) == {"shop": "2.0", "desk": "1.0"}


def test_what_was_live_before_is_named_when_the_release_cannot_begin(
    project: FakeProject, tmp_path: Path
) -> None:
    """The second application is paused: users meet two versions all the same."""
    first, second = parts(project, tmp_path)
    release(first.request, first.context)
    pause(project, "desk")

    with pytest.raises(Stuck, match=r"desk is paused.*not rolled back: shop \(was live b") as stuck:
        release_together([first, second])

    assert stuck.value.next_step == "bluegreen rollback shop --if-live 2.0"
    assert live(project) == {"shop": "2.0", "desk": "1.0"}


def test_what_is_left_of_a_killed_switch_is_finished(project: FakeProject, tmp_path: Path) -> None:
    """Killed when production had moved, and preview pointed at nothing; run again, it is shown."""
    moved = ("after", "addresses.point production vip-shop-green")
    kill(project, tmp_path, lambda moment, call: (moment, call) == moved)

    release_together(parts(project, tmp_path))

    for name in NAMES:
        application = observe(project.cloud(), name)
        assert application.side_at(application.preview) is application.blue
    assert live(project) == {"shop": "2.0", "desk": "2.0"}
