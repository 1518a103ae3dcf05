# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What was deployed to the idle side since the last switch is no way back, and is left alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.fake_cloud import FakeProject, no_fault
from support.faults import heat_is_down
from support.operator import Operator
from support.worlds import SHOP, shop, shop_that_is_up, stop_server

QUICK = f"{SHOP}watch: {{duration: 2s, every: 1s}}\n"
REMOVES = f"{QUICK}retire: {{to: remove}}\n"
NOT_WELL = f"{QUICK}checks: [{{name: well, command: {{run: [./check.sh]}}}}]\n"


@pytest.fixture
def project(tmp_path: Path) -> FakeProject:
    """An application whose blue side is live with 1.0."""
    return shop_that_is_up(tmp_path)


@pytest.fixture
def prepares(project: FakeProject, tmp_path: Path) -> Operator:
    """An operator who has deployed 2.0 to the idle side."""
    operator = Operator(project, tmp_path)
    operator.types("deploy", "2.0", "--yes", expect=0)
    return operator


@pytest.fixture
def has_released(project: FakeProject, tmp_path: Path) -> Operator:
    """An operator who has released 2.0."""
    operator = Operator(project, tmp_path, QUICK)
    operator.types("release", "2.0", "--yes", expect=0)
    return operator


def versions(project: FakeProject) -> tuple[str | None, str | None]:
    """Return the live version and the idle one."""
    now = shop(project)
    live, idle = now.live, now.idle
    return (
        live.release.version if live and live.release else None,
        idle.release.version if idle and idle.release else None,
    )


def where_nothing_is_well(operator: Operator, script: str = "exit 1") -> None:
    """Let the check of a watch fail from now on."""
    check = operator.folder / "check.sh"
    check.write_text(f"#!/bin/sh\n{script}\n")
    check.chmod(0o755)
    (operator.folder / "bluegreen.yaml").write_text(NOT_WELL)


def test_a_rollback_does_not_make_a_version_live_that_never_was(
    project: FakeProject, prepares: Operator
) -> None:
    """It would skip every check; the command that does not skip them is named, and does it."""
    refused = prepares.types("rollback", "--yes", expect=1)

    assert "green has 2.0 (r3), which was never live, so it is no rollback target" in refused.err
    assert versions(project) == ("1.0", "2.0")
    prepares.types(*refused.next_command, "--yes", expect=0)
    assert versions(project) == ("2.0", "1.0")


def test_a_rollback_from_a_rollback_is_a_way_back(project: FakeProject, prepares: Operator) -> None:
    """A newer version that was live, as the journal knows, is where production came from."""
    prepares.types("switch", "--yes", expect=0)
    prepares.types("rollback", "--yes", expect=0)
    prepares.types("rollback", "--yes", expect=0)

    assert versions(project) == ("2.0", "1.0")


def test_so_it_is_when_a_resume_has_ended_its_switch(
    project: FakeProject, prepares: Operator
) -> None:
    """The switch itself was killed, and so is not known to have succeeded."""
    prepares.types("switch", "--stop-at", "after:move-production", "--yes", expect=137)
    project.fault = no_fault
    prepares.types("resume", "--break-lease", "--yes", expect=0)
    prepares.types("rollback", "--yes", expect=0)
    prepares.types("rollback", "--yes", expect=0)

    assert versions(project) == ("2.0", "1.0")


def test_the_way_back_is_one_in_the_middle_of_the_next_deploy(
    project: FakeProject, has_released: Operator
) -> None:
    """What was live before is there beside the newer release, and serves at once if need be."""
    has_released.types(
        "deploy", "3.0", "--stop-at", "after:build-shop-blue-r4", "--yes", expect=137
    )
    project.fault = no_fault
    words = ("rollback", "--allow-smaller", "--break-lease", "--yes")

    has_released.types(*words, expect=0)


def test_without_heat_the_operators_word_counts(project: FakeProject, prepares: Operator) -> None:
    """Whether a version was live is in the journal; production does not wait for that."""
    project.fault = heat_is_down

    prepares.types("rollback", "--yes", expect=0)


def test_a_watch_does_not_go_back_to_a_version_that_never_was_live(
    project: FakeProject, prepares: Operator
) -> None:
    """Exit code 4: a person decides whether it is better than what is live."""
    where_nothing_is_well(prepares)
    stuck = prepares.types("watch", expect=4)

    assert "it was not rolled back, because green has 2.0 (r3), which was never live" in stuck.err
    assert stuck.next_command == ["switch", "shop"]
    assert versions(project) == ("1.0", "2.0")


def test_a_release_of_an_older_version_goes_back_where_it_came_from(
    project: FakeProject, has_released: Operator
) -> None:
    """What this run has moved production from is the way back, however new it is."""
    where_nothing_is_well(has_released, '[ "$BLUEGREEN_ADDRESS" != "$BLUEGREEN_PRODUCTION" ]')
    has_released.types("release", "1.0", "--yes", expect=3)

    assert versions(project) == ("2.0", "1.0")


