# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""A release from build to retirement: its stages, and where it stops when something is not good."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from support.fake_cloud import FakeProject
from support.faults import strike
from support.releases import CHECK, live, on_sleep, order, smoke
from support.worlds import context_in, shop

from bluegreen.errors import BlueGreenError, Refused, RolledBack, StepFailed, Stuck
from bluegreen.model.journal import Phase
from bluegreen.model.tags import Colour
from bluegreen.release.pipeline import STAGES, release


def events(project: FakeProject) -> list[tuple[str, str]]:
    """Return what the journal says happened, oldest first, steps left out."""
    entries = reversed(project.cloud().journal.entries("shop", limit=100))
    return [(e.event, str(e.phase)) for e in entries if e.phase is not Phase.STEP]


def test_a_release_goes_through_every_stage(project: FakeProject, tmp_path: Path) -> None:
    """Deploy, check, approve, switch, watch, drain, retire; production ends on the new version."""
    smoke(tmp_path, 0)
    release(order(tmp_path, CHECK), context_in(project))

    assert live(project) == (Colour.GREEN, "2.0")
    assert [event for event, phase in events(project) if phase == "succeeded"] == [
        *("up", "deploy", "check", "switch", "watch", "drain", "retire", "release"),
    ]


def test_the_order_is_that_of_the_tuple_of_stages() -> None:
    """A newcomer reads the order of things in one line."""
    assert [stage.__name__ for stage in STAGES] == [
        "deploy",
        "check",
        "approve",
        "switch",
        "watch",
        "drain",
        "scale",
        "retire",
    ]


def test_a_failed_check_ends_the_release_before_anything_moves(
    project: FakeProject, tmp_path: Path
) -> None:
    """The live side never notices; the new release stays on the idle side to be looked at."""
    smoke(tmp_path, 1)
    with pytest.raises(Refused, match="failed its checks, and production stays"):
        release(order(tmp_path, CHECK), context_in(project))

    green = shop(project).green.release
    assert live(project) == (Colour.BLUE, "1.0")
    assert green is not None
    assert green.version == "2.0"
    assert not [call for call in project.calls if "point production" in call]


def test_checks_fail_closed_when_preview_does_not_show_the_idle_side(
    project: FakeProject, tmp_path: Path
) -> None:
    """A check of the wrong side would be worse than none."""
    smoke(tmp_path, 0)
    preview = shop(project).preview
    assert preview is not None
    project.addresses[preview.id] = replace(preview, port_id="strange")

    with pytest.raises(Refused, match="does not show green, so nothing was checked"):
        release(order(tmp_path, CHECK), context_in(project))

    assert live(project) == (Colour.BLUE, "1.0")
    assert not (tmp_path / "checked").exists()


def test_checks_fail_closed_when_another_side_answers_on_preview(
    project: FakeProject, tmp_path: Path
) -> None:
    """What the addresses say is not enough: the idle side must answer."""
    smoke(tmp_path, 0)
    strike(project, "before", "data_plane.prove preview", lambda: StepFailed("blue answered"))

    with pytest.raises(StepFailed, match="nothing is changed: blue answered"):
        release(order(tmp_path, CHECK), context_in(project))

    assert live(project) == (Colour.BLUE, "1.0")
    assert not (tmp_path / "checked").exists()


def test_a_preview_that_an_interrupted_switch_left_is_shown_and_checked(
    project: FakeProject, tmp_path: Path
) -> None:
    """The release goes on where the switch was killed: between parking preview and moving."""
    smoke(tmp_path, 0)
    preview = shop(project).preview
    assert preview is not None
    project.addresses[preview.id] = replace(preview, port_id=None)

    release(order(tmp_path, CHECK), context_in(project))

    assert live(project) == (Colour.GREEN, "2.0")
    assert (tmp_path / "checked").exists()


def test_a_watch_that_fails_takes_production_back(project: FakeProject, tmp_path: Path) -> None:
    """The check passed before the switch and fails after it: the old side is live again."""
    smoke(tmp_path, 0, 1)
    with pytest.raises(RolledBack, match="blue is live again"):
        release(order(tmp_path, CHECK), context_in(project))

    assert live(project) == (Colour.BLUE, "1.0")
    assert ("watch", "failed") in events(project)
    assert ("rollback", "succeeded") in events(project)


def test_a_release_that_moved_the_schema_on_is_never_rolled_back(
    project: FakeProject, tmp_path: Path
) -> None:
    """`never` leaves it to a person, who reads what is true and what to run."""
    smoke(tmp_path, 0, 1)
    wanted = order(tmp_path, CHECK)
    rules = wanted.specification.watch.model_copy(update={"on_failure": "never"})
    spec = wanted.specification.model_copy(update={"watch": rules})
    with pytest.raises(Stuck, match="an operator must decide on a rollback") as stuck:
        release(replace(wanted, specification=spec), context_in(project))

    assert stuck.value.next_step == "bluegreen rollback shop"
    assert live(project) == (Colour.GREEN, "2.0")


@pytest.mark.parametrize("stage", ["deploy", "switch"])
def test_a_hook_may_refuse_a_stage(project: FakeProject, tmp_path: Path, stage: str) -> None:
    """A before-hook that ends with another code than 0 stops the release before that stage."""
    hook = tmp_path / "no.sh"
    hook.write_text("#!/bin/sh\necho not today\nexit 1\n")
    hook.chmod(0o755)
    with pytest.raises(Refused, match=f"before_{stage} refuses"):
        release(order(tmp_path, f"hooks: {{before_{stage}: ./no.sh}}\n"), context_in(project))

    assert live(project) == (Colour.BLUE, "1.0")


def test_a_production_address_that_is_moved_during_the_watch_is_left_there(
    project: FakeProject, tmp_path: Path
) -> None:
    """A person moved it by hand: say what is seen, and roll nothing back."""
    run = context_in(project)

    def moved_by_hand() -> None:
        application = shop(project)
        if live(project) == (Colour.GREEN, "2.0") and application.production:
            address = replace(application.production, port_id="strange", revision=99)
            project.addresses[address.id] = address

    on_sleep(run, moved_by_hand)
    with pytest.raises((Stuck, Refused)) as stopped:
        release(order(tmp_path), run)

    assert "strange" in str(project.addresses)
    assert isinstance(stopped.value, BlueGreenError)


def test_ctrl_c_in_the_watch_ends_it_and_takes_nothing_back(
    project: FakeProject, tmp_path: Path
) -> None:
    """As docs/when-stuck.md says of exit code 130; the same release again watches."""

    def interrupts(sentence: str) -> None:
        if sentence.startswith("Watching"):
            raise KeyboardInterrupt

    run = context_in(project, say=interrupts)
    with pytest.raises(KeyboardInterrupt):
        release(order(tmp_path), run)
    assert live(project) == (Colour.GREEN, "2.0")

    release(order(tmp_path), context_in(project))
    assert ("watch", "succeeded") in events(project)