BAD_WHEN_LIVE = '[ "$BLUEGREEN_ADDRESS" != "$BLUEGREEN_PRODUCTION" ]'
"""A check that passes on preview and fails on production."""


@pytest.fixture
def came_back(project: FakeProject, tmp_path: Path) -> Operator:
    """An operator whose release of 2.0 failed its watch, so that 1.0 is live again."""
    operator = Operator(project, tmp_path, QUICK)
    where_nothing_is_well(operator, BAD_WHEN_LIVE)
    operator.types("release", "2.0", "--yes", expect=3)
    assert versions(project) == ("1.0", "2.0")
    return operator


def test_a_rollback_does_not_make_the_version_live_that_failed_its_watch(
    project: FakeProject, came_back: Operator
) -> None:
    """An operator who does not know of the automatic rollback would undo it; it prints why."""
    refused = came_back.types("rollback", "--yes", expect=1)

    assert "green has 2.0 (r3), which failed its watch at " in refused.err
    assert "well (failed)" in refused.err
    assert versions(project) == ("1.0", "2.0")
    assert refused.next_command == ["rollback", "shop", "--to-failed"]
    came_back.types(*refused.next_command, "--yes", expect=0)
    assert versions(project) == ("2.0", "1.0")


def test_a_watch_does_not_go_back_to_a_version_that_failed_its_own(
    project: FakeProject, came_back: Operator
) -> None:
    """Neither version is well now: exit code 4, and a person decides."""
    where_nothing_is_well(came_back)
    stuck = came_back.types("watch", expect=4)

    assert "it was not rolled back, because green has 2.0 (r3), which failed its" in stuck.err
    assert stuck.next_command == ["rollback", "shop", "--to-failed"]
    assert versions(project) == ("1.0", "2.0")


def test_a_version_that_passes_its_next_watch_is_a_rollback_target_again(
    project: FakeProject, came_back: Operator
) -> None:
    """What was wrong with it was elsewhere, and is mended."""
    where_nothing_is_well(came_back, "exit 0")
    came_back.types("release", "2.0", "--yes", expect=0)
    came_back.types("rollback", "--yes", expect=0)
    came_back.types("rollback", "--yes", expect=0)

    assert versions(project) == ("2.0", "1.0")


def test_a_version_whose_watch_could_not_tell_is_a_rollback_target(
    project: FakeProject, tmp_path: Path
) -> None:
    """Not known is not bad: nobody has seen it fail."""
    operator = Operator(project, tmp_path, QUICK)
    where_nothing_is_well(operator, f"{BAD_WHEN_LIVE} || exit 75")
    operator.types("release", "2.0", "--yes", expect=4)
    operator.types("rollback", "--yes", expect=0)
    operator.types("rollback", "--yes", expect=0)

    assert versions(project) == ("2.0", "1.0")


def test_without_heat_a_failed_watch_keeps_nobody_from_a_rollback(
    project: FakeProject, came_back: Operator
) -> None:
    """What the journal knows cannot be read, and production does not wait for it."""
    project.fault = heat_is_down

    came_back.types("rollback", "--yes", expect=0)


def test_a_release_run_again_leaves_alone_what_is_prepared_meanwhile(
    project: FakeProject, tmp_path: Path
) -> None:
    """The next version is neither removed nor are its visitors cut; --dry-run says so."""
    operator = Operator(project, tmp_path, REMOVES)
    operator.types("release", "2.0", "--yes", expect=0)
    operator.types("deploy", "3.0", "--yes", expect=0)
    project.connected["lb-shop-blue"] = 3
    shown = operator.types("release", "2.0", "--dry-run", expect=0)
    again = operator.types("release", "2.0", "--yes", expect=0)

    assert "blue has 3.0 (r4), which was never live: it stays as it is." in shown.err
    assert "Delete" not in shown.err
    assert "blue has 3.0 (r4), which was never live: it stays as it is." in again.err
    assert versions(project) == ("2.0", "3.0")


def test_a_release_of_an_older_version_retires_what_was_live(
    project: FakeProject, has_released: Operator
) -> None:
    """A newer version that was live, and no longer is, is retired as any."""
    has_released.types("release", "1.0", "--yes", expect=0)
    green = shop(project).green

    assert versions(project) == ("1.0", "2.0")
    assert green.members.total == 1


def test_a_resume_does_not_name_a_rollback_that_would_be_refused(
    project: FakeProject, prepares: Operator
) -> None:
    """With no healthy server on the live side, the newer version is a switch away."""
    for address in project.servers("shop-blue-r1"):
        stop_server(project, address)
    stuck = prepares.types("resume", "--yes", expect=4)

    prepares.types(*stuck.next_command, "--yes", expect=0)
    assert versions(project) == ("2.0", "1.0")
